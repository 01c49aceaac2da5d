"""What the operators make of the rendered templates, read by a real shell."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from kgc_constructs.kubernetes.secret_delivery import SecretDelivery
from kgc_constructs.settings import Database, Environment
from tests.e2e.injection.program import RefusedError, run
from tests.kubernetes.alone import objects_of

NASTY = 'it\'s $HOME `id` "quoted" \\ back # not a comment ; | & + ü'
DATABASE = Database(url="postgresql://postgres.data.svc:6432/kgc?sslmode=require")
DATA = {
    "api_key": NASTY,
    "encryption_key": "c2l4dGVlbiBieXRlcw==",
    "username": "v-kgc user+1",
    "password": "p@ss:w/o'rd %20+",
}
ENGINES = {"vault-secrets-operator": "operator", "external-secrets": "external"}


def templates(delivery: str, credentials: str) -> dict[str, str]:
    """Every file's template, of all the objects of the delivery."""
    settings = Environment(environment="dev", secret_delivery={"kind": delivery}, database=DATABASE)
    found: dict[str, str] = {}
    for document in objects_of(SecretDelivery, settings.evolve(database={"credentials": credentials})):
        spec = document["spec"]
        if "destination" in spec:
            files = spec["destination"]["transformation"]["templates"]
            found |= {name: each["text"] for name, each in files.items()}
        found |= spec.get("target", {}).get("template", {}).get("data", {})
    return found


def variables(text: str, tmp_path: Path) -> dict[str, str]:
    """What a shell understands."""
    file = tmp_path / "file.env"
    file.write_text(text)
    show = "import json, os; print(json.dumps(dict(os.environ)))"
    shell = ["/bin/sh", "-ec", f'set -a; . {file}; exec "$@"', "sh", sys.executable, "-c", show]
    output = subprocess.run(shell, capture_output=True, text=True, check=True, env={"PYTHONUTF8": "1"}).stdout
    return dict(json.loads(output))


@pytest.fixture(params=ENGINES)
def delivery(request: pytest.FixtureRequest) -> str:
    """Each operator."""
    return str(request.param)


@pytest.fixture(params=["dynamic", "static"])
def found(request: pytest.FixtureRequest, delivery: str, tmp_path: Path) -> dict[str, str]:
    """What the sidecar's environment holds in the end."""
    text = "".join(
        run(_engine(delivery), {"template": template, "data": DATA})
        for template in templates(delivery, request.param).values()
    )
    return variables(text, tmp_path)


def _engine(delivery: str) -> Any:
    return ENGINES[delivery]


def test_each_value_arrives_unchanged(found: dict[str, str]) -> None:
    assert found["API_KEY"] == NASTY
    assert found["ENCRYPTION_KEY"] == DATA["encryption_key"]


def test_the_login_survives_being_part_of_a_url(found: dict[str, str]) -> None:
    url = urlsplit(found["DATABASE_URL"])
    assert unquote(url.username or "") == DATA["username"]
    assert unquote(url.password or "") == DATA["password"]
    assert (url.scheme, url.hostname, url.port, url.path) == ("postgresql", "postgres.data.svc", 6432, "/kgc")
    assert url.query == "sslmode=require"


@pytest.mark.parametrize("credentials", ["dynamic", "static"])
def test_a_missing_value_is_an_error_and_no_file(delivery: str, credentials: str) -> None:
    for template in templates(delivery, credentials).values():
        with pytest.raises(RefusedError, match="template: "):
            run(_engine(delivery), {"template": template, "data": {}})
