"""Kubernetes objects: names, labels, selectors, references."""
