"""For snapshot tests of charts and stacks, one's own too: rendered to data, normalised and stable.

Nothing of cdk8s, cdktf or Node.js is loaded before something is rendered.
"""

from kgc_constructs.checks.model.rendered import Document, Rendered
from kgc_constructs.testing.documents import flatten, normalise
from kgc_constructs.testing.golden import assert_matches_golden
from kgc_constructs.testing.rendering import render, render_chart, render_stack

__all__ = [
    "Document",
    "Rendered",
    "assert_matches_golden",
    "flatten",
    "normalise",
    "render",
    "render_chart",
    "render_stack",
]
