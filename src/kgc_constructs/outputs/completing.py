"""Fills in what only Terraform knows, and refuses the outputs of somebody else's environment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kgc_constructs.errors import InputError, Problem
from kgc_constructs.outputs.model import Outputs

__all__ = ["complete"]

KNOWN_AFTER_APPLY = ("certificate_arn", "mtls_ca_arn")
KNOWN_BEFORE = (
    "certificate_domain", "vault_kgc_mount_path", "vault_kgc_policy_name", "vault_kgc_rotation_policy_name",
)  # fmt: skip


def complete(outputs: Outputs, terraform_outputs: Mapping[str, object]) -> Outputs:
    """`outputs` with what `terraform_outputs` adds; names of other things are passed over.

    Raises:
        InputError: if a value is not a text, or a name that both know differs: then Terraform described another
            environment.
    """
    given = {
        name: terraform_outputs[name] or None  # an empty text stands for a part that is switched off
        for name in (*KNOWN_AFTER_APPLY, *KNOWN_BEFORE)
        if name in terraform_outputs
    }
    problems = list(_wrong(outputs, given))
    if problems:
        raise InputError(problems, "Terraform's outputs do not fit this environment")
    values = {name: getattr(outputs, name) for name in Outputs.model_fields}
    return Outputs(**{**values, **given})


def _wrong(outputs: Outputs, given: Mapping[str, object]) -> Iterator[Problem]:
    for name, value in given.items():
        if value is not None and not isinstance(value, str):
            yield Problem(field=name, value=value, allowed="a text", reason="the stack's output of this name is one")
        elif name in KNOWN_BEFORE and value != getattr(outputs, name):
            yield Problem(
                field=name,
                value=value,
                allowed=repr(getattr(outputs, name)),
                reason="these are the outputs of another environment, or of a stack applied before a change of names",
            )
