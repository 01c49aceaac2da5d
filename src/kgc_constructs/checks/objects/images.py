"""Which image a container runs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kgc_constructs.checks.model.pods import pods
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.rule import Finding, Rule
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

PINNED = Rule(
    id="image-pinned",
    title="Every image is named by a version or a digest, never by `latest`",
    why="nobody knows what runs, a restart may change it, and there is nothing to go back to",
    source="https://kubernetes.io/docs/concepts/containers/images/#image-names",
    settings=("image.tag", "image.digest"),
)
REFERENCE = Rule(
    id="image-reference",
    title="Every image is a reference that a runtime can read",
    why="the pod would wait for ever: InvalidImageName",
    source="https://github.com/distribution/reference (grammar of a reference)",
    settings=("image.repository", "image.tag", "image.digest"),
)
RULES = (PINNED, REFERENCE)

_HOST = r"(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[0-9a-fA-F:]+\])"
_PATH = r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*"
_REFERENCE = re.compile(
    rf"(?:{_HOST}(?::[0-9]+)?/)?{_PATH}(?:/{_PATH})*"
    r"(?::(?P<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?P<digest>@[a-z0-9]+(?:[+._-][a-z0-9]+)*:[0-9a-fA-F]{32,})?"
)
_LONGEST = 4096
_MAY_MOVE = ("dev", "e2e-test")


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Each container of each pod; a development environment of ours may follow `latest`, as its settings allow."""
    may_move = environment is not None and environment.environment in _MAY_MOVE
    for pod in pods(rendered):
        for path, container in pod.containers():
            image = container.get("image")
            if not isinstance(image, str) or not image:
                continue  # `field-required` says so
            match = _REFERENCE.fullmatch(image) if len(image) <= _LONGEST else None
            if match is None:
                allowed = "[registry/]name[:tag][@digest], in small letters"
                yield pod.finding(REFERENCE, f"{path}.image", image, allowed)
            elif not match["digest"] and match["tag"] in (None, "latest") and not may_move:
                yield pod.finding(PINNED, f"{path}.image", image, "a version, or a digest")
