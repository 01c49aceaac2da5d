"""Records what our own run asks of the jsii kernel: `python -m benchmarks.recording <count> <file>`.

The JavaScript contender is made from this, so that it can never build anything else than we do.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.environments import environments

__all__ = ["OUT", "main"]

OUT = "/kgc-benchmark-out"
"""Stands in recorded arguments for the folder that the documents are written to."""


def main(count: int, file: Path) -> None:
    """Render `count` environments and write the conversation with the kernel to `file`, one exchange per line."""
    from kgc_constructs.kubernetes.rendering import render_kubernetes  # noqa: PLC0415  # starts Node.js
    from kgc_constructs.terraform.rendering import render_terraform  # noqa: PLC0415

    conversation = _listen()
    with tempfile.TemporaryDirectory(prefix="kgc-benchmark-") as scratch:
        for environment in environments(count):
            folder = Path(scratch, environment.slug)
            folder.mkdir()
            render_kubernetes(environment, folder / "kubernetes")
            render_terraform(environment, folder / "terraform")
        lines = [line.replace(scratch, OUT) for line in conversation]
    questions, answers = lines[::2], lines[1::2]
    exchanges = [
        {"ask": json.loads(ask), "answer": json.loads(answer)} for ask, answer in zip(questions, answers, strict=True)
    ]
    file.write_text("\n".join(map(json.dumps, exchanges)), "utf-8")


def _listen() -> list[str]:
    """Everything that is said from now on: question, answer, question, answer."""
    import jsii  # noqa: PLC0415  # the library must be imported first

    process: Any = jsii.kernel.provider
    process = process.process
    process._settle()
    said: list[str] = []
    node = process.node_process
    write, read = node.write, node.read

    def listening_write(line: bytes) -> None:
        said.append(line.decode())
        write(line)

    def listening_read() -> bytes:
        line: bytes = read()
        said.append(line.decode())
        return line

    node.write, node.read = listening_write, listening_read
    return said


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
