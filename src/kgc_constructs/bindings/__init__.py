"""Makes the jsii bindings start fast; nothing outside this package knows how jsii loads.

`activate()` is called before the first import of cdk8s, cdktf or a provider package. What a program renders does not
change; `KGC_PLAIN_BINDINGS=1` turns everything off but the search for Node.js. Importing this package loads neither
jsii nor Node.js. `docs/fast-bindings.md` explains how it works.
"""

from __future__ import annotations

from kgc_constructs.bindings.activation import activate, start_early
from kgc_constructs.bindings.cache import cache_dir, clean
from kgc_constructs.bindings.errors import BindingsWarning, NodeError

__all__ = ["BindingsWarning", "NodeError", "activate", "cache_dir", "clean", "start_early"]
