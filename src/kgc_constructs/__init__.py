"""Constructs for a hardened KGC sidecar: Kubernetes manifests, its Vault and its certificate, from one description.

Importing this package loads neither jsii nor Node.js; what renders is loaded on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kgc_constructs.synthesis import synth
    from kgc_constructs.synthesis_pool import synth_all

__all__ = ["synth", "synth_all"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Load the renderer only when somebody renders (PEP 562)."""
    if name in __all__:
        from kgc_constructs.starting import start_rendering  # noqa: PLC0415  # lazy: see the module's docstring

        start_rendering()
        from kgc_constructs import synthesis, synthesis_pool  # noqa: PLC0415

        return {"synth": synthesis.synth, "synth_all": synthesis_pool.synth_all}[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
