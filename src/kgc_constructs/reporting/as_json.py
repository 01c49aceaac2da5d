"""Findings as JSON, in a shape that stays: docs/checking.md describes it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from kgc_constructs import __version__
from kgc_constructs.checking import Checked
from kgc_constructs.checks import Rule
from kgc_constructs.reporting.places import Reported
from kgc_constructs.reporting.wording import clean, found_in_words

__all__ = ["SHAPE", "as_json"]

SHAPE = 1
"""Number of the shape; a key that is renamed or taken away gets another one."""


def as_json(checked: Sequence[Checked], results: Sequence[Reported], besides: Mapping[Rule, int]) -> str:
    """What was checked, what was found, how often rules are broken besides, and what is broken on purpose."""
    report = {
        "shape": SHAPE,
        "tool": {"name": "kgc", "version": __version__},
        "checked": [_checked(each) for each in checked],
        "findings": [_finding(each) for each in results if not each.silenced],
        "unlisted": [
            {"rule": rule.id, "severity": rule.severity.value, "count": count} for rule, count in besides.items()
        ],
        "silenced": [_finding(each) | {"silence": each.silenced} for each in results if each.silenced],
    }
    return json.dumps(report, indent=2) + "\n"


def _checked(checked: Checked) -> dict[str, Any]:
    return {
        "environment": checked.environment or None,
        "objects": len(checked.rendered.kubernetes),
        "stacks": len(checked.rendered.terraform),
        "files": list(checked.files),
        "others": list(checked.others),
    }


def _finding(reported: Reported) -> dict[str, Any]:
    finding = reported.finding
    return {
        "rule": finding.rule.id,
        "severity": finding.rule.severity.value,
        "environment": reported.environment or None,
        "object": clean(finding.target),
        "field": clean(finding.path),
        "found": found_in_words(reported),
        "needed": clean(finding.allowed),
        "reason": clean(finding.reason),
        "change": list(finding.rule.settings),
        "file": reported.file or None,
        "line": reported.line if reported.file else None,
    }
