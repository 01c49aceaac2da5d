"""Renders many environments: one after the other when few, in several processes when many."""

from __future__ import annotations

import os
import signal
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING

from kgc_constructs.bindings.errors import report_node_errors
from kgc_constructs.errors import CheckError
from kgc_constructs.settings import Environment
from kgc_constructs.starting import start_rendering
from kgc_constructs.synthesis import DEFAULT_OUT, Prepared, Synthesised, Tell, prepare, publish, to_stderr

if TYPE_CHECKING:
    from kgc_constructs.checks import Finding

__all__ = ["synth_all"]

Work = Callable[[Environment], Prepared]
Done = Callable[[], object]
Share = Future[Prepared]

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
    others = min(_processors(), len(environments) // WORTH_A_PROCESS) - 1
    with _progress(len(environments)) as done:
        return _shared_out(work, environments, others, done) if others > 0 else _one_by_one(work, environments, done)


def _one_by_one(work: Work, environments: Sequence[Environment], done: Done) -> list[Prepared]:
    results = []
    for environment in environments:
        results.append(work(environment))
        done()
    return results


def _shared_out(work: Work, environments: Sequence[Environment], others: int, done: Done) -> list[Prepared]:
    """This process renders too: it has Node.js and the engines already, which others have to start first."""
    report_node_errors()
    with ProcessPoolExecutor(others, get_context("spawn"), initializer=_begin_work) as pool:
        shares = [pool.submit(work, environment) for environment in environments]
        try:
            own: dict[Share, Prepared] = {}
            for number, (share, environment) in enumerate(zip(shares, environments, strict=True)):
                if not share.cancel():  # somebody else has begun it
                    share.add_done_callback(lambda _: done())
                    continue
                try:
                    own[share] = work(environment)
                except CheckError:
                    _results(shares[:number], own)  # whatever is wrong with the first is told first, as by one process
                    raise
                done()
            return _results(shares, own)
        finally:
            pool.shutdown(cancel_futures=True)  # the folder goes next: nobody may still write to it


def _results(shares: Iterable[Share], own: Mapping[Share, Prepared]) -> list[Prepared]:
    return [own[share] if share in own else share.result() for share in shares]


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


@contextmanager
def _progress(total: int) -> Iterator[Done]:
    """What to call after each environment: a bar for whoever watches many."""
    if total >= WORTH_A_PROCESS:
        from rich.console import Console  # noqa: PLC0415  # only for many

        console = Console(stderr=True)
        if console.is_terminal:
            from rich.progress import Progress  # noqa: PLC0415

            with Progress(console=console, transient=True) as bar:
                task = bar.add_task("Rendering", total=total)
                yield partial(bar.advance, task)
            return
    yield lambda: None
