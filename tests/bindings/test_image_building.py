"""What cannot be prepared within its time is given up, whole, so that nobody waits for it without end."""

from __future__ import annotations

from pathlib import Path

import pytest

from kgc_constructs.bindings import image_building
from kgc_constructs.bindings.node import Node
from kgc_constructs.bindings.preloading import described


@pytest.mark.timeout(60)
def test_a_nodejs_that_does_not_end_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stuck = tmp_path / "node"
    stuck.write_text("#!/bin/sh\nexec sleep 600\n", encoding="utf-8")
    stuck.chmod(0o755)
    monkeypatch.setattr(image_building, "_PATIENCE", 0.2)
    *_, tarball = described("constructs")
    with pytest.raises(ValueError, match=r"could not be indexed: no end after 0\.2 s"):
        image_building.build(Node(str(stuck), (22, 0, 0)), tarball, tmp_path / "images" / "constructs")
    assert list((tmp_path / "images").iterdir()) == []
