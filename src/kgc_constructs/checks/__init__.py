"""What must hold across the rendered documents, before anything is written or deployed."""

from kgc_constructs.checks.between import check_between, facts_from, facts_of, judge_between
from kgc_constructs.checks.environments.facts import Facts
from kgc_constructs.checks.model.rendered import Document, Rendered, read_rendered
from kgc_constructs.checks.registry import BETWEEN_OF, CHECK_OF, CHECKS, RULES
from kgc_constructs.checks.rule import Finding, Rule, Severity
from kgc_constructs.checks.running import Verdict, judge, run_checks

__all__ = [
    "BETWEEN_OF",
    "CHECKS",
    "CHECK_OF",
    "RULES",
    "Document",
    "Facts",
    "Finding",
    "Rendered",
    "Rule",
    "Severity",
    "Verdict",
    "check_between",
    "facts_from",
    "facts_of",
    "judge",
    "judge_between",
    "read_rendered",
    "run_checks",
]
