"""A secret that a person hands to Terraform: it passes through, and is kept nowhere."""

from __future__ import annotations

from cdktf import TerraformVariable, Token
from constructs import Construct

__all__ = ["given_once", "given_value"]

_NOT_BLANK = "[^[:space:]]"


def given_value(
    scope: Construct, name: str, description: str, *, pattern: str = _NOT_BLANK, must_be: str = "given, and not blank"
) -> TerraformVariable:
    """The input variable `name`, ephemeral: Terraform writes it into no plan and no state.

    It has no default, so that a forgotten value is an error before anything is changed.

    Args:
        scope: Parent.
        name: Name of the variable, as a person passes it (`TF_VAR_<name>`).
        description: What the value is.
        pattern: Regular expression that the value must match.
        must_be: The same in words, for the error message, which never shows the value.
    """
    variable = _ephemeral(scope, name, description, default=None)
    variable.add_validation(
        condition=f'${{can(regex("{pattern}", var.{name}))}}', error_message=f"The variable {name} must be {must_be}."
    )
    return variable


def given_once(scope: Construct, name: str, description: str) -> TerraformVariable:
    """An ephemeral variable that only the apply needs which hands the value over; later nobody knows it any more."""
    return _ephemeral(scope, name, description, default=Token.null_value())


def _ephemeral(scope: Construct, name: str, description: str, *, default: object) -> TerraformVariable:
    variable = TerraformVariable(
        scope,
        name,
        type="string",
        description=description,
        default=default,
        sensitive=True,
        nullable=default is not None,
    )
    variable.override_logical_id(name)
    variable.add_override("ephemeral", True)
    return variable
