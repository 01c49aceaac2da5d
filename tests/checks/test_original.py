"""The original system, checked as a folder from elsewhere: every one of its faults that documents can show is found."""

from __future__ import annotations

from functools import cache

import pytest

from kgc_constructs.checking import check_paths
from kgc_constructs.checks import RULES, Finding
from tests.checks.original import FOLDER

AT_LEAST = 25

SEEN: dict[int, set[str]] = {
    4: {"secret-object", "secret-encoded-twice", "secret-weak-value"},
    5: {"ingress-rewrites-every-path", "ingress-without-tls"},
    6: {
        "network-dns-denied", "network-egress-denied", "network-scrape-denied", "network-exposure-denied",
        "network-default-deny-missing",
    },
    7: {"pod-capabilities", "pod-privilege-escalation", "pod-run-as-non-root", "pod-seccomp-profile"},
    8: {
        "image-pinned", "role-reads-secrets", "secret-as-variable", "configuration-rolls-pods", "secret-weak-default",
        "cors-any-origin", "service-account-token-unsaid",
    },
    9: {
        "budget-blocks-drains", "autoscaler-beside-replicas", "autoscaler-memory-of-node",
        "autoscaler-without-behaviour",
    },
    10: {"scratch-space-unlimited", "scratch-without-limit", "data-in-scratch"},
    12: {"vault-write-ignored"},
    13: {"argument-changes-always"},
    14: {"vault-kv-mount"},
    15: {"vault-grant-wildcard", "vault-grant-destroys"},
    16: {"vault-policy-nobodys", "vault-provider-login"},
    17: {"terraform-secret-in-state", "terraform-secret-variable"},
    18: {"vault-audit-single"},
    22: {"certificate-alarm-silent", "certificate-alarm-days", "certificate-events-unheard"},
    23: {"certificate-unvalidated"},
    24: {"certificate-validation-records", "certificate-validation-overwrites"},
    25: {"certificate-unattached", "certificate-caa-missing"},
    26: {
        "certificate-root-issues", "certificate-authority-irrevocable", "certificate-authority-deletion",
        "certificate-authority-open",
    },
}  # fmt: skip
"""Each fault, and the rules that find it.

Some have a part that cannot be seen: of 5, that an output of Terraform names the wrong port; of 10, that pods are not
spread, since its autoscaler leaves one, and how long the program needs to end.
"""

UNSEEN: dict[int, str] = {
    11: "which paths, scheme and headers a build answers to stands in no manifest",
    19: "what a program does with 64 characters, and which password a database has, stands in no document",
    20: "one environment alone shows no collision: the rules between environments are held to it by their own tests",
    21: "it is in a shell script, which renders nothing",
}
"""Each fault that no check of these documents can see, and why."""


@cache
def findings() -> tuple[Finding, ...]:
    return check_paths([FOLDER]).verdict.findings


def test_every_fault_of_kubernetes_vault_and_certificates_is_answered_for() -> None:
    assert sorted({*SEEN, *UNSEEN}) == list(range(4, 27))
    assert not set(SEEN) & set(UNSEEN)


@pytest.mark.parametrize("fault", SEEN)
def test_a_fault_is_found(fault: int) -> None:
    assert SEEN[fault] - {each.rule.id for each in findings()} == set()


def test_there_are_many_distinct_findings() -> None:
    distinct = {(each.rule.id, each.target) for each in findings()}
    assert len(distinct) >= AT_LEAST
    assert len({rule for rule, _ in distinct}) >= AT_LEAST
    assert {each.rule.id for each in findings()} <= set(RULES)
