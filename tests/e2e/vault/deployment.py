"""Applies a rendered Vault stack: by real Terraform where its provider can be had, else by the applier."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from tests.e2e.applier import Applier
from tests.e2e.encodings import unpacked
from tests.servers.terraform import Terraform
from tests.servers.vault import Vault


class Deployment(Protocol):
    """A stack that can be applied any number of times, and removed."""

    def apply(self) -> int:
        """Apply it; the answer is how many resources that changed."""

    def destroy(self) -> None:
        """Remove everything that it made."""


class ByTerraform:
    """The real thing."""

    def __init__(self, terraform: Terraform, folder: Path, vault: Vault, variables: Mapping[str, str]) -> None:
        self._terraform, self._folder = terraform, folder
        values = {f"TF_VAR_{name}": value for name, value in variables.items()}
        self._environment = {**values, **vault.environment, "VAULT_TOKEN": vault.token}
        # The state of staging lies in a bucket that does not exist here; everything else is as rendered.
        (folder / "backend_override.tf.json").write_text('{"terraform": {"backend": {"local": {}}}}', encoding="utf-8")
        terraform.run("init", folder=folder, env=self._environment)

    def apply(self) -> int:
        """Apply it, and count what the plan before it would change."""
        plan = ("plan", "-detailed-exitcode", "-out=plan", "-no-color")
        planned = self._terraform.try_run(*plan, folder=self._folder, env=self._environment)
        assert planned.returncode in (0, 2), planned.stderr
        self._terraform.run("apply", "plan", folder=self._folder, env=self._environment)
        return planned.stdout.count(" will be ")

    def destroy(self) -> None:
        """Remove everything."""
        self._terraform.run("destroy", "-auto-approve", folder=self._folder, env=self._environment)


class ByApplier:
    """What is sent where the provider cannot be installed."""

    def __init__(self, document: Path, vault: Vault, variables: Mapping[str, str]) -> None:
        state = document.with_name("applier-state.json")
        self._applier = Applier(vault.client(), document, state=state, variables=variables)

    def apply(self) -> int:
        """Apply it, and count what was changed."""
        return len(self._applier.apply().changed)

    def destroy(self) -> None:
        """Remove everything."""
        self._applier.destroy()


def deployment(terraform: Terraform | None, folder: Path, vault: Vault, variables: Mapping[str, str]) -> Deployment:
    """How the stack in `folder` gets to the server; `terraform` is None where it has no provider for Vault."""
    if terraform is None:
        return ByApplier(folder / "cdk.tf.json", vault, variables)
    return ByTerraform(terraform, folder, vault, variables)


def everything_written_in(folder: Path) -> bytes:
    """All bytes of all files below `folder`, unpacked: states, plans, logs."""
    files = (Path(base, name) for base, _, names in os.walk(folder) for name in names)
    return b"\n".join(unpacked(file.read_bytes()) for file in files)
