"""How many pods were ready at every moment, from the API server's own sequence of events."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.e2e.kubernetes.deployed import Deployed, is_ready
from tests.servers.process import Server
from tests.servers.waiting import wait_for


class Availability:
    """What a watch saw, from the moment when all pods of the beginning were known."""

    def __init__(self, log: Path, at_first: int) -> None:
        self._log = log
        self._at_first = at_first

    def history(self) -> list[frozenset[str]]:
        """The ready pods after each event."""
        ready: set[str] = set()
        states: list[frozenset[str]] = []
        for event in _documents(self._log.read_text(encoding="utf-8")):
            pod, name = event["object"], event["object"]["metadata"]["name"]
            if event["type"] != "DELETED" and is_ready(pod):
                ready.add(name)
            else:
                ready.discard(name)
            states.append(frozenset(ready))
        began = next((number for number, state in enumerate(states) if len(state) >= self._at_first), None)
        return [] if began is None else states[began:]

    def fewest(self) -> int:
        """The fewest pods that were ready at any moment."""
        return min(map(len, self.history()))

    def latest(self) -> frozenset[str]:
        """The pods that were ready after the last event."""
        return next(reversed(self.history()), frozenset())


@contextmanager
def watched_pods(deployed: Deployed, log: Path) -> Iterator[Availability]:
    """Watch the sidecar's pods until the block ends."""
    kubectl, namespace = deployed.kubectl, deployed.names.namespace
    command = ["get", "pods", "-n", namespace, "-l", "app.kubernetes.io/name=kgc-sidecar", "-o", "json"]
    flags = ["--watch", "--output-watch-events", f"--kubeconfig={kubectl.kubeconfig}"]
    log.unlink(missing_ok=True)
    watch = Server("watch", [kubectl.program, *command, *flags], log=log)
    availability = Availability(log, len(deployed.pods()))
    try:
        watch.start().wait_until(lambda: bool(availability.history()))
        yield availability
        now = frozenset(pod["metadata"]["name"] for pod in deployed.pods() if is_ready(pod))
        wait_for(lambda: availability.latest() == now, what="the watch has seen the end", within=20)
    finally:
        watch.stop()


def _documents(text: str) -> Iterator[dict[str, Any]]:
    """The JSON documents of a stream; the last may be half written."""
    decoder, position = json.JSONDecoder(), 0
    while position < len(text):
        try:
            document, position = decoder.raw_decode(text, position)
        except json.JSONDecodeError:
            return
        yield document
        while position < len(text) and text[position].isspace():
            position += 1
