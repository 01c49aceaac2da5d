"""One question to the new version, past Ingress and network policies: are you ready?"""

from __future__ import annotations

import re
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from kgc_constructs.operations.deployment.cluster import Cluster
from kgc_constructs.operations.errors import OperationError
from kgc_constructs.settings import Environment
from kgc_constructs.settings.object_names import HTTP_PORT, ObjectNames

__all__ = ["smoke_test"]

_FORWARDING = re.compile(r"Forwarding from 127\.0\.0\.1:(\d+) ")
_TIMEOUT_SECONDS = 10
_ATTEMPTS = 3


def smoke_test(cluster: Cluster, settings: Environment) -> None:
    """Ask the readiness path through the Service, as the kubelet asks it.

    Raises:
        OperationError: if no pod can be reached, or the answer is an error.
    """
    with _forwarded(cluster, settings) as port:
        url = f"{settings.probe_request.scheme.lower()}://127.0.0.1:{port}{settings.readiness.path}"
        request = urllib.request.Request(url, headers=settings.probe_request.headers)  # noqa: S310  # http or https
        for attempt in range(1, _ATTEMPTS + 1):
            failure = _failure(request, settings)
            if not failure:
                return
            if attempt < _ATTEMPTS:
                time.sleep(1)  # between two attempts: a pod that was just added may be behind the Service already
    raise OperationError(f"The new version does not answer {settings.readiness.path}: {failure}.")


def _failure(request: urllib.request.Request, settings: Environment) -> str:
    context = None
    if settings.probe_request.scheme == "HTTPS":
        import ssl  # noqa: PLC0415  # the kubelet does not check the pod's certificate either

        context = ssl._create_unverified_context()  # noqa: S323  # over kubectl's own authenticated tunnel
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT_SECONDS, context=context):  # noqa: S310  # see above
            return ""
    except urllib.error.HTTPError as error:
        return f"HTTP {error.code}"
    except (OSError, urllib.error.URLError) as error:
        return str(error)


@contextmanager
def _forwarded(cluster: Cluster, settings: Environment) -> Iterator[int]:
    """A port of this machine that leads to the Service, while the block runs."""
    names = ObjectNames.of(settings)
    arguments = ["--namespace", names.namespace, f"service/{names.service}", f":{HTTP_PORT}"]
    process: subprocess.Popen[str] = cluster.start("port-forward", "--address=127.0.0.1", *arguments)
    watchdog = threading.Timer(_TIMEOUT_SECONDS * 2, process.kill)  # a tunnel that never opens says nothing either
    try:
        watchdog.start()
        line = process.stdout.readline() if process.stdout else ""
        found = _FORWARDING.match(line)
        if found is None:
            process.kill()
            _, complaint = process.communicate()
            words = " ".join(complaint.split()) or "it says nothing"
            raise OperationError(f"kubectl could not reach a pod of the new version: {words}")
        watchdog.cancel()
        yield int(found.group(1))
    finally:
        watchdog.cancel()
        process.kill()
        process.communicate()
