"""Nothing is called `latest`: what runs tomorrow is what was tested today."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kgc_constructs.checks.model.modules import blocks
from kgc_constructs.checks.model.pods import pods
from kgc_constructs.checks.model.rendered import Rendered
from kgc_constructs.checks.model.texts import texts_of
from kgc_constructs.checks.rule import Finding, Rule, Severity
from kgc_constructs.settings import Environment

__all__ = ["RULES", "check"]

LATEST = Rule(
    id="version-latest",
    title="Images and versions are pinned.",
    why="it means something else whenever it is read, so that nobody can tell what runs, or go back to it",
    source="https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy",
    settings=("image.tag", "image.digest"),
    severity=Severity.WARNING,
)
RULES = (LATEST,)

_NAMED = re.compile(r"(?:^|[_.])(?:version|image|tag|release|channel|image_uri|image_tag)\Z", re.IGNORECASE)
_REGISTRY = re.compile(r"(?:[\w.-]+/)?[\w-]+/[\w-]+/[\w-]+\Z")


def check(rendered: Rendered, environment: Environment | None) -> Iterator[Finding]:
    """Images of pods, versions in stacks, and sources of modules."""
    for pod in pods(rendered):
        for path, container in pod.containers():
            image = container.get("image")
            if isinstance(image, str) and image and _floats(image):
                yield pod.finding(LATEST, f"{path}.image", image, "a tag other than latest, or a digest")
    for stack, content in rendered.terraform.items():
        for path, text in texts_of(content):
            if text.endswith(":latest") or (text.lower() == "latest" and _NAMED.search(path)):
                yield LATEST.in_stack(stack, path, text, "a version")
        for name, body in blocks(content, "module"):
            source = str(body.get("source") or "")
            unpinned = source.startswith(("git::", "github.com/")) and "ref=" not in source
            if unpinned or (_REGISTRY.match(source) and not body.get("version")):
                allowed = "a source with `?ref=`" if unpinned else "a source and a `version`"
                yield LATEST.in_stack(stack, f"module.{name}.source", source, allowed)


def _floats(image: str) -> bool:
    """Whether the name of an image may mean another one tomorrow."""
    tag = image.partition("@")[0].rpartition("/")[2].partition(":")[2]
    return "@" not in image and tag in ("", "latest")
