"""The Kubernetes side: one module per kind, `sidecar` composes them, `chart` renders them."""
