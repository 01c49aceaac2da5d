"""The real autoscaler on the rendered manifests, with metrics that the test decides."""
