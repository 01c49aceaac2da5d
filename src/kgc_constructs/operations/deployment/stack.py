"""One rendered Terraform stack, handled by the machine's own Terraform."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kgc_constructs.errors import Problem
from kgc_constructs.operations.deployment.adoption import ways_to_adopt
from kgc_constructs.operations.deployment.stack_changes import StackChanges, read_changes
from kgc_constructs.operations.errors import OperationError
from kgc_constructs.operations.programs import Ended, Program

__all__ = ["Stack", "stacks_in"]

_TERRAFORM = Program(
    "terraform",
    "Terraform 1.11 or newer, from https://developer.hashicorp.com/terraform/install",
    {"CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1", "TF_INPUT": "0"},
)
_LOCK_ID = re.compile(r"Lock Info:\s+ID:\s+(\S+)")


def stacks_in(folder: Path) -> list[Stack]:
    """The stacks that were rendered into `folder`, by name."""
    return [Stack(path.parent) for path in sorted(folder.glob("stacks/*/cdk.tf.json"))]


@dataclass(frozen=True)
class Stack:
    """A folder with a `cdk.tf.json`."""

    folder: Path

    @property
    def name(self) -> str:
        """As cdktf calls it."""
        return self.folder.name

    @property
    def initialised(self) -> bool:
        """Whether Terraform has worked here before."""
        return (self.folder / ".terraform").is_dir()

    def missing_values(self, variables: Mapping[str, str]) -> list[Problem]:
        """Variables that nobody gave a value: Terraform would name the first only, after a long way."""
        document = json.loads((self.folder / "cdk.tf.json").read_text(encoding="utf-8"))
        return [
            Problem(
                field=f"TF_VAR_{name}",
                value=None,
                allowed="a value in the process environment",
                reason=f"{self.name} needs it: {variable.get('description', 'no description')}",
            )
            for name, variable in sorted(document.get("variable", {}).items())
            if "default" not in variable and f"TF_VAR_{name}" not in variables
        ]

    def initialise(self) -> None:
        """Fetch providers and connect to the state.

        Raises:
            InputError: if Terraform is missing.
            OperationError: if a provider or the state cannot be had.
        """
        self._must("prepare", "init", "-no-color")

    def plan(self, file: Path, *, lock: bool = True) -> StackChanges:
        """Write the plan to `file`, and say what it holds. Given secrets are in no plan: their variables are ephemeral.

        Raises:
            OperationError: if Terraform cannot plan, because of a lock for instance.
        """
        locking = [] if lock else ["-lock=false"]
        self._must("plan", "plan", "-no-color", *locking, f"-out={file}")
        return read_changes(self.name, self._must("read the plan of", "show", "-json", str(file)).out)

    def apply(self, file: Path) -> None:
        """Do what the plan in `file` says, and nothing else.

        Raises:
            OperationError: if something fails. What is done by then stays done; a new plan goes on from there.
        """
        self._must("apply", "apply", "-no-color", str(file), show=True)

    def outputs(self) -> str:
        """What `terraform output -json` prints."""
        return self._must("read the outputs of", "output", "-json").out

    def _must(self, verb: str, *arguments: str, show: bool = False) -> Ended:
        ended = _TERRAFORM.run([f"-chdir={self.folder}", *arguments], show=show)
        if ended.code == 0:
            return ended
        if lock := _LOCK_ID.search(ended.err):
            unlock = f"terraform -chdir={shlex.quote(str(self.folder))} force-unlock {lock.group(1)}"
            raise OperationError(
                f"The state of {self.name} is locked by another run. If that run is dead, `{unlock}` frees it.\n"
                f"{ended.words}"
            )
        if adopting := ways_to_adopt(self.folder, ended.err):
            raise OperationError(
                f"Terraform could not {verb} {self.name}: a record is there already. If a run that was killed has made "
                f"it, {' and '.join(f'`{each}`' for each in adopting)} takes it over; then the same command goes on.\n"
                f"{ended.words}"
            )
        raise OperationError(f"Terraform could not {verb} {self.name}.\n{ended.words}")
