"""An environment in which everything is right, written out by hand: what each test breaks in one place."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kgc_constructs.checks import Rendered
from kgc_constructs.checks.model.rendered import name_of
from kgc_constructs.settings import Environment

__all__ = ["ABSENT", "ENVIRONMENT", "changed", "good"]

_FOLDER = Path(__file__).parent / "good"
ABSENT: Any = object()
"""As a new value: take the entry away."""

ENVIRONMENT = Environment(
    environment="staging",
    image={"repository": "registry.example.com/kgc-sidecar", "tag": "1.4.2", "pull_secrets": ["registry"]},
    labels={"example.com/team": "graph"},
    annotations={"example.com/owner": "graph"},
    autoscaling={"min_replicas": 2, "max_replicas": 3},
    lockchain={"storage_size": "1Gi"},
    exposure={"kind": "alb", "host": "kgc.example.com"},
    tls={"kind": "acm"},
    certificate={
        "domain": "kgc.example.com", "zone_id": "Z0EXAMPLE", "region": "eu-central-1", "account_id": "123456789012",
    },
    database={"url": "postgresql://postgres.data.svc:5432/kgc"},
    redis={"url": "redis://redis:6379"},
    vault={"address": "https://vault.example.com:8200"},
    network_policy={
        "client_namespaces": ["clients"],
        "peers": [{"host": "vault.example.com", "cidrs": ["10.10.0.0/24"]}],
    },
    observability={"tracing": {"endpoint": "http://collector.tracing.svc:14268/api/traces"}},
    state={"kind": "s3", "bucket": "example-state", "region": "eu-central-1"},
)  # fmt: skip


@cache
def _written() -> tuple[str, dict[str, str]]:
    objects = yaml.safe_load((_FOLDER / "kubernetes.yaml").read_text())
    stacks = {kind: (_FOLDER / f"{kind}.json").read_text() for kind in ("vault", "certificate")}
    return json.dumps(objects), stacks  # by way of JSON, because objects of one anchor are one object in Python


def good() -> Rendered:
    """The documents, new each time, so that a test may change them."""
    objects, stacks = _written()
    return Rendered(tuple(json.loads(objects)), {kind: json.loads(text) for kind, text in stacks.items()})


def changed(where: str, path: str, value: Any, rendered: Rendered | None = None) -> Rendered:
    """The documents with one thing changed.

    Args:
        where: `Kind/name`, or `vault` or `certificate`.
        path: Keys joined by `|`; a member of a list goes by its name or number, and `+` stands for a new member.
        value: What stands there then: `ABSENT` takes it away, and a function gets the old value.
        rendered: What is changed, instead of `good()`.
    """
    rendered = copy.deepcopy(rendered) if rendered else good()
    document: Any = rendered.terraform.get(where) or next(
        each for each in rendered.kubernetes if f"{each['kind']}/{name_of(each)}" == where
    )
    *parents, last = path.split("|")
    for key in parents:
        document = document.setdefault(key, {}) if isinstance(document, dict) else document[_place(document, key)]
    if isinstance(document, list):
        _change_member(document, last, value)
    elif value is ABSENT:
        del document[last]
    else:
        document[last] = value(document.get(last)) if callable(value) else value
    return rendered


def _change_member(members: list[Any], key: str, value: Any) -> None:
    if key == "+":
        members.append(value)
    elif value is ABSENT:
        del members[_place(members, key)]
    else:
        place = _place(members, key)
        members[place] = value(members[place]) if callable(value) else value


def _place(members: list[Any], key: str) -> int:
    if key.isdigit():
        return int(key)
    return next(number for number, each in enumerate(members) if isinstance(each, Mapping) and each.get("name") == key)
