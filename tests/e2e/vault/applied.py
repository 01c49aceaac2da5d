"""One environment's Vault stack, applied."""

from dataclasses import dataclass, field
from pathlib import Path

from kgc_constructs.settings import Environment
from kgc_constructs.settings.vault_names import VaultNames
from tests.e2e.vault.deployment import Deployment


@dataclass(frozen=True)
class Applied:
    """What was applied, where its document and state lie, and how much the first apply changed."""

    environment: Environment
    names: VaultNames
    folder: Path
    given: dict[str, str] = field(repr=False)
    deployment: Deployment
    changed: int
