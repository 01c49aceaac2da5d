"""Renders an environment, checks what was rendered, and only then writes it."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kgc_constructs.publishing import publish_file, publish_folder, publish_tree
from kgc_constructs.settings import Environment

if TYPE_CHECKING:
    from kgc_constructs.checks import Facts, Finding

__all__ = [
    "Prepared",
    "Synthesised",
    "Target",
    "Tell",
    "prepare",
    "publish",
    "synth",
    "synthesise",
    "target_of",
    "to_stderr",
]

Tell = Callable[[str], None]
"""Where warnings go."""

DEFAULT_OUT = "dist"


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where each engine's documents go; None means that this engine is not asked for."""

    kubernetes: Path | None = None
    terraform: Path | None = None
    outputs: Path | None = None


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A rendering that was checked and is not published yet.

    Attributes:
        environment: Its name.
        target: Where it goes.
        kubernetes: The folder of its manifests.
        terraform: The folder of its stacks.
        outputs: Its outputs, as JSON.
        facts: What it is compared with others by; None when it is rendered alone.
        objects: How many Kubernetes objects it has.
        resources: How many Terraform resources.
        seconds: How long it took.
        warnings: What a person should look at.
    """

    environment: str
    target: Target
    kubernetes: Path
    terraform: Path
    outputs: str
    facts: Facts | None
    objects: int
    resources: int
    seconds: float
    warnings: tuple[Finding, ...]


@dataclass(frozen=True, kw_only=True)
class Synthesised:
    """What one rendering made."""

    environment: str
    objects: int
    resources: int
    files: tuple[Path, ...]
    seconds: float
    warnings: tuple[Finding, ...] = ()

    def warn(self, tell: Tell) -> None:
        """Tell the warnings, if there are any, as one text."""
        if count := len(self.warnings):
            head = f"{self.environment} is rendered, with {count} warning{'s' if count != 1 else ''}"
            tell("\n".join([head, *map(str, self.warnings)]))


def to_stderr(text: str) -> None:
    """Show `text` to whoever runs the program, beside its own output."""
    sys.stderr.write(f"{text}\n")


def target_of(environment: Environment, out: str | os.PathLike[str], variables: Mapping[str, str]) -> Target:
    """Where to write: `out`, unless one of the two CLIs runs this process.

    `cdk8s` announces itself by CDK8S_OUTDIR and `cdktf` by CDKTF_OUTDIR; each wants its own engine's documents only.
    """
    if folder := variables.get("CDK8S_OUTDIR"):
        return Target(kubernetes=Path(folder))
    if folder := variables.get("CDKTF_OUTDIR"):
        return Target(terraform=Path(folder))
    base = Path(out) / environment.slug
    return Target(kubernetes=base / "kubernetes", terraform=base / "terraform", outputs=base / "outputs.json")


def synth(
    environment: Environment, out: str | os.PathLike[str] = DEFAULT_OUT, *, tell: Tell = to_stderr
) -> Synthesised:
    """Render `environment` below `out`, or where the CLI that runs this process wants it; tell the warnings.

    Raises:
        CheckError: if the rendered documents break a rule; nothing is written then.
    """
    result = synthesise(environment, out)
    result.warn(tell)
    return result


def synthesise(environment: Environment, out: str | os.PathLike[str] = DEFAULT_OUT) -> Synthesised:
    """As `synth`, but the warnings are only in the result.

    Raises:
        CheckError: if the rendered documents break a rule; nothing is written then.
    """
    with tempfile.TemporaryDirectory(prefix="kgc-") as scratch:
        return publish(prepare(environment, out, scratch))


def prepare(
    environment: Environment, out: str | os.PathLike[str], scratch: str | os.PathLike[str], *, compared: bool = False
) -> Prepared:
    """Render an environment into a folder of its own below `scratch`, and check it; `out` stays as it is.

    Args:
        environment: What is rendered.
        out: Where it will be published.
        scratch: A folder that outlives this call.
        compared: Whether it is held against other environments afterwards.

    Raises:
        CheckError: if the rendered documents break a rule.
    """
    started = time.perf_counter()
    target = target_of(environment, out, os.environ)
    folder = Path(tempfile.mkdtemp(prefix=f"{environment.slug}-", dir=scratch))
    kubernetes, terraform = folder / "kubernetes", folder / "terraform"
    from kgc_constructs.rendering import render_into  # noqa: PLC0415  # settings alone must stay light

    render_into(environment, kubernetes if target.kubernetes else None, terraform if target.terraform else None)
    from kgc_constructs.checks import facts_of, read_rendered, run_checks  # noqa: PLC0415
    from kgc_constructs.outputs import workload_outputs  # noqa: PLC0415

    rendered = read_rendered(kubernetes, terraform)
    warnings = run_checks(rendered, environment)
    return Prepared(
        environment=environment.slug,
        target=target,
        kubernetes=kubernetes,
        terraform=terraform,
        outputs=workload_outputs(environment).to_json(),
        facts=facts_of(environment, rendered) if compared else None,
        objects=len(rendered.kubernetes),
        resources=sum(
            len(named) for stack in rendered.terraform.values() for named in stack.get("resource", {}).values()
        ),
        seconds=time.perf_counter() - started,
        warnings=warnings,
    )


def publish(prepared: Prepared) -> Synthesised:
    """Put what was prepared in its place."""
    started, target = time.perf_counter(), prepared.target
    files: list[Path] = []
    if target.kubernetes:
        files += publish_folder(prepared.kubernetes, target.kubernetes)
    if target.terraform:
        files += publish_tree(prepared.terraform, target.terraform)
    if target.outputs:
        files.append(publish_file(prepared.outputs, target.outputs))
    return Synthesised(
        environment=prepared.environment,
        objects=prepared.objects,
        resources=prepared.resources,
        files=tuple(files),
        seconds=prepared.seconds + time.perf_counter() - started,
        warnings=prepared.warnings,
    )
