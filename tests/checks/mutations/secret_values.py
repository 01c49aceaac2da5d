"""Secrets in plain sight. All of them are made up, and put together here so that no scanner takes them for real."""

from __future__ import annotations

import base64

from tests.checks.mutations.mutation import Mutation, several

__all__ = ["MUTATIONS"]

SIDECAR, ROTATION, CONFIG = "Deployment/kgc-sidecar", "CronJob/kgc-sidecar-rotation", "ConfigMap/kgc-sidecar-config"
OWN = "spec|template|spec|containers|kgc-sidecar"
JOB = "spec|jobTemplate|spec|template|spec|containers|0"
NOTES = "metadata|annotations"
RANDOM = base64.b64encode(bytes(range(100, 140))).decode()  # looks random, and is not
OTHER = base64.b64encode(bytes((7 * each + 130) % 256 for each in range(48))).decode()
KEY = "-----BEGIN EC PRIVATE" + " KEY-----"
MADE_UP = "a1B2c3D4" * 8


def twice(text: str) -> str:
    """Base64 of base64."""
    return base64.b64encode(base64.b64encode(text.encode())).decode()


FORMATS = [
    *several(
        "secret-known-format",
        CONFIG,
        ("a key of AWS", "data|key", "AKIA" + "ABCDEFGH12345678"),
        ("a private key", "data|key", KEY),
        ("a private key in base64", "data|key", base64.b64encode(f"{KEY}\nMHcCAQEE\n".encode()).decode()),
        ("a private key in JSON", "data|extra.json", f'{{"tls": {{"key": "{KEY}\\nMHc"}}}}'),
        ("a key of Google", "data|key", "AIza" + MADE_UP[:35]),
        ("a key of Stripe", "data|key", "sk_" + "live_" + MADE_UP[:24]),
        ("a login in a URL", "data|redis", "redis://:hunter2@redis:6379"),
    ),
    *several(
        "secret-known-format",
        SIDECAR,
        ("a GitHub token", f"{NOTES}|x", "ghp_" + MADE_UP[:36]),
        ("a newer GitHub token", f"{NOTES}|x", "github_pat_" + MADE_UP[:40]),
        ("a GitLab token", f"{NOTES}|x", "glpat-" + MADE_UP[:20]),
        ("a Slack token", f"{NOTES}|x", "xoxb-" + MADE_UP[:24]),
        ("a Vault token", f"{OWN}|env|+", {"name": "X", "value": "hvs." + MADE_UP[:30]}),
        ("a JSON web token", f"{OWN}|env|+", {"name": "X", "value": "eyJ" + "a" * 12 + ".eyJ" + "b" * 12 + ".c"}),
        ("a login on the command line", f"{OWN}|args", ["--store", "postgresql://kgc:hunter2@postgres:5432/kgc"]),
        ("a login for HTTP", f"{OWN}|args", ["-H", "Authorization: Bearer " + MADE_UP[:32]]),
    ),
    *several("secret-known-format", "vault", ("in Terraform", "resource|vault_policy|X|name", "AKIA" + "A" * 16)),
    *several("secret-known-format", "certificate", ("in an output", "output|x|value", f"{KEY}\n")),
]
RANDOMS = [
    *several(
        "secret-random-value",
        CONFIG,
        ("configuration", "data|seed", RANDOM),
        ("inside a text", "data|extra.json", f'{{"seed": "{OTHER}"}}'),
        ("an annotation", f"{NOTES}|x", OTHER),
    ),
    *several(
        "secret-random-value",
        SIDECAR,
        ("a variable", f"{OWN}|env|+", {"name": "SEED", "value": RANDOM}),
        ("a word of a command", f"{OWN}|args", ["--seed", RANDOM]),
        ("a label of a pod", "spec|template|metadata|annotations|x", OTHER),
    ),
    *several("secret-random-value", "vault", ("in Terraform", "output|x|value", RANDOM)),
]
NAMED = [
    *several(
        "secret-named-value",
        SIDECAR,
        ("API_KEY", f"{OWN}|env|+", {"name": "API_KEY", "value": "correct-horse"}),
        ("a password", f"{OWN}|env|+", {"name": "DB_PASSWORD", "value": "correct-horse"}),
        ("the database's URL", f"{OWN}|env|+", {"name": "DATABASE_URL", "value": "correct-horse"}),
        ("a word with `=`", f"{OWN}|args", ["--password=correct-horse"]),
        ("a word after it", f"{OWN}|args", ["--api-key", "correct-horse"]),
        ("a line for a shell", f"{OWN}|command", ["sh", "-c", "AUTH_TOKEN=correct-horse exec node index.mjs"]),
        ("an annotation", f"{NOTES}|example.com/api-token", "correct-horse"),
    ),
    *several(
        "secret-named-value",
        CONFIG,
        ("an entry", "data|encryption_key", "correct-horse"),
        ("in JSON", "data|extra.json", '{"auth": {"clientSecret": "correct-horse"}}'),
        ("in YAML", "data|extra.yaml", "auth:\n  password: correct-horse\n"),
        ("in lines", "data|extra.env", "export REDIS_PASSWORD='correct-horse'\n"),
    ),
    *several("secret-named-value", "vault", ("a default", "variable|api_key", {"default": "correct-horse"})),
]
WEAK = [
    *several(
        "secret-weak-default",
        CONFIG,
        ("in JSON", "data|extra.json", '{"jwt_secret": "test-jwt-secret"}'),
        ("in YAML", "data|extra.yml", "jwt:\n  secret: changeme\n"),
        ("in lines", "data|extra.env", "JWT_SECRET=secret\n"),
        ("an entry", "data|jwt_secret", "dev-secret"),
    ),
    *several(
        "secret-weak-default",
        SIDECAR,
        ("a variable", f"{OWN}|env|+", {"name": "JWT_SECRET", "value": "test-jwt-secret"}),
        ("on the command line", f"{OWN}|args", ["--password", "password1"]),
    ),
    *several("secret-weak-default", ROTATION, ("in the job", f"{JOB}|env|+", {"name": "TOKEN", "value": "admin"})),
    *several("secret-weak-default", "vault", ("a default", "variable|api_key", {"default": "replace-me"})),
]


