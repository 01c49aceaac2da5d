"""DNS records that exist though Terraform does not know them: a run that was killed has made them, or somebody else."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

__all__ = ["ways_to_adopt"]

_EXISTS = re.compile(
    r"resource record set \[name='(?P<name>[^']+?)\.?', type='(?P<type>\w+)'\] but it already exists"
    r".*?with aws_route53_record\.(?P<id>[^,\s]+),",
    re.DOTALL,
)
"""Route 53's words, and the resource that Terraform names below them."""


def ways_to_adopt(folder: Path, words: str) -> list[str]:
    """The commands by which Terraform takes over the records that `words` complain about.

    A record that exists is never overwritten: it may be somebody else's, and only a person can tell.
    """
    return list(_ways(folder, words))


def _ways(folder: Path, words: str) -> Iterator[str]:
    document = json.loads((folder / "cdk.tf.json").read_text(encoding="utf-8"))
    records = document.get("resource", {}).get("aws_route53_record", {})
    for found in _EXISTS.finditer(words):
        zone = records[found["id"]]["zone_id"]
        imported = f"{zone}_{found['name']}_{found['type']}"
        yield shlex.join(["terraform", f"-chdir={folder}", "import", f"aws_route53_record.{found['id']}", imported])
