"""The manifests on a real control plane with simulated nodes in three zones."""
