"""Sends the resources of a rendered Vault stack to a server, where the Terraform provider cannot be installed.

It is no second Terraform: it knows the resources and expressions that we render, and refuses all others.
"""

from tests.e2e.applier.errors import ApplierError
from tests.e2e.applier.run import Applier, Report

__all__ = ["Applier", "ApplierError", "Report"]
