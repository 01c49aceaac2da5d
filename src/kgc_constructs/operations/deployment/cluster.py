"""The cluster, through kubectl: whichever one the person's kubeconfig names."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kgc_constructs.operations.deployment.manifests import as_list
from kgc_constructs.operations.errors import OperationError
from kgc_constructs.operations.programs import Ended, Program
from kgc_constructs.settings import Environment

__all__ = ["Cluster", "written"]

_INSTALL = "kubectl, from https://kubernetes.io/docs/tasks/tools"


@dataclass(frozen=True)
class Cluster:
    """Runs kubectl against one cluster."""

    kubectl: Program
    context: str | None = None

    @classmethod
    def of(
        cls, settings: Environment, context: str | None = None, variables: Mapping[str, str] = os.environ
    ) -> Cluster:
        """The cluster of KUBECONFIG, or else of the file that `settings` name."""
        kubeconfig = variables.get("KUBECONFIG") or str(Path(settings.kubeconfig_path).expanduser())
        own = {"KUBECONFIG": kubeconfig, "KUBERC": "off", "KUBECTL_EXTERNAL_DIFF": "diff -u -N"}
        return cls(Program("kubectl", _INSTALL, own), context)

    def run(self, *arguments: str | Path, show: bool = False) -> Ended:
        """Run kubectl, however it ends."""
        return self.kubectl.run([*self._context, *arguments], show=show)

    def must(self, verb: str, *arguments: str | Path, show: bool = False) -> str:
        """Run kubectl and return what it prints.

        Raises:
            InputError: if kubectl is missing.
            OperationError: if it fails, with its own words.
        """
        ended = self.run(*arguments, show=show)
        if ended.code != 0:
            raise OperationError(f"kubectl could not {verb}.\n{ended.words}")
        return ended.out

    def start(self, *arguments: str) -> Any:
        """Start kubectl; whoever starts it also ends it."""
        return self.kubectl.start([*self._context, *arguments])

    @property
    def server(self) -> str:
        """The address of the API server, so that a person sees where a deployment goes."""
        path = "jsonpath={.clusters[0].cluster.server}"
        return self.must("read its kubeconfig", "config", "view", "--minify", "--output", path).strip()

    def objects(self, verb: str, *arguments: str | Path) -> list[dict[str, Any]]:
        """What `kubectl get` finds; nothing is an answer too."""
        text = self.must(verb, "get", "--ignore-not-found", "--output", "json", *arguments)
        if not text.strip():
            return []
        found = json.loads(text)
        return list(found["items"]) if found["kind"].endswith("List") else [found]

    def apply(self, documents: Sequence[Mapping[str, Any]]) -> None:
        """Make the cluster have these objects, in this order."""
        if not documents:
            return
        with written(documents) as file:
            self.must("apply the manifests", "apply", "--filename", file, show=True)

    @property
    def _context(self) -> list[str]:
        return ["--context", self.context] if self.context else []


@contextmanager
def written(documents: Sequence[Mapping[str, Any]]) -> Iterator[Path]:
    """A file with these objects, while the block runs."""
    with tempfile.TemporaryDirectory(prefix="kgc-") as folder:
        file = Path(folder, "objects.json")
        file.write_text(as_list(documents), encoding="utf-8")
        yield file
