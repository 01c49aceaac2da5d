"""How fast a synth is, against a plain JavaScript program and against the bindings' ordinary way."""