def secret(rule: str, how: str, part: str, **values: str) -> Mutation:
    """A Secret beside the rest."""
    document = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "more", "namespace": "kgc-sidecar"}}
    return Mutation(rule=rule, how=how, add=({**document, part: values},))


def once(text: str) -> str:
    """Base64."""
    return base64.b64encode(text.encode()).decode()


OBJECTS = [
    secret("secret-object", "a value", "data", password=once("correct-horse")),
    secret("secret-object", "a value that is not encoded", "stringData", password="correct-horse"),  # noqa: S106
    secret("secret-object", "a key of AWS", "data", key=once("AKIA" + "ABCDEFGH12345678")),
    secret("secret-object", "a login at a registry", "data", **{".dockerconfigjson": once('{"auths": {}}')}),
    secret("secret-object", "a private key beside its certificate", "data", **{"tls.crt": "x", "tls.key": once(KEY)}),
    secret("secret-object", "any name", "stringData", greeting="hello"),
]
TWICE = [
    secret("secret-encoded-twice", "an API key", "data", api_key=twice("correct-horse-battery")),
    secret("secret-encoded-twice", "a password", "data", password=twice("hunter2!")),
    secret("secret-encoded-twice", "a URL", "data", url=twice("postgresql://kgc:hunter2@postgres:5432/kgc")),
    secret(
        "secret-encoded-twice", "one of several", "data", user=once("kgc"), token=twice("a longer text, with spaces")
    ),
    secret("secret-encoded-twice", "thrice", "data", token=once(twice("correct-horse"))),
    secret("secret-encoded-twice", "a default for tests", "data", api_key=twice("test-api-key-staging")),
]
WEAK_VALUES = [
    secret("secret-weak-value", "changeme", "stringData", password="changeme"),  # noqa: S106
    secret("secret-weak-value", "for tests", "data", jwt_secret=once("test-jwt-secret")),
    secret("secret-weak-value", "for tests, encoded twice", "data", api_key=twice("test-api-key-staging")),
    secret("secret-weak-value", "password", "data", password=once("password123")),
    secret("secret-weak-value", "digits", "stringData", pin="123456"),
    secret("secret-weak-value", "a sample", "stringData", token="your-token-here"),  # noqa: S106
]
REFERENCE = {"name": "X", "valueFrom": {"secretKeyRef": {"name": "kgc", "key": "api_key"}}}
VARIABLES = [
    *several(
        "secret-as-variable",
        SIDECAR,
        ("a key", f"{OWN}|env|+", REFERENCE),
        ("a whole Secret", f"{OWN}|envFrom", [{"secretRef": {"name": "kgc"}}]),
        ("an optional one", f"{OWN}|envFrom", [{"secretRef": {"name": "kgc", "optional": True}}]),
        ("in place of a value", f"{OWN}|env|VAULT_ADDR", REFERENCE),
    ),
    *several("secret-as-variable", ROTATION, ("in the job", f"{JOB}|env|+", REFERENCE)),
    *several(
        "secret-as-variable", SIDECAR, ("before the rest", "spec|template|spec|initContainers", [{"env": [REFERENCE]}])
    ),
]
MUTATIONS: tuple[Mutation, ...] = (*FORMATS, *RANDOMS, *NAMED, *WEAK, *OBJECTS, *TWICE, *WEAK_VALUES, *VARIABLES)
