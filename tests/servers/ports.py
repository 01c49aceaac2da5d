"""Free loopback ports, one for each server."""

import random
import socket

# Below the usual ranges of outgoing ports: no connection of another program takes a port between choice and use.
_LOWEST, _HIGHEST = 15_000, 29_999
_handed_out: set[int] = set()
_random = random.SystemRandom()  # workers that start at the same moment must not draw the same numbers


def free_port() -> int:
    """A port of 127.0.0.1 that nothing listens on and that this process has not handed out before."""
    for _ in range(1000):
        port = _random.randint(_LOWEST, _HIGHEST)
        if port in _handed_out:
            continue
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        _handed_out.add(port)
        return port
    raise RuntimeError(f"no free port between {_LOWEST} and {_HIGHEST}")
