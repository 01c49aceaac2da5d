"""What can go wrong between Python and Node.js, in one sentence each."""

from __future__ import annotations

import sys
import warnings
from types import TracebackType

__all__ = ["BindingsWarning", "NodeError", "fall_back", "report_node_errors"]

COST = "a synth then takes about 20 seconds and 1.5 GB more"


class NodeError(RuntimeError):
    """Node.js is missing, too old, or has ended while it was needed."""


class BindingsWarning(RuntimeWarning):
    """The fast start is not used; the result is the same, only slower."""


_fallen_back: list[str] = []


def fall_back(reason: str) -> None:
    """Say what it costs that the bindings load the plain way, and why they do; once, whatever else comes."""
    if _fallen_back:
        return
    _fallen_back.append(reason)
    warnings.warn(f"The bindings load the plain way, because {reason}; {COST}.", BindingsWarning, stacklevel=3)


def report_node_errors() -> None:
    """Show an uncaught `NodeError` as its one sentence, and leave with exit code 1; what to do stands in it."""
    previous = sys.excepthook
    if getattr(previous, "reports_node_errors", False):
        return

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not isinstance(error, NodeError):
            previous(kind, error, trace)
            return
        sys.stderr.write(f"{error}\n")

    hook.reports_node_errors = True  # type: ignore[attr-defined]  # marks our hook, so that it is installed once
    sys.excepthook = hook
