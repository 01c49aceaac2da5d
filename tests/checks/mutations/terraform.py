"""Stacks that Terraform refuses, changes for ever, loses, or opens to everybody."""

from __future__ import annotations

import json
from typing import Any

from tests.checks.mutations.mutation import ABSENT, FOUR, Mutation, several

__all__ = ["MUTATIONS"]

SIDECAR = "Deployment/kgc-sidecar"
IMAGE = "spec|template|spec|containers|kgc-sidecar|image"
REQUIRED = "terraform|required_providers"
MOUNT = "resource|vault_mount|SecretStore_32A55DDA"
KEY = "resource|vault_transit_secret_backend_key|TransitKey_832F48A0"
BUCKET = "terraform|backend|s3"
KEPT, REMOVED = ("staging", "production"), ("development", "e2e")
TOPIC = "resource|aws_sns_topic_policy"
DOCUMENT = "data|aws_iam_policy_document"


def said(**statement: Any) -> dict[str, Any]:
    """A topic policy with one statement that is written as JSON."""
    return {"P": {"arn": "x", "policy": json.dumps({"Statement": [{"Effect": "Allow", **statement}]})}}


def encoded(**statement: Any) -> dict[str, Any]:
    """The same by `jsonencode`, with HCL's equals signs."""
    body = json.dumps({"Statement": [{"Effect": "Allow", **statement}]}).replace('": ', '" = ')
    return {"P": {"arn": "x", "policy": f"${{jsonencode({body})}}"}}


def document(**statement: Any) -> dict[str, Any]:
    """The same as a data source."""
    return {"P": {"statement": [statement]}}


TOKENS = [
    *several(
        "token-unresolved", "vault",
        ("a token of cdktf", f"{MOUNT}|path", "${TfToken[TOKEN.12]}"),
        ("a token in a text", f"{MOUNT}|description", "Secrets of ${TfToken[TOKEN.3]}"),
        ("a number that is not known", f"{KEY}|auto_rotate_period", -1.8881545897087503e289),
        ("a token as a key", f"{MOUNT}|options", {"${TfToken[TOKEN.4]}": "2"}),
    ),
    *several(
        "token-unresolved", "ConfigMap",
        ("Terraform's reference", "data|arn", "${aws_acm_certificate.api.arn}"),
        ("a failure of a resolver", "data|arn", "Failed fetching value for arn"),
        ("a token of cdk8s", "metadata|annotations", {"a": "Token[TOKEN.5]"}),
    ),
]  # fmt: skip

VERSIONS = [
    *several(
        "version-latest", "certificate",
        ("a module of a registry", "module", {"net": {"source": "example/vpc/aws"}}),
        ("a module of a repository", "module", {"net": {"source": "git::https://example.com/vpc.git"}}),
        ("a function", "resource|aws_lambda_function", {"F": {"image_uri": "registry.example.com/f:latest"}}),
        ("an engine", "resource|aws_elasticache_cluster", {"C": {"engine_version": "latest"}}),
        ("an add-on", "resource|aws_eks_addon", {"A": {"addon_version": "LATEST"}}),
    ),
    *several(
        "provider-unbounded", "vault",
        ("at least", f"{REQUIRED}|vault|version", ">= 5.6"),
        ("more than", f"{REQUIRED}|vault|version", "> 5"),
        ("anything but", f"{REQUIRED}|vault|version", "!= 5.5.0"),
        ("no version", f"{REQUIRED}|vault|version", ABSENT),
        ("an empty version", f"{REQUIRED}|vault|version", ""),
        ("none required", REQUIRED, ABSENT),
        ("another provider", f"{REQUIRED}|random", {"source": "hashicorp/random"}),
    ),
    *several(
        "provider-undeclared", "certificate",
        ("none required", REQUIRED, ABSENT),
        ("misspelt", REQUIRED, {"awss": {"source": "hashicorp/aws", "version": "~> 5.100"}}),
        ("one more resource", "resource|random_id", {"R": {"byte_length": 8}}),
        ("one more source of data", "data|tls_certificate", {"T": {"url": "https://example.com"}}),
        ("one more provider", "provider|vault", [{"address": "https://vault.example.com"}]),
        ("a resource of another provider", "resource|aws_sns_topic|P", {"name": "x", "provider": "${google.eu}"}),
    ),
]  # fmt: skip

