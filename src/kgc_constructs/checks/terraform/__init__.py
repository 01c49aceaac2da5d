"""Terraform: state, versions, protection, nothing unresolved."""
