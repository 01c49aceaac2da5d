"""No secret in plain sight, no state in the wrong place, each rule broken once. All secrets here are made up."""

from __future__ import annotations

import base64
import time
from typing import Any

import pytest

from kgc_constructs.checks import CHECKS, Rendered
from kgc_constructs.checks.secrets.secret_values import known_format, random_value
from kgc_constructs.settings import Environment
from tests.checks.breaking import SIDECAR, Case, assert_reported
from tests.checks.good import ABSENT, ENVIRONMENT, changed, good

ENV = "spec|template|spec|containers|kgc-sidecar|env|+"
CONNECTION = "resource|vault_database_secret_backend_connection|Connection|postgresql"
RANDOM = base64.b64encode(bytes(range(100, 140))).decode()  # looks random, and is not
BUCKET = "terraform|backend|s3"

SECRETS: dict[str, Case] = {
    "a variable of that name": Case(SIDECAR, ENV, {"name": "API_KEY", "value": "x"}, "env.API_KEY"),
    "a password": Case(SIDECAR, ENV, {"name": "DB_PASSWORD", "value": "x"}, "env.DB_PASSWORD"),
    "the database's URL": Case(SIDECAR, ENV, {"name": "DATABASE_URL", "value": "x"}, "env.DATABASE_URL"),
    "a URL with a login": Case(SIDECAR, ENV, {"name": "X", "value": "redis://u:p@redis:6379"}, ".env.5.value"),
    "a random value": Case("ConfigMap/kgc-sidecar-config", "data|key", RANDOM, "data.key"),
    "a private key": Case(
        "ConfigMap/kgc-sidecar-config", "data|key", "-----BEGIN EC PRIVATE" + " KEY-----", "data.key"
    ),
    "a key of AWS": Case(SIDECAR, "metadata|annotations|x", "AKIA" + "ABCDEFGH12345678", "annotations.x"),
    "a Vault token": Case(SIDECAR, "metadata|annotations|x", "hvs." + "a1B2" * 7, "annotations.x"),
    "a JSON web token": Case(SIDECAR, "metadata|annotations|x", "eyJ" + "a" * 12 + ".eyJ" + "b" * 12 + ".c", "x"),
}
TERRAFORM: dict[str, Case] = {
    "a value that Terraform keeps": Case("vault", f"{CONNECTION}|password", "${var.x}", "postgresql.password"),
    "data that Terraform keeps": Case(
        "vault", "resource|vault_kv_secret_v2", {"Api": {"data_json": "{}"}}, "vault_kv_secret_v2.Api.data_json"
    ),
    "a key of the provider": Case("certificate", "provider|aws|0|secret_key", "x", "provider.aws.0.secret_key"),
    "a reviewer's token": Case(
        "vault", "resource|vault_kubernetes_auth_backend_config", {"C": {"token_reviewer_jwt": "x"}}, "reviewer_jwt"
    ),
    "a value in a write-only argument": Case("vault", f"{CONNECTION}|password_wo", "hunter2", "password_wo"),
    "a variable that a plan keeps": Case(
        "vault", "variable|vault_db_admin_password|ephemeral", ABSENT, "vault_db_admin_password"
    ),
    "a variable that messages show": Case(
        "vault", "variable|vault_db_admin_password|sensitive", False, "vault_db_admin_password"
    ),
    "a variable with its value": Case(
        "vault", "variable|vault_db_admin_password|default", "hunter2", "vault_db_admin_password.default"
    ),
    "an ephemeral value that is kept": Case(
        "vault", "output|x|value", "${var.vault_db_admin_password}", "output.x.value"
    ),
    "a password that Terraform makes": Case("vault", "resource|random_password", {"P": {"length": 32}}, "P"),
}  # fmt: skip
RESOURCES: dict[str, Case] = {
    "a token of the provider": Case("vault", "provider|vault|0|token", "${var.vault_token}", "provider.vault.0.token"),
}
STATE: dict[str, Case] = {
    "on one machine": Case("vault", "terraform|backend", {"local": {"path": "x"}}, "terraform.backend"),
    "no backend": Case("certificate", "terraform|backend", ABSENT, "terraform/certificate: terraform.backend"),
    "in plain text": Case("vault", f"{BUCKET}|encrypt", False, "s3.encrypt"),
    "in plain text by default": Case("vault", f"{BUCKET}|encrypt", ABSENT, "s3.encrypt"),
    "without a lock": Case("certificate", f"{BUCKET}|use_lockfile", ABSENT, "s3.use_lockfile"),
    "another environment's key": Case("vault", f"{BUCKET}|key", "kgc/production/vault.tfstate", "s3.key"),
    "the other stack's key": Case("vault", f"{BUCKET}|key", "kgc/staging/certificate.tfstate", "s3.key"),
}
PROTECTION: dict[str, Case] = {
    "a mount unprotected": Case("vault", "resource|vault_mount|Kv|lifecycle", ABSENT, "vault_mount.Kv.lifecycle"),
    "a key unprotected": Case(
        "vault", "resource|vault_transit_secret_backend_key|Key|lifecycle|prevent_destroy", False, "Key.lifecycle"
    ),
    "a key that Vault may delete": Case(
        "vault", "resource|vault_transit_secret_backend_key|Key|deletion_allowed", True, "Key.deletion_allowed"
    ),
    "a certificate unprotected": Case(
        "certificate", "resource|aws_acm_certificate|Certificate|lifecycle|prevent_destroy", ABSENT, "Certificate"
    ),
}
PROVIDERS: dict[str, Case] = {
    "any provider": Case("vault", "terraform|required_providers|vault|version", ABSENT, "required_providers.vault"),
    "any later provider": Case(
        "certificate", "terraform|required_providers|aws|version", ">= 5.100.0", "providers.aws"
    ),
}
ALL = [
    (check, name, case)
    for check, cases in (
        ("plain_sight", SECRETS), ("terraform_secrets", TERRAFORM), ("vault_resources", RESOURCES), ("state", STATE),
        ("protection", PROTECTION), ("providers", PROVIDERS),
    )
    for name, case in cases.items()
]  # fmt: skip


