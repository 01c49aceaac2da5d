"""Findings as SARIF 2.1.0, for the pages of a code host.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, quote_from_bytes

from kgc_constructs import __version__
from kgc_constructs.checks import RULES, Rule
from kgc_constructs.checks.pages import page_of
from kgc_constructs.reporting.places import Reported
from kgc_constructs.reporting.wording import clean, message

__all__ = ["as_sarif"]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_URL = re.compile(r"https?://[^\s,;]+")
_ROOT = "%SRCROOT%"


def as_sarif(results: Sequence[Reported], rules_url: str = "", besides: Mapping[Rule, int] | None = None) -> str:
    """One run with the rules that were broken and every finding; what is silenced is marked as suppressed.

    Args:
        results: What was found.
        rules_url: Address of the folder with the pages of the rules; without it, a rule refers to its own source.
        besides: How often rules are broken besides.
    """
    broken = sorted({each.finding.rule.id for each in results})
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "kgc",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(RULES.get(each) or _of(results, each), rules_url) for each in broken],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder that kgc ran in."}}},
        "results": [_result(each, broken.index(each.finding.rule.id)) for each in results],
    }
    if besides:
        said = [_unlisted(rule, count) for rule, count in besides.items()]
        run["invocations"] = [{"executionSuccessful": True, "toolExecutionNotifications": said}]
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _unlisted(rule: Rule, count: int) -> dict[str, Any]:
    text = f"{count:,} more findings of {rule.id} are not listed."
    return {"level": "note", "message": {"text": text}, "associatedRule": {"id": rule.id}}


def _of(results: Sequence[Reported], rule: str) -> Rule:
    return next(each.finding.rule for each in results if each.finding.rule.id == rule)


def _rule(rule: Rule, rules_url: str) -> dict[str, Any]:
    markdown = page_of(rule)
    source = _URL.search(rule.source)
    help_uri = f"{rules_url.rstrip('/')}/{quote(rule.id)}.md" if rules_url else source[0] if source else None
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": f"{rule.title}: {rule.why}."},
        "help": {"text": f"{rule.title}: {rule.why}. Source: {rule.source}", "markdown": markdown},
        **({"helpUri": help_uri} if help_uri else {}),
        "defaultConfiguration": {"level": rule.severity.value},
        "properties": {"settings": list(rule.settings)},
    }


def _result(reported: Reported, index: int) -> dict[str, Any]:
    finding = reported.finding
    name = f"{reported.environment}: {finding.field}" if reported.environment else finding.field
    location: dict[str, Any] = {"logicalLocations": [{"fullyQualifiedName": clean(name)}]}
    if reported.file:
        location["physicalLocation"] = {
            "artifactLocation": _artifact(reported.file),
            "region": {"startLine": reported.line},
        }
    result = {
        "ruleId": finding.rule.id,
        "ruleIndex": index,
        "level": finding.rule.severity.value,
        "message": {"text": message(reported)},
        "locations": [location],
        "partialFingerprints": {"kgcFinding/v1": _fingerprint(reported)},
    }
    if reported.silenced:
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": reported.silenced}]
    return result


def _artifact(file: str) -> dict[str, str]:
    if os.path.isabs(file):
        return {"uri": f"file://{quote_from_bytes(os.fsencode(file))}"}
    return {"uri": quote_from_bytes(os.fsencode(file)), "uriBaseId": _ROOT}


def _fingerprint(reported: Reported) -> str:
    """The same for the same mistake of the same object, wherever it moves in the file."""
    finding = reported.finding
    place = (clean(finding.fault.value),) if finding.fault else (finding.target, finding.path)
    parts = (finding.rule.id, reported.environment, reported.file, *place)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "backslashreplace")).hexdigest()
