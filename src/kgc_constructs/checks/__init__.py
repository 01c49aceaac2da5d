"""What must hold across the rendered documents, before anything is written or deployed."""

from kgc_constructs.checks.rendered import Document, Rendered, read_rendered
from kgc_constructs.checks.running import CHECKS, run_checks

__all__ = ["CHECKS", "Document", "Rendered", "read_rendered", "run_checks"]
