"""Policies that grant too little, too much, or nothing that anybody can tell."""

from __future__ import annotations

from tests.checks.mutations.mutation import Mutation, several
from tests.checks.mutations.policy_texts import NOTE, READ, ROTATE, added, replaced, with_mount

__all__ = ["MUTATIONS"]

SIDECAR = "Deployment/kgc-sidecar"
MOUNT_VARIABLE = "spec|template|spec|containers|kgc-sidecar|env|VAULT_MOUNT_PATH|value"
TEMPLATE = f"{NOTE}agent-inject-template-kgc-sidecar.env"
BLOCK = r'(path "[^"]*data/api-credentials" \{\n  capabilities = )\["read"\]'
POLICY = "resource|vault_policy|Policies_Read_11386F6E"

READS = [
    *several(
        "vault-path-granted",
        "vault",
        ("no data/", READ, replaced("/data/api-credentials", "/api-credentials")),
        ("metadata/ in place of data/", READ, replaced("/data/encryption", "/metadata/encryption")),
        ("one letter less", READ, replaced("api-credentials", "api-credential")),
        ("a slash at the end", READ, replaced('api-credentials"', 'api-credentials/"')),
        ("another environment", READ, replaced(r"kgc-[a-z0-9]+/data", "kgc-other/data")),
        ("list in place of read", READ, replaced(BLOCK, r'\1["list"]')),
        ("nothing granted", READ, replaced(BLOCK, r"\1[]")),
        ("one segment too many", READ, replaced("/data/api-credentials", "/data/+/api-credentials")),
        ("a parameter that nobody sends", READ, replaced(BLOCK, r'\1["read"]\n  required_parameters = ["version"]')),
        ("only wrapped answers", READ, replaced(BLOCK, r'\1["read"]\n  min_wrapping_ttl = "1m"')),
        ("the block deleted", READ, replaced(BLOCK + r"\n\}", "")),
        ("the policy of rotation", f"{POLICY}|policy", 'path "sys/tools/random/32" {\n  capabilities = ["update"]\n}'),
    ),
    *several(
        "vault-path-granted",
        SIDECAR,
        ("another environment's mount", MOUNT_VARIABLE, "kgc-other"),
        ("a secret more", f"{NOTE}agent-inject-secret-more", "kgc/data/more"),
        ("a path without data/", TEMPLATE, replaced("/data/", "/")),
        ("a misspelt secret", TEMPLATE, replaced("encryption-", "encription-")),
    ),
]
DENIALS = [
    *several(
        "vault-path-denied",
        "vault",
        ("deny beside read", READ, replaced(BLOCK, r'\1["read", "deny"]')),
        ("deny in place of read", READ, replaced(BLOCK, r'\1["deny"]')),
        ("a second block", READ, added("{mount}/data/api-credentials", '"deny"')),
        (
            "a second block of the old kind",
            READ,
            with_mount('path "{mount}/data/api-credentials" {{ policy = "deny" }}'),
        ),
        ("everything denied", READ, with_mount('path "*" {{ capabilities = ["deny"] }}')),
        (
            "a closer denial",
            READ,
            with_mount('path "kgc-*" {{ policy = "read" }}\npath "{mount}/data/a*" {{ policy = "deny" }}'),
        ),
    ),
]
UNUSED = [
    *several(
        "vault-grant-unused",
        "vault",
        ("another secret", READ, added("{mount}/data/other")),
        ("the metadata", READ, added("{mount}/metadata/api-credentials")),
        ("a longer name", READ, added("{mount}/data/api-credentials-2")),
        ("the key", READ, added("transit-x/encrypt/kgc-sidecar", '"update"')),
        ("somebody's cubbyhole", READ, added("cubbyhole/+", '"read"')),
        ("the list of secrets", READ, added("{mount}/metadata/", '"list"')),
        ("another's token", READ, added("auth/token/create", '"update"')),
    ),
]
WIDER = [
    *several(
        "vault-grant-wider",
        "vault",
        ("update", READ, replaced(BLOCK, r'\1["read", "update"]')),
        ("create", READ, replaced(BLOCK, r'\1["create", "read"]')),
        ("delete", READ, replaced(BLOCK, r'\1["delete", "read"]')),
        ("patch in place of read", READ, replaced(BLOCK, r'\1["patch"]')),
        ("list in a second block", READ, added("{mount}/data/api-credentials", '"list"')),
        (
            "the old word",
            READ,
            replaced(BLOCK.replace("  capabilities = )", "  )capabilities = "), r'\1policy = "write"'),
        ),
        ("a pattern", READ, added("{mount}/data/*", '"read", "sudo"')),
        ("its own token", READ, replaced(r'(lookup-self" \{\n  capabilities = )\["read"\]', r'\1["read", "update"]')),
    ),
]
TEXTS = [
    *several(
        "vault-policy-readable",
        "vault",
        ("no braces", READ, "path kgc/*"),
        ("empty", READ, ""),
        ("a brace less", READ, lambda text: text.rstrip().removesuffix("}")),
        ("a bracket less", ROTATE, replaced(r'"\]', '"')),
        ("a misspelt capability", READ, replaced('"read"', '"reed"')),
        ("a misspelt word", READ, replaced("capabilities", "capability")),
        ("a capability in capitals", READ, replaced('"read"', '"READ"')),
        ("a single quote", READ, replaced('"', "'")),
        ("a text in place of a list", READ, replaced(r'\["read"\]', '"read"')),
        ("a block that says nothing", ROTATE, added("{mount}/data/x", "")),
        ("both wildcards", ROTATE, added("{mount}/data/+*")),
        ("no text", READ, None),
        (
            "times in the wrong order",
            ROTATE,
            added("{mount}/x", '"read"]\nmin_wrapping_ttl="2h"\nmax_wrapping_ttl=["x"'),
        ),
        ("JSON cut short", READ, '{"path": {"a": {"policy": "read"}}'),
    ),
]
OPEN = [
    *several(
        "vault-policy-unknown",
        "vault",
        ("a template of Vault", ROTATE, added("{mount}/data/{{{{identity.entity.id}}}}")),
        ("a reference of Terraform", ROTATE, added("${{vault_mount.other.path}}/data/x")),
        ("a reference that reaches Vault", ROTATE, added("$${{vault_mount.other.path}}/data/x")),
        ("a variable", READ, "${var.policy}"),
        ("an expression", READ, '${jsonencode({"path" = {"x" = {"capabilities" = ["read"]}}})}'),
        ("a loop", READ, '%{ for x in var.secrets }\npath "x" { policy = "read" }\n%{ endfor }'),
        ("a file", READ, '${file("policies/read.hcl")}'),
    ),
]
WILDCARDS = [
    *several(
        "vault-grant-wildcard",
        "vault",
        ("all secrets", READ, added("{mount}/data/*")),
        ("all that begin alike", READ, added("{mount}/data/api*")),
        ("any segment", READ, added("{mount}/+/api-credentials")),
        ("everything", ROTATE, added("*")),
        ("any mount", ROTATE, added("+/data/api-credentials")),
        ("widened", READ, replaced("data/api-credentials", "data/*")),
        ("widened by a star", ROTATE, replaced('api-credentials"', 'api-credentials*"')),
    ),
]
ELSEWHERE = [
    *several(
        "vault-grant-elsewhere",
        "vault",
        ("another environment", ROTATE, added("kgc-other/data/api-credentials")),
        ("a mount that begins alike", ROTATE, added("{mount}-2/data/x")),
        ("the mounts of the server", ROTATE, added("sys/mounts")),
        ("the policies of the server", READ, added("sys/policies/acl/kgc", '"update"')),
        ("the seal", READ, added("sys/seal", '"update"')),
        ("other logins", ROTATE, added("auth/userpass/users/x", '"update"')),
        ("tokens for others", ROTATE, added("auth/token/create", '"update"')),
        ("another database", READ, replaced("database-[a-z0-9]+/creds", "database-other/creds")),
        ("another length of random", ROTATE, replaced("tools/random/32", "tools/random/64")),
    ),
]
DESTRUCTION = [
    *several(
        "vault-grant-destroys",
        "vault",
        ("delete", ROTATE, added("{mount}/data/api-credentials", '"delete"')),
        ("destroy", ROTATE, added("{mount}/destroy/api-credentials", '"update"')),
        ("undelete", ROTATE, added("{mount}/undelete/api-credentials", '"update"')),
        ("delete versions", ROTATE, added("{mount}/delete/api-credentials", '"update"')),
        ("sudo", ROTATE, added("{mount}/data/api-credentials", '"sudo"')),
        ("all history", READ, added("{mount}/metadata/api-credentials", '"read", "delete"')),
        ("the old word for all", READ, with_mount('path "{mount}/data/x" {{ policy = "write" }}')),
    ),
]
MUTATIONS: tuple[Mutation, ...] = (
    *READS, *DENIALS, *UNUSED, *WIDER, *TEXTS, *OPEN, *WILDCARDS, *ELSEWHERE, *DESTRUCTION,
)  # fmt: skip
