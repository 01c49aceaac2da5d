"""What makes secrets of the rendered manifests, run for real: the agent's injector, and the operators' templates."""
