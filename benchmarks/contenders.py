"""Who is compared: the same documents by plain JavaScript, by our fast way, with and without checks, and plainly."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.environments import ROOT, environments
from benchmarks.javascript import program
from benchmarks.packages import modules_of, unpack_packages
from kgc_constructs.bindings.node import find_node

__all__ = ["Contender", "contenders"]


@dataclass(frozen=True)
class Contender:
    """A command that renders, and takes the folder for the documents as its last argument."""

    name: str
    command: tuple[str, ...]
    variables: Mapping[str, str]


def contenders(count: int, folder: Path) -> tuple[Contender, ...]:
    """JavaScript, fast, fast without checks, and plain, for `count` environments.

    The JavaScript program is written anew into `folder`, from what our run asks of the kernel now. Python may write its
    compiled code below `folder`, so that all of it runs compiled.
    """
    node = find_node().path
    variables = {key: value for key, value in os.environ.items() if not key.startswith(("CDK8S_", "CDKTF_", "KGC_P"))}
    variables |= {
        "PYTHONPATH": os.pathsep.join(map(str, (ROOT, ROOT / "src"))),
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
    }
    variables.pop("PYTHONDONTWRITEBYTECODE", None)
    unpack_packages(folder)
    recording = folder / f"recording-{count}.jsonl"
    recorder = (sys.executable, "-m", "benchmarks.recording", str(count), str(recording))
    subprocess.run(recorder, cwd=ROOT, env=variables, check=True)
    script = folder / f"program-{count}.js"
    exchanges = map(json.loads, recording.read_text("utf-8").splitlines())
    slugs = [environment.slug for environment in environments(count)]
    script.write_text(program(exchanges, slugs, modules_of(folder)), "utf-8")
    render = (sys.executable, "-m", "benchmarks.render", str(count))
    return (
        Contender("JavaScript", (node, str(script)), variables),
        Contender("fast", render, variables),
        Contender("unchecked", render, variables | {"KGC_BENCHMARK_UNCHECKED": "1"}),
        Contender("plain", render, variables | {"KGC_PLAIN_BINDINGS": "1"}),
    )
