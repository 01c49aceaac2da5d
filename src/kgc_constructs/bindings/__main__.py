"""`python -m kgc_constructs.bindings warm|clean`: prepare the caches, or delete them.

`prepare` is what a first start lets another process do (see `preparation`).
"""

from __future__ import annotations

import argparse
import sys

from kgc_constructs.bindings.cache import cache_dir, clean
from kgc_constructs.bindings.preparation import prepare_now


def main() -> int:
    """Run one command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m kgc_constructs.bindings", description=__doc__)
    parser.add_argument("command", choices=["warm", "clean", "prepare"])
    parser.add_argument("packages", nargs="*", help="of `prepare`: what is built, in this order")
    options = parser.parse_args()
    if options.command == "clean":
        sys.stdout.write(f"deleted {clean()}\n")
        return 0
    if options.command == "prepare":
        prepare_now(options.packages)
        return 0
    from kgc_constructs.bindings.warming import warm  # noqa: PLC0415  # loads everything

    warm()
    sys.stdout.write(f"prepared {cache_dir()}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
