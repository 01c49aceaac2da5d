"""The real kubectl, pointed at one cluster."""

import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class KubectlError(AssertionError):
    """kubectl ended with an error; its own words are in the message."""


@dataclass(frozen=True)
class Answer:
    """What kubectl printed, and how it ended."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Kubectl:
    """Runs kubectl against the cluster of one kubeconfig file."""

    program: Path
    kubeconfig: Path
    cache: Path | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What another program needs so that its own calls of `kubectl` reach the same cluster."""
        path = f"{self.program.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        cache = {} if self.cache is None else {"KUBECACHEDIR": str(self.cache)}
        return {"KUBECONFIG": str(self.kubeconfig), "PATH": path, "KUBERC": "off", **cache}

    def try_run(self, *arguments: str | Path, stdin: str | None = None, within: float = 180) -> Answer:
        """Run it and return its answer, also an unhappy one."""
        done = subprocess.run(
            [self.program, *arguments],
            env={**os.environ, **self.environment},
            input=stdin,
            capture_output=True,
            text=True,
            timeout=within,
            check=False,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    def run(self, *arguments: str | Path, stdin: str | None = None, within: float = 180) -> str:
        """Run it and return what it prints; an unhappy end is an error."""
        answer = self.try_run(*arguments, stdin=stdin, within=within)
        if answer.code != 0:
            raise KubectlError(f"kubectl {' '.join(map(str, arguments))}: {answer.err or answer.out}")
        return answer.out

    def read(self, *arguments: str | Path) -> Any:
        """The answer of `kubectl … -o json` as data."""
        return json.loads(self.run(*arguments, "-o", "json"))

    def read_raw(self, path: str) -> Any:
        """What the API server answers at `path`, as data."""
        return json.loads(self.run("get", "--raw", path))

    def items(self, *arguments: str | Path) -> list[dict[str, Any]]:
        """The objects that `kubectl get …` finds."""
        found: list[dict[str, Any]] = self.read("get", *arguments)["items"]
        return found

    def apply(self, objects: Sequence[dict[str, Any]], *flags: str) -> str:
        """Apply these objects."""
        return self.run("apply", *flags, "-f", "-", stdin=listing(objects))


def listing(objects: Sequence[dict[str, Any]]) -> str:
    """Objects as one document that kubectl reads from its standard input."""
    return json.dumps({"apiVersion": "v1", "kind": "List", "items": list(objects)})
