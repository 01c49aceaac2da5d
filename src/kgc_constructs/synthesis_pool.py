"""Renders many environments: one after the other when few, in several processes when many."""

from __future__ import annotations

import os
import signal
import tempfile
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING

from kgc_constructs.bindings.early import discard
from kgc_constructs.bindings.errors import report_node_errors
from kgc_constructs.settings import Environment
from kgc_constructs.starting import start_rendering
from kgc_constructs.synthesis import DEFAULT_OUT, Prepared, Synthesised, Tell, prepare, publish, to_stderr

if TYPE_CHECKING:
    from kgc_constructs.checks import Finding

__all__ = ["synth_all"]

WORTH_A_PROCESS = 8
"""Environments: another process takes as long to start as these take to render."""


def synth_all(
    environments: Sequence[Environment], out: str | os.PathLike[str] = DEFAULT_OUT, *, tell: Tell = to_stderr
) -> list[Synthesised]:
    """Render every environment below `out`, in the order given; tell the warnings at the end.

    All of them are rendered, checked and compared before the first is written.

    Many are shared out among several processes, which import the calling program again: its own statements must stand
    under `if __name__ == "__main__":`.

    Raises:
        CheckError: The documents of an environment break a rule, or one that holds between environments; then none of
            them is written.
    """
    with tempfile.TemporaryDirectory(prefix="kgc-") as scratch:
        prepared = _prepared(environments, out, scratch)
        warnings = _compare(prepared)
        results = [publish(each) for each in prepared]
    for result in results:
        result.warn(tell)
    if warnings:
        tell("\n".join(["Between the environments:", *map(str, warnings)]))
    return results


def _compare(prepared: Sequence[Prepared]) -> tuple[Finding, ...]:
    facts = [each.facts for each in prepared if each.facts is not None]
    if not facts:
        return ()
    from kgc_constructs.checks import check_between  # noqa: PLC0415  # settings alone must stay light

    return check_between(facts)


def _prepared(environments: Sequence[Environment], out: str | os.PathLike[str], scratch: str) -> list[Prepared]:
    work = partial(prepare, out=out, scratch=scratch, compared=len(environments) > 1)
    processes = min(_processors(), len(environments) // WORTH_A_PROCESS)
    if processes < 2:  # noqa: PLR2004  # one process is this one
        return list(_with_progress(map(work, environments), len(environments)))
    discard()
    report_node_errors()
    with ProcessPoolExecutor(processes, get_context("spawn"), initializer=_begin_work) as pool:
        results = pool.map(work, environments)
        try:
            return list(_with_progress(results, len(environments)))
        finally:
            pool.shutdown(cancel_futures=True)  # the folder goes next: nobody may still write to it


def _begin_work() -> None:
    """In a process of the pool: begin with what takes longest, and end when the process that wants the work is gone."""
    start_rendering()
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), name="end with the parent", daemon=True).start()


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)


def _processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _with_progress(results: Iterable[Prepared], total: int) -> Iterator[Prepared]:
    """The results as they come, with a bar for whoever watches."""
    if total < WORTH_A_PROCESS:
        return iter(results)
    from rich.console import Console  # noqa: PLC0415  # only for many

    console = Console(stderr=True)
    if not console.is_terminal:
        return iter(results)
    from rich.progress import track  # noqa: PLC0415

    bar = partial(track, description="Rendering", total=total, console=console, transient=True)
    return iter(bar(results))
