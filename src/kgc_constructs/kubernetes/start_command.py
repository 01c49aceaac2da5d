"""The shell that stands before the sidecar's program: it waits for the secrets, exports them, and starts the program.

A program reads its environment once, but a database login and a Vault token expire. So a background loop ends the
program when a file it depends on has changed; the kubelet then starts the container again with the new values. The loop
runs in the sidecar's own container, because an agent could reach the program only through a process namespace shared
by the whole pod.
"""

from __future__ import annotations

from kgc_constructs.kubernetes.pod_secrets import SECRETS_FOLDER, TOKEN_FILE
from kgc_constructs.settings.object_names import CONTAINER

__all__ = ["start_command"]

_SECONDS = 5  # between two looks at the files; a login is replaced minutes before it ends


def start_command(
    files: tuple[str, ...], *, token: bool = False, watched: tuple[str, ...] = (), folder: str = SECRETS_FOLDER
) -> list[str]:
    """What stands before the program: POSIX shell only, since the image's own `/bin/sh` runs it.

    Args:
        files: Files of variables; all must be there before the program starts.
        token: Whether the file `token` holds a Vault token for the program.
        watched: Files whose change ends the program; none where something else restarts the pods.
        folder: Where the files are.
    """
    needed = [*([TOKEN_FILE] if token else []), *files]
    lines = [
        "trap 'exit 143' TERM",  # the first process of a container ignores the signal otherwise
        "until " + " && ".join(f"[ -s {folder}/{name} ]" for name in needed) + "; do sleep 1; done",
        *_watch([f"{folder}/{name}" for name in watched]),
        "set -a",
        *([f"VAULT_TOKEN=$(cat {folder}/{TOKEN_FILE})"] if token else []),
        *(f". {folder}/{name}" for name in files),
        "set +a",
        'exec "$@"',
    ]
    return ["/bin/sh", "-ec", "\n".join(lines), CONTAINER]


def _watch(files: list[str]) -> list[str]:
    """Remember the files before they are read: a change in between restarts once too often, never once too seldom."""
    if not files:
        return []
    state = f"cat {' '.join(files)} | cksum"
    return [
        f'state() {{ {state}; }}; started="$(state)"',
        # The shell's own process, which `exec` turns into the program. Of `$$` the kubelet would leave one `$`.
        f'(while [ "$(state)" = "$started" ]; do sleep {_SECONDS}; done; kill -TERM ${{$}}) &',
    ]
