"""What must hold across the rendered documents, before anything is written or deployed."""

from kgc_constructs.checks.model.rendered import Document, Rendered, read_rendered
from kgc_constructs.checks.registry import CHECK_OF, CHECKS, RULES
from kgc_constructs.checks.rule import Finding, Rule, Severity
from kgc_constructs.checks.running import Verdict, judge, run_checks

__all__ = [
    "CHECKS",
    "CHECK_OF",
    "RULES",
    "Document",
    "Finding",
    "Rendered",
    "Rule",
    "Severity",
    "Verdict",
    "judge",
    "read_rendered",
    "run_checks",
]
