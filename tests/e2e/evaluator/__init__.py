"""Vault's own answers against our evaluator's."""
