"""Renders many environments: one after the other when few, in several processes when many."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import repeat
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess

from kgc_constructs.bindings.early import discard
from kgc_constructs.bindings.errors import report_node_errors
from kgc_constructs.settings import Environment
from kgc_constructs.starting import start_rendering
from kgc_constructs.synthesis import DEFAULT_OUT, Synthesised, Tell, synthesise, to_stderr

__all__ = ["synth_all"]

WORTH_A_PROCESS = 8
"""Environments: another process takes as long to start as these take to render."""


def synth_all(
    environments: Sequence[Environment], out: str | os.PathLike[str] = DEFAULT_OUT, *, tell: Tell = to_stderr
) -> list[Synthesised]:
    """Render every environment below `out`, in the order given; tell the warnings at the end.

    Many are shared out among several processes, which import the calling program again: its own statements must stand
    under `if __name__ == "__main__":`.

    Raises:
        CheckError: The documents of an environment break a rule; it is not written, and those after it may not be.
    """
    results = _rendered(environments, out)
    for result in results:
        result.warn(tell)
    return results


def _rendered(environments: Sequence[Environment], out: str | os.PathLike[str]) -> list[Synthesised]:
    processes = min(_processors(), len(environments) // WORTH_A_PROCESS)
    if processes < 2:  # noqa: PLR2004  # one process is this one
        return list(_with_progress((synthesise(environment, out) for environment in environments), len(environments)))
    discard()
    report_node_errors()
    with ProcessPoolExecutor(processes, get_context("spawn"), initializer=_begin_work) as pool:
        results = pool.map(synthesise, environments, repeat(out))
        try:
            return list(_with_progress(results, len(environments)))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


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


def _with_progress(results: Iterable[Synthesised], total: int) -> Iterator[Synthesised]:
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
