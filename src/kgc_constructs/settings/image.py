"""Which image the pods run, and how it starts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from kgc_constructs.errors import Problem
from kgc_constructs.settings.base import Settings
from kgc_constructs.settings.names import DnsName
from kgc_constructs.settings.reaches import Reaches, environment_variable
from kgc_constructs.settings.validation import refuse

__all__ = ["Image"]

_TAG = re.compile(r"[A-Za-z0-9_][-A-Za-z0-9_.]{0,127}")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_EXAMPLES = "a tag such as `1.4.2`, `sha256:` and 64 hexadecimal digits, or both as `1.4.2@sha256:…`"
_REPOSITORY = re.compile(r"[a-z0-9.-]+(?::[0-9]+)?(?:/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*")


def _tag(text: str) -> str:
    tag, pinned, digest = text.partition("@")
    if not _DIGEST.fullmatch(text) and not (_TAG.fullmatch(tag) and (not pinned or _DIGEST.fullmatch(digest))):
        refuse(_EXAMPLES, "no registry has an image of this name")
    return text


def _digest(text: str | None) -> str | None:
    if text is not None and not _DIGEST.fullmatch(text):
        refuse("`sha256:` and 64 hexadecimal digits", "no registry has an image of this digest")
    return text


def _repository(text: str) -> str:
    if not _REPOSITORY.fullmatch(text):
        refuse(
            "`[registry/]name` without a tag, such as `registry.example.com/unrdf/kgc-sidecar`",
            "the tag is its own field",
        )
    return text


class Image(Settings):
    """The container image of the sidecar."""

    repository: Annotated[str, AfterValidator(_repository), Reaches("Deployment:*.containers.kgc-sidecar.image")] = (
        "unrdf/kgc-sidecar"
    )
    """Where the image lies, without its tag."""

    tag: Annotated[
        str,
        AfterValidator(_tag),
        Reaches(
            "Deployment:*.containers.kgc-sidecar.image",
            "Deployment:metadata.labels.app.kubernetes.io/version",
            environment_variable("SERVICE_VERSION"),
            original="image_tag",
        ),
    ] = "latest"
    """A tag, a sha256 digest, or both as `TAG@DIGEST`; a mere `latest` is refused outside dev and e2e-test."""

    digest: Annotated[str | None, AfterValidator(_digest), Reaches("Deployment:*.containers.kgc-sidecar.image")] = None
    """The sha256 digest of the image behind `tag`: what is pulled, even when somebody moves the tag."""

    pull_policy: Annotated[
        Literal["Always", "IfNotPresent"], Reaches("Deployment:*.containers.kgc-sidecar.imagePullPolicy")
    ] = "Always"
    """When the node asks the registry: `Always` also proves that the pod may read the image."""

    pull_secrets: Annotated[tuple[DnsName, ...], Reaches("ServiceAccount:imagePullSecrets.*")] = ()
    """Names of registry secrets that exist in the namespace."""

    command: Annotated[
        tuple[str, ...], Field(min_length=1), Reaches("Deployment:*.containers.kgc-sidecar.command.*")
    ] = ("node", ".output/server/index.mjs")
    """The program that starts once the secrets are in its environment."""

    @property
    def reference(self) -> str:
        """What Kubernetes pulls: `repository:tag`, `repository@sha256:…`, or both."""
        tagged = f"{self.repository}{'@' if self.tag.startswith('sha256:') else ':'}{self.tag}"
        return f"{tagged}@{self.digest}" if self.digest else tagged

    def relations(self) -> Iterator[Problem]:
        """One digest, in one place."""
        if self.digest and "sha256:" in self.tag:
            yield Problem(
                field="digest",
                value=self.digest,
                allowed="nothing, when tag holds a digest",
                reason="an image has one digest",
                depends_on=("tag",),
            )

    @property
    def version(self) -> str:
        """The tag as a label value, without its digest; a mere digest is cut to what a label holds (63)."""
        return self.tag.partition("@")[0].replace(":", "-")[:63].rstrip("-_.")