STATE = [
    *several(
        "state-elsewhere", "vault",
        ("on this machine", "terraform|backend", {"local": {"path": "x"}}),
        ("nowhere", "terraform|backend", ABSENT),
        ("another service", "terraform|backend", {"gcs": {"bucket": "x"}}),
        ("two places", "terraform|backend|local", {}),
        ("in the cloud", "terraform", lambda old: {**old, "backend": {}, "cloud": {}}),
        among=KEPT,
    ),
    *several("state-elsewhere", "certificate", ("shared, in a test", "terraform|backend", {"s3": {}}), among=REMOVED),
    *several(
        "state-unsafe", "vault",
        ("not encrypted", f"{BUCKET}|encrypt", False),
        ("encryption left out", f"{BUCKET}|encrypt", ABSENT),
        ("encryption as text", f"{BUCKET}|encrypt", "no"),
        ("not locked", f"{BUCKET}|use_lockfile", False),
        ("lock left out", f"{BUCKET}|use_lockfile", ABSENT),
        ("misspelt lock", BUCKET, lambda old: {**old, "use_lockfile": None, "use_lock_file": True}),
        among=KEPT,
    ),
    *several(
        "state-key-shared", "vault",
        ("without the environment", f"{BUCKET}|key", "kgc/vault.tfstate"),
        ("of the other environment", f"{BUCKET}|key", lambda key: key.replace("kgc/", "kgc/other-")),
        ("of the other stack", f"{BUCKET}|key", lambda key: key.replace("vault", "certificate")),
        ("without the stack", f"{BUCKET}|key", lambda key: key.replace("vault", "terraform")),
        ("left out", f"{BUCKET}|key", ABSENT),
        among=KEPT,
    ),
]  # fmt: skip
STATE += [
    Mutation(rule="state-backend-missing", how=how, where=stack, path="terraform", value=value, environments=FOUR)
    for how, stack, value in (
        ("no block", "vault", ABSENT),
        ("an empty block", "certificate", {}),
        ("an empty backend", "vault", {"backend": None}),
        ("a misspelt backend", "certificate", {"backends": {"s3": {}}}),
        ("versions only", "vault", {"required_version": ">= 1.11", "required_providers": {}}),
    )
]

PROTECTION = [
    *several(
        "destroy-unprotected", "vault",
        ("a mount", f"{MOUNT}|lifecycle", ABSENT),
        ("a mount, in so many words", f"{MOUNT}|lifecycle|prevent_destroy", False),
        ("as text", f"{MOUNT}|lifecycle|prevent_destroy", "yes"),
        ("a key", f"{KEY}|lifecycle|prevent_destroy", ABSENT),
        ("a key that Vault may delete", f"{KEY}|deletion_allowed", True),
        among=KEPT,
    ),
    *several(
        "destroy-unprotected", "certificate",
        ("a certificate", "resource|aws_acm_certificate|Certificate_4E7ABB08|lifecycle|prevent_destroy", ABSENT),
        ("a key of AWS", "resource|aws_kms_key|Topic_Key_2615B30A|lifecycle", {}),
        ("a database", "resource|aws_db_instance", {"D": {"engine": "postgres"}}),
        among=KEPT,
    ),
    *several(
        "destroy-blocked", "vault",
        ("a mount", f"{MOUNT}|lifecycle", {"prevent_destroy": True}),
        ("a key", f"{KEY}|lifecycle", {"prevent_destroy": True}),
        ("a key that Vault keeps", f"{KEY}|deletion_allowed", False),
        among=REMOVED,
    ),
    *several(
        "destroy-blocked", "certificate",
        ("a certificate", "resource|aws_acm_certificate|Certificate_4E7ABB08|lifecycle|prevent_destroy", True),
        ("a topic", "resource|aws_sns_topic|Topic_BFC7AF6E|lifecycle", {"prevent_destroy": True}),
        among=REMOVED,
    ),
]  # fmt: skip

