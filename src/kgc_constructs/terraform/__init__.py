"""Terraform for one environment: Vault and the certificate. All imports of cdktf are in here."""

from kgc_constructs.bindings import activate

__all__ = ["activate"]

activate()
