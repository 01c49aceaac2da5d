"""Finds and loads the environment files of `apps/`; loading one never loads another."""

from __future__ import annotations

import importlib.util
import traceback
from pathlib import Path

from kgc_constructs.bindings.early import nothing_early
from kgc_constructs.errors import InputError, Problem, SettingsError
from kgc_constructs.settings import Environment

__all__ = ["file_of_app", "load_environment", "names_of_apps"]

_MISTAKES = (SyntaxError, ImportError, NameError, TypeError, AttributeError, LookupError, ValueError, OSError)
"""What a slip in an environment file raises, besides the settings' own errors."""


def names_of_apps(folder: Path) -> list[str]:
    """The environments that `folder` describes, in alphabetical order."""
    return sorted(path.stem for path in folder.glob("*.py") if not path.stem.startswith("_"))


def file_of_app(name: str, folder: Path = Path("apps")) -> Path:
    """The file that describes an environment: `folder/name.py`, or the file `name` itself."""
    return Path(name) if name.endswith(".py") else folder / f"{name}.py"


def load_environment(name: str, folder: Path = Path("apps")) -> Environment:
    """The ENVIRONMENT that `folder/name.py`, or the file `name` itself, binds.

    Raises:
        SettingsError: if there is no such file, it does not run, or it binds no `Environment`.
    """
    path = file_of_app(name, folder)
    if not path.is_file():
        known = ", ".join(names_of_apps(folder)) or f"(no file in {folder})"
        raise SettingsError(
            [Problem(field="environment", value=name, allowed=f"{known}, or a file", reason=f"{path} does not exist")]
        )
    spec = importlib.util.spec_from_file_location(f"kgc_app_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise SettingsError(
            [Problem(field="environment", value=name, allowed="a Python file", reason=f"{path} cannot be loaded")]
        )
    module = importlib.util.module_from_spec(spec)
    try:
        with nothing_early():  # who reads an environment may do something else than render it
            spec.loader.exec_module(module)
    except InputError:
        raise
    except _MISTAKES as error:
        reason = f"line {_line(error, path)}: {type(error).__name__}: {error}"
        raise SettingsError(
            [Problem(field="environment", value=name, allowed="a Python file that runs", reason=reason)]
        ) from error
    environment = getattr(module, "ENVIRONMENT", None)
    if not isinstance(environment, Environment):
        raise SettingsError(
            [
                Problem(
                    field="ENVIRONMENT",
                    value=environment,
                    allowed="an Environment",
                    reason=f"{path} must bind this name, so that commands and tests find it",
                )
            ]
        )
    return environment


def _line(error: Exception, path: Path) -> int | None:
    """The last line of the file itself that led to the error."""
    if isinstance(error, SyntaxError):
        return error.lineno
    own = path.resolve()
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if Path(frame.filename).resolve() == own]
    return lines[-1] if lines else None
