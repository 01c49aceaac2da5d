"""Reading manifests and Terraform JSON from anywhere, and what can be wrong with the files themselves."""
