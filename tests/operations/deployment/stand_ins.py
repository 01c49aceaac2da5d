"""Stand-ins for `terraform` and `kubectl` that write down how they are called and answer as a test says.

They show in which order things are done and what follows a failure; that the real programs understand these calls is
shown by the tests that use the real ones.
"""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_PROGRAM = """#!{python}
import json, pathlib, re, sys
here = pathlib.Path(__file__).resolve().parent
call = " ".join([pathlib.Path(sys.argv[0]).name, *sys.argv[1:]])
with (here / "calls").open("a") as calls:
    calls.write(call + "\\n")
earlier = (here / "calls").read_text().splitlines()[:-1]
for pattern, answers in json.loads((here / "answers").read_text()):
    if re.search(pattern, call):
        number = sum(bool(re.search(pattern, each)) for each in earlier)
        code, out, err = answers[min(number, len(answers) - 1)]
        sys.stdout.write(out)
        sys.stderr.write(err)
        sys.exit(code)
"""


@dataclass(frozen=True)
class Reply:
    """How a stand-in ends and what it prints."""

    code: int = 0
    out: str = ""
    err: str = ""


@dataclass(frozen=True)
class StandIns:
    """The folder that stands first on the PATH."""

    folder: Path

    @classmethod
    def at(cls, folder: Path) -> "StandIns":
        """Both programs, answering nothing and succeeding."""
        folder.mkdir()
        for name in ("terraform", "kubectl"):
            program = folder / name
            program.write_text(_PROGRAM.format(python=sys.executable), encoding="utf-8")
            program.chmod(0o755)
        (folder / "answers").write_text("[]", encoding="utf-8")
        (folder / "calls").touch()
        return cls(folder)

    @property
    def path(self) -> str:
        """A PATH on which they are found first."""
        return f"{self.folder}{os.pathsep}{os.environ['PATH']}"

    def answer(self, pattern: str, *replies: Reply) -> None:
        """Answer calls that match `pattern` in turn, the last reply for ever; rules made later come first."""
        rules = json.loads((self.folder / "answers").read_text(encoding="utf-8"))
        rules.insert(0, [pattern, [[reply.code, reply.out, reply.err] for reply in replies]])
        (self.folder / "answers").write_text(json.dumps(rules), encoding="utf-8")

    def calls(self, *words: str) -> Sequence[str]:
        """The calls so far that contain one of `words`, shortened to what a test is about."""
        lines = (self.folder / "calls").read_text(encoding="utf-8").splitlines()
        return [line for line in lines if not words or any(word in line for word in words)]