OPEN: dict[str, Any] = {"Principal": "*", "Action": "sns:Publish", "Resource": "arn:x"}
IAM = [
    *several(
        "iam-policy-public", "certificate",
        ("everybody", TOPIC, said(**OPEN)),
        ("every account", TOPIC, said(**{**OPEN, "Principal": {"AWS": "*"}})),
        ("among others", TOPIC, said(**{**OPEN, "Principal": {"AWS": ["arn:x", "*"]}})),
        ("by jsonencode", TOPIC, encoded(**OPEN)),
        ("an empty condition", TOPIC, said(**OPEN, Condition={})),
        (
            "as a data source", DOCUMENT,
            document(actions=["s3:GetObject"], principals=[{"type": "AWS", "identifiers": ["*"]}]),
        ),
    ),
    *several(
        "iam-policy-wildcard", "certificate",
        ("everything", TOPIC, said(Action="*", Resource="arn:x")),
        ("a whole service, anywhere", TOPIC, said(Action=["sns:*"], Resource="*")),
        ("anywhere", TOPIC, said(Action="sns:Publish", Resource=["*"])),
        ("everything but", TOPIC, said(NotAction="iam:*", Resource="arn:x")),
        ("everywhere but", TOPIC, said(Action="sns:Publish", NotResource="arn:x")),
        ("by jsonencode", TOPIC, encoded(Action="*", Resource="*")),
        ("as a data source", DOCUMENT, document(actions=["*"], resources=["*"])),
        ("a key's policy for everything", "resource|aws_kms_key|K", {"policy": said(Action="*")["P"]["policy"]}),
    ),
]  # fmt: skip

NAMES = [
    *several(
        "variable-unused", "vault",
        ("one more", "variable|region", {"type": "string"}),
        ("an argument that no longer reads it", "resource|vault_database_secret_backend_connection", {}),
        ("a text that only looks like it", "variable|vars", {"description": "${local.none} var.vars"}),
        ("escaped", "variable", lambda old: {**old, "x": {"description": "$${var.x}"}}),
        ("in a literal", "variable", lambda old: {**old, "y": {"description": '${upper("var.y")}'}}),
    ),
    *several(
        "reference-dangling", "vault",
        ("a variable that is gone", "variable", ABSENT),
        ("a misspelt type", "output|o", {"value": "${vault_mounts.SecretStore_32A55DDA.path}"}),
        ("a misspelt name", "output|o", {"value": "${vault_mount.SecretStore.path}"}),
        ("a resource that is gone", "resource|vault_policy", ABSENT),
        ("no data", "output|o", {"value": "${data.aws_partition.current.partition}"}),
        ("no local value", f"{MOUNT}|description", "of ${local.team}"),
        ("no module", f"{MOUNT}|description", "${upper(module.names.mount)}"),
    ),
    *several(
        "argument-changes-always", "vault",
        ("the time", f"{MOUNT}|description", "${timestamp()}"),
        ("the time in a text", f"{MOUNT}|description", "made at ${formatdate(\"YYYY\", timestamp())}"),
        ("the plan's time", f"{MOUNT}|options|at", "${plantimestamp()}"),
        ("chance", f"{MOUNT}|path", "kgc-${uuid()}"),
        ("a local value", "locals", {"now": "${timestamp()}"}),
        ("another argument is ignored", MOUNT, {"path": "${uuid()}", "lifecycle": {"ignore_changes": ["type"]}}),
    ),
]  # fmt: skip
NAMES += [
    Mutation(rule="definition-twice", how=how, where=stack, path=path, value=value)
    for how, stack, path, value in (
        ("a provider in a list", "vault", "provider|vault|+", {"address": "https://vault.example.com"}),
        ("a provider of AWS", "certificate", "provider|aws|+", {"region": "us-east-1"}),
        ("an alias twice", "certificate", "provider|aws", [{"alias": "x"}, {"alias": "x"}]),
        ("a variable in a list", "vault", "variable", lambda old: [old, {"vault_db_admin_password": {}}]),
        ("an output in a list", "vault", "output", lambda old: [old, dict([next(iter(old.items()))])]),
        ("a variable with two bodies", "vault", "variable|x", [{"type": "string"}, {"type": "number"}]),
    )
]

MUTATIONS = (*TOKENS, *VERSIONS, *STATE, *PROTECTION, *IAM, *NAMES)
