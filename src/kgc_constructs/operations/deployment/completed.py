"""The outputs of an environment, completed by what Terraform knows after apply."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kgc_constructs.operations.deployment.stack import stacks_in
from kgc_constructs.outputs import Outputs, complete, read_terraform_outputs, workload_outputs
from kgc_constructs.settings import Environment
from kgc_constructs.synthesis import target_of

__all__ = ["completed_outputs"]


def completed_outputs(settings: Environment, out: Path, files: Sequence[Path] = ()) -> Outputs:
    """All outputs of `settings`; what only Terraform knows comes from `files`, or else from the stacks below `out`.

    A stack is asked when Terraform has worked in it; where nothing was applied from here, those outputs stay empty.

    Raises:
        InputError: if a file cannot be read, belongs to another environment, or Terraform is missing.
        OperationError: if the state cannot be read.
    """
    folder = target_of(settings, out, {}).terraform or out
    sources: list[Path | str] = list(files)
    if not sources:
        sources += [stack.outputs() for stack in stacks_in(folder) if stack.initialised]
    result = workload_outputs(settings)
    for source in sources:
        result = complete(result, read_terraform_outputs(source))
    return result