@pytest.mark.parametrize(("check", "case"), [(check, case) for check, _, case in ALL], ids=[each[1] for each in ALL])
def test_each_rule_is_held(check: str, case: Case) -> None:
    assert_reported(check, case)


@pytest.mark.parametrize("part", ["data", "stringData"])
def test_a_secret_with_values_is_refused(part: str) -> None:
    secret = {"kind": "Secret", "metadata": {"name": "s"}, part: {"password": "aHVudGVyMg=="}}
    fields = {problem.field for problem in CHECKS["secret_objects"](Rendered((secret,)), ENVIRONMENT)}
    assert fields == {f"Secret/s: {part}.password"}


HIDING = ("plain_sight", "terraform_secrets", "vault_resources")


@pytest.mark.parametrize(("check", "case"), [each[::2] for each in ALL if each[0] in HIDING])
def test_no_message_repeats_a_secret(check: str, case: Case) -> None:
    where, path, value, _ = case
    written = value.get("value", "") if isinstance(value, dict) else str(value)
    for problem in CHECKS[check](changed(where, path, value), ENVIRONMENT):
        assert len(written) < 3 or written.startswith("${var.") or written == "False" or written not in str(problem)


@pytest.mark.parametrize(
    "text",
    [
        "registry.example.com/kgc-sidecar@sha256:" + "0123456789abcdef" * 4,
        "c5af7e3b8a0e4c2d" * 4,
        "arn:aws:acm:eu-central-1:123456789012:certificate/00000000-0000-0000-0000-000000000000",
        "-----BEGIN PUBLIC KEY-----\n" + RANDOM + "\n-----END PUBLIC KEY-----",
        "postgresql://{{ .Data.username }}:{{ .Data.password }}@postgres.data.svc:5432/kgc",
        "postgresql://{{username}}:{{password}}@postgres.data.svc:5432/kgc",
        "https://kgc.example.com/a/rather/long/path/with/Words/And/2/Numbers/in/it",
        "The Ingress for the AWS load balancer controller: an application load balancer that calls the pods themselves",
    ],
)
def test_what_only_looks_long_is_no_secret(text: str) -> None:
    assert known_format(text) is None
    assert not random_value(text)


REMOVABLE: Environment = ENVIRONMENT.evolve(environment="dev", name="staging", state={"kind": "local"})


def removable() -> Rendered:
    """The same stacks, as they are where everything is taken down again."""
    rendered = good()
    for stack in rendered.terraform.values():
        stack["terraform"]["backend"] = {"local": {"path": "terraform.tfstate"}}
        for named in stack["resource"].values():
            for arguments in named.values():
                arguments.get("lifecycle", {}).pop("prevent_destroy", None)
                if "deletion_allowed" in arguments:
                    arguments["deletion_allowed"] = True
    return rendered


@pytest.mark.parametrize(
    ("check", "path", "value", "field"),
    [
        ("protection", "resource|vault_mount|Kv|lifecycle|prevent_destroy", True, "Kv.lifecycle"),
        ("protection", "resource|vault_transit_secret_backend_key|Key|deletion_allowed", False, "Key.deletion_allowed"),
        ("state", "terraform|backend", {"s3": {}}, "terraform.backend"),
    ],
)
def test_what_is_for_tests_can_be_taken_down(check: str, path: str, value: Any, field: str) -> None:
    assert_reported(check, Case("vault", path, value, field), REMOVABLE, removable())


QUIET = {
    "a.yaml": "auth:\n  tokenFile: /x\n  password: ${PW}\n",
    "a.env": "PASSWORD=\nTOKEN=$TOKEN\n#SECRET=abc\nAPI_KEY=<yours>\n",
    "app.properties": "spring.datasource.password=${DB_PASSWORD}\n",
    "nginx.conf": "proxy_set_header X-Token $http_token;\nlocation / { }\n",
    "SESSION_COOKIE": "token",
    "integrity": "sha512-" + "aB3d" * 21 + "aA==",
    "key.pub": "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQDf9n3k2m1X7pQ2w8z5t6y4u3v2 x",
    "role": "arn:aws:iam::123456789012:role/eks-Shop-NodeInstanceRole-1ABCDEFGHIJKL",
    "url": "postgresql://$(USER):$(PASSWORD)@db:5432/x",
}


def test_lines_of_which_none_holds_a_secret() -> None:
    configuration = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "x"}, "data": QUIET}
    args = ["--token-file=/x", "--password-file", "/y", "--secret-name=shop", "--api-key-header", "X-Key"]
    env = [
        {"name": "TOKEN_TTL", "value": "600"},
        {"name": "SECRET_NAME", "value": "shop"},
        {"name": "API_KEY", "value": ""},
    ]
    spec = {"containers": [{"name": "x", "args": args, "env": env}]}
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "x"}, "spec": spec}
    problems = CHECKS["plain_sight"](Rendered((configuration, pod)), ENVIRONMENT)
    assert [problem.field for problem in problems] == []


@pytest.mark.parametrize("piece", ["a", "aB3+", "eyJ-", "a:b=c\n", "x://", "-----BEGIN "])
def test_a_long_text_costs_no_more_than_its_length(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        start = time.process_time()
        known_format(text)
        random_value(text)
        return time.process_time() - start

    assert seconds(2_000_000) < 3  # one that went through it again and again took far longer
