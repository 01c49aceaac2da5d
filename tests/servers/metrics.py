"""The resource metrics API for simulated pods: what a metrics server would measure is what the test says."""

import base64
import datetime
import json
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.servers.kubernetes import Cluster, ControlPlane
from tests.servers.ports import free_port
from tests.servers.tls import LOOPBACK
from tests.servers.tls_server import TlsServer
from tests.servers.web import WebClient

_GROUP = "metrics.k8s.io"
_API = f"/apis/{_GROUP}/v1beta1"
_NAMESPACE, _SERVICE = "kube-system", "metrics-server"


@dataclass(frozen=True)
class Usage:
    """What one container uses."""

    cpu_millicores: int
    memory_mebibytes: int

    def rendered(self) -> dict[str, str]:
        """As the API writes it."""
        return {"cpu": f"{self.cpu_millicores}m", "memory": f"{self.memory_mebibytes}Mi"}


class Load:
    """The usage of every container, by its name; a test changes it while the server answers."""

    def __init__(self, usage: Mapping[str, Usage]) -> None:
        self._usage = dict(usage)

    def set(self, container: str, usage: Usage) -> None:
        """From now on each container of this name uses this much, in every pod."""
        self._usage = {**self._usage, container: usage}

    def containers(self) -> list[dict[str, Any]]:
        """What every running pod reports."""
        return [{"name": name, "usage": usage.rendered()} for name, usage in self._usage.items()]

    def total(self) -> Usage:
        """What one pod uses."""
        return Usage(
            sum(usage.cpu_millicores for usage in self._usage.values()),
            sum(usage.memory_mebibytes for usage in self._usage.values()),
        )


@contextmanager
def served_metrics(cluster: Cluster, control: ControlPlane, load: Load) -> Iterator[None]:
    """Serve `load` as the metrics API of the cluster until the block ends."""
    port = free_port()
    identity = control.authority.issue("metrics-server", hosts=[*LOOPBACK, f"{_SERVICE}.{_NAMESPACE}.svc"])
    api = WebClient(control.api.url, authority=control.authority.certificate, identity=control.api.administrator)
    context = identity.server_context()
    context.load_verify_locations(identity.authority)  # the API server comes with a certificate of this authority
    context.verify_mode = ssl.CERT_REQUIRED
    server = TlsServer(port, _handler(api, load), context)
    thread = threading.Thread(target=server.serve_forever, name="metrics", daemon=True)
    thread.start()
    objects = _registration(port, identity.authority)
    try:
        cluster.kubectl.apply(objects)
        cluster.kubectl.run("wait", "--for=condition=Available", f"apiservice/v1beta1.{_GROUP}", "--timeout=60s")
        yield
    finally:
        cluster.kubectl.run("delete", "apiservice", f"v1beta1.{_GROUP}", "--ignore-not-found")
        cluster.kubectl.run("delete", "service", _SERVICE, "-n", _NAMESPACE, "--ignore-not-found")
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)


def _registration(port: int, authority: Path) -> list[dict[str, Any]]:
    metadata = {"name": _SERVICE, "namespace": _NAMESPACE}
    service = {"type": "ExternalName", "externalName": "localhost"}
    aggregated = {
        "group": _GROUP,
        "version": "v1beta1",
        "service": {**metadata, "port": port},
        "caBundle": base64.b64encode(authority.read_bytes()).decode(),
        "groupPriorityMinimum": 100,
        "versionPriority": 100,
    }
    return [
        {"apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": service},
        {
            "apiVersion": "apiregistration.k8s.io/v1",
            "kind": "APIService",
            "metadata": {"name": f"v1beta1.{_GROUP}"},
            "spec": aggregated,
        },
    ]


def _answer(api: WebClient, load: Load, url: str) -> Any:
    """The document for one path, or None when there is none."""
    parts = urlsplit(url)
    words = parts.path.removeprefix(_API).strip("/").split("/")
    match words:
        case [""]:
            resources = [
                {
                    "name": "pods",
                    "namespaced": True,
                    "kind": "PodMetrics",
                    "singularName": "",
                    "verbs": ["get", "list"],
                },
                {"name": "nodes", "namespaced": False, "kind": "NodeMetrics", "singularName": "", "verbs": ["list"]},
            ]
            version = f"{_GROUP}/v1beta1"
            return {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": version, "resources": resources}
        case ["namespaces", namespace, "pods"]:
            selector = {name: values[0] for name, values in parse_qs(parts.query).items() if name == "labelSelector"}
            pods = api.send("GET", f"/api/v1/namespaces/{namespace}/pods?{urlencode(selector)}").json()["items"]
            running = [pod for pod in pods if pod["status"].get("phase") == "Running"]
            return _list("PodMetrics", [_measured(pod, containers=load.containers()) for pod in running])
        case ["nodes"]:
            nodes = api.send("GET", "/api/v1/nodes").json()["items"]
            return _list("NodeMetrics", [_measured(node, usage=load.total().rendered()) for node in nodes])
        case _:
            return None


def _measured(thing: Mapping[str, Any], **usage: object) -> dict[str, Any]:
    metadata = {key: thing["metadata"][key] for key in ("name", "namespace", "labels") if key in thing["metadata"]}
    now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"metadata": metadata, "timestamp": now, "window": "15s", **usage}


def _list(kind: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    return {"kind": f"{kind}List", "apiVersion": f"{_GROUP}/v1beta1", "metadata": {}, "items": items}


def _handler(api: WebClient, load: Load) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            document = _answer(api, load, self.path)
            body = json.dumps(document if document is not None else {"kind": "Status", "code": 404}).encode()
            self.send_response(200 if document is not None else 404)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  the base class names it
            """Say nothing: the API server asks every second."""

    return Handler
