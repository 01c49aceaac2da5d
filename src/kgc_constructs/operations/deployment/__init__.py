"""What people do with a rendered environment as a whole: see what would change, deploy it, read what came of it."""

from __future__ import annotations

from kgc_constructs.operations.deployment.completed import completed_outputs
from kgc_constructs.operations.deployment.deployment import Deployment, Outcome
from kgc_constructs.operations.deployment.plan import Plan, planned
from kgc_constructs.operations.deployment.scope import Part, Scope

__all__ = ["Deployment", "Outcome", "Part", "Plan", "Scope", "completed_outputs", "planned"]
