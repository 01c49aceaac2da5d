"""Commands for a shell, quoted so that no name or path is ever read as anything but itself."""

from __future__ import annotations

import shlex

__all__ = ["Kubectl", "curl"]


class Kubectl:
    """Writes kubectl commands for one kubeconfig and namespace."""

    def __init__(self, kubeconfig_path: str, namespace: str) -> None:
        self._start = f"kubectl --kubeconfig {_path(kubeconfig_path)} --namespace {shlex.quote(namespace)}"

    def __call__(self, *arguments: str) -> str:
        """One command."""
        return f"{self._start} {shlex.join(arguments)}"

    def uid(self, kind: str, name: str) -> str:
        """The command that prints an object's id."""
        return self("get", kind, name, "--output", "jsonpath={.metadata.uid}")


def curl(url: str, *arguments: str) -> str:
    """A request that fails when the answer is an error."""
    return shlex.join(["curl", "--fail", "--silent", "--show-error", *arguments, url])


def _path(path: str) -> str:
    """A quoted path; `~/` stays outside the quotes, because the shell expands it only there."""
    home, slash, rest = path.partition("/")
    if home == "~" and slash:
        return f"~/{shlex.quote(rest)}" if rest else "~/"
    return shlex.quote(path)
