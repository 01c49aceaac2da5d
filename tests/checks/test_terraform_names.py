"""What Terraform's expressions refer to, and what is no reference."""

from __future__ import annotations

from typing import Any

import pytest

from kgc_constructs.checks import CHECKS, Rendered
from kgc_constructs.checks.model.expressions import calls_in, expressions_in, references_in
from kgc_constructs.checks.model.texts import texts_of


@pytest.mark.parametrize(
    ("text", "references"),
    [
        ("${var.region}", {("var", "region")}),
        ("of ${var.a} and ${upper(local.b)}", {("var", "a"), ("local", "b")}),
        ("${aws_sns_topic.alarms.arn}", {("aws_sns_topic", "alarms")}),
        ("${data.aws_partition.here.partition}", {("data.aws_partition", "here")}),
        ("${module.net[0].id}", {("module", "net")}),
        ("$${var.region}", set()),
        ('${upper("var.region")}', set()),
        ("var.region", set()),
        ("${{ for option in aws_acm_certificate.c.options : option.name => option }}", {("aws_acm_certificate", "c")}),
        ("${[for key, value in var.tags : value.name]}", {("var", "tags")}),
        ("${var.unfinished", {("var", "unfinished")}),
    ],
)
def test_what_an_expression_names(text: str, references: set[tuple[str, str]]) -> None:
    assert {each for _, part in expressions_in(texts_of({"a": [text]})) for each in references_in(part)} >= references
    judged = {each for _, part in expressions_in(texts_of(text)) for each in references_in(part) if each[0] != "each"}
    assert judged == references


def test_what_an_expression_calls() -> None:
    assert calls_in('formatdate("timestamp()", plantimestamp ( ))') == {"formatdate", "plantimestamp"}


def found(check: str, **stacks: Any) -> set[str]:
    return {problem.field for problem in CHECKS[check](Rendered((), stacks), None)}


TWO = {
    "infra/main": {"resource": {"aws_sns_topic": {"t": {"name": "${var.name}"}}}},
    "infra/vars": {"variable": {"name": {}}},
}


def test_the_files_of_a_folder_are_one_module() -> None:
    assert found("definitions", **TWO) == set()
    apart = {name.replace("/", "-"): content for name, content in TWO.items()}
    assert found("definitions", **apart) == {"terraform/infra-main: resource.aws_sns_topic.t.name"}


@pytest.mark.parametrize(
    ("ignored", "fields"),
    [(None, 1), (["name"], 1), (["tags"], 0), ("all", 0)],
)
def test_what_a_plan_ignores_may_change(ignored: object, fields: int) -> None:
    topic = {"name": "t", "tags": {"at": "${timestamp()}"}, "lifecycle": {"ignore_changes": ignored}}
    assert len(found("changing", a={"resource": {"aws_sns_topic": {"t": topic}}})) == fields


@pytest.mark.parametrize(
    ("version", "right"),
    [
        ("~> 5.6", True), ("5.6.0", True), ("= 5.6.0", True), (">= 5.6, < 7.0", True), ("<= 6", True),
        (">= 5.6", False), ("> 5", False), ("!= 5.5.0", False), ("", False), (None, False),
    ],
)  # fmt: skip
def test_a_range_has_an_upper_end(version: str | None, right: bool) -> None:
    stack = {"terraform": {"required_providers": {"aws": {"source": "hashicorp/aws", "version": version}}}}
    assert (found("providers", a=stack) == set()) is right


def test_a_module_that_others_call_needs_no_backend() -> None:
    resource = {"resource": {"aws_sns_topic": {"t": {"name": "t"}}}}
    assert found("state", a=resource) == set()
    assert found("state", a={**resource, "provider": {"aws": {}}}) == {"terraform/a: terraform.backend"}
