"""The machine's own Terraform, with providers from a folder on this machine or else from the public registry."""

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.servers.requirements import need, program

_AWS = "*/hashicorp/aws"  # below a mirror: the registry's host, whose provider, which provider
_USUAL_PLACES = ("/usr/share", "/usr/local/share", "/usr/local/lib", "/usr/lib", "/opt", "/srv")


class TerraformError(AssertionError):
    """Terraform ended with an error; its own words are in the message."""


@dataclass(frozen=True)
class Terraform:
    """Terraform with a configuration of its own, whatever the person's says."""

    program: Path
    configuration: Path

    @property
    def environment(self) -> dict[str, str]:
        """What another program needs so that the Terraform it calls behaves the same."""
        return {
            "TF_CLI_CONFIG_FILE": str(self.configuration),
            "TERRAFORM_BINARY_NAME": str(self.program),  # read by cdktf
            "CHECKPOINT_DISABLE": "1",
            "TF_IN_AUTOMATION": "1",
            "TF_INPUT": "0",
            "TF_REGISTRY_CLIENT_TIMEOUT": "10",
        }

    def try_run(
        self, *arguments: str, folder: Path, env: Mapping[str, str] | None = None, within: float = 300
    ) -> subprocess.CompletedProcess[str]:
        """Run it in `folder` and return how it ended."""
        return subprocess.run(
            [self.program, *arguments],
            cwd=folder,
            env={**os.environ, **self.environment, **(env or {})},
            capture_output=True,
            text=True,
            timeout=within,
            check=False,
        )

    def run(self, *arguments: str, folder: Path, env: Mapping[str, str] | None = None, within: float = 300) -> str:
        """Run it and return what it prints; an unhappy end is an error."""
        done = self.try_run(*arguments, folder=folder, env=env, within=within)
        if done.returncode != 0:
            raise TerraformError(f"terraform {' '.join(arguments)}:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
        return done.stdout

    def offers(self, provider: str, folder: Path) -> bool:
        """Whether a provider such as `hashicorp/vault` can be installed here; `folder` is empty and scratch."""
        required = {provider.rpartition("/")[2]: {"source": provider}}
        document: dict[str, Any] = {"terraform": {"required_providers": required}}
        (folder / "main.tf.json").write_text(json.dumps(document), encoding="utf-8")
        return self.try_run("init", "-backend=false", folder=folder).returncode == 0


def terraform(folder: Path) -> Terraform:
    """The machine's Terraform, its own configuration written into `folder`."""
    found = need(
        program("terraform"), "Terraform", install="Terraform 1.11 or newer from https://developer.hashicorp.com"
    )
    mirror = plugin_mirror()
    configuration = folder / "terraform.rc"
    configuration.write_text("" if mirror is None else _installation(mirror), encoding="utf-8")
    return Terraform(found, configuration)


def plugin_mirror() -> Path | None:
    """The folder of providers that TF_PLUGIN_MIRROR names, or one in the usual places, or None."""
    given = os.environ.get("TF_PLUGIN_MIRROR")
    if given:
        return Path(given)
    return next((folder for folder in _candidates() if any(folder.glob(_AWS))), None)


def _candidates() -> Iterator[Path]:
    yield Path.home() / ".terraform.d" / "plugins"
    yield Path.home() / ".local" / "share" / "terraform" / "plugins"
    for place in map(Path, _USUAL_PLACES):
        yield place
        if place.is_dir():
            for folder in sorted(child for child in place.iterdir() if child.is_dir()):
                yield folder
                yield folder / "plugins"


def _installation(mirror: Path) -> str:
    """What the mirror holds comes from it alone; everything else from the public registry, as usual."""
    held = sorted(f"{path.parent.name}/{path.name}" for path in mirror.glob("*.*/*/*"))
    return (
        "provider_installation {\n"
        f"  filesystem_mirror {{\n    path = {json.dumps(str(mirror))}\n    include = {json.dumps(held)}\n  }}\n"
        f"  direct {{\n    exclude = {json.dumps(held)}\n  }}\n"
        "}\n"
    )
