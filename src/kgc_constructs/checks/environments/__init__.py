"""What must hold between environments: none weaker than what matters less, nothing shared."""

from kgc_constructs.checks.environments import shared, weaker

__all__ = ["MODULES"]

MODULES = (
    shared,
    weaker,
)
"""Those that judge it; they compare facts of several environments instead of documents of one."""
