"""A folder from which cdktf deploys one environment, as a user's project would."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kgc_constructs.settings import Environment
from tests.servers.aws import Aws
from tests.servers.requirements import need, program
from tests.servers.terraform import Terraform

_APP = """import json
from pathlib import Path
from kgc_constructs import synth
from kgc_constructs.settings import Environment
synth(Environment(**json.loads(Path(__file__).with_suffix(".json").read_text())))
"""
_BIN = Path(__file__).parents[3] / "node_modules" / ".bin"


@dataclass(frozen=True)
class Project:
    """A project whose app is one environment."""

    folder: Path
    stack: str
    terraform: Terraform
    aws: Aws

    def cdktf(self, *arguments: str) -> str:
        """Run cdktf to its end; an unhappy end is an error."""
        cdktf = need(program("cdktf", _BIN), "cdktf", install="it by `npm ci`")
        done = subprocess.run(
            [cdktf, *arguments],
            cwd=self.folder,
            env={**os.environ, **self.terraform.environment, **self.aws.environment, "CI": "true"},
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
        return done.stdout

    @property
    def state(self) -> dict[str, Any]:
        """Terraform's own record, where the local backend keeps it."""
        files = [path for path in self.folder.rglob("*.tfstate") if ".terraform" not in path.parts]
        assert len(files) == 1, files
        found: dict[str, Any] = json.loads(files[0].read_text(encoding="utf-8"))
        return found


def project(environment: Environment, folder: Path, terraform: Terraform, aws: Aws) -> Project:
    """Write the project."""
    (folder / "app.py").write_text(_APP, encoding="utf-8")
    (folder / "app.json").write_text(json.dumps(environment.model_dump(mode="json")), encoding="utf-8")
    described = {
        "language": "python",
        "app": f"{sys.executable} app.py",
        "projectId": "e2e",
        "sendCrashReports": "false",
    }
    (folder / "cdktf.json").write_text(json.dumps(described), encoding="utf-8")
    return Project(folder, f"certificate-{environment.slug}", terraform, aws)
