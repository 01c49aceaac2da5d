"""The `kgc` commands that change a cluster, on a real one."""
