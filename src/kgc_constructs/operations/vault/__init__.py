"""What people do with the Vault of an environment. Importing this loads no HTTP client."""

from __future__ import annotations

from kgc_constructs.operations.vault.bootstrapping import Bootstrapped, bootstrap
from kgc_constructs.operations.vault.client import VaultClient, VaultError
from kgc_constructs.operations.vault.initialisation import Initialised, KeyHolders, initialise
from kgc_constructs.operations.vault.login import session
from kgc_constructs.operations.vault.retirement import Retired, retire
from kgc_constructs.operations.vault.rotation import Rotated, RotationUnderWayError, rotate
from kgc_constructs.operations.vault.seeding import Seeded, seed
from kgc_constructs.operations.vault.server import VaultServer
from kgc_constructs.operations.vault.unsealing import SealStatus, unseal

__all__ = [
    "Bootstrapped",
    "Initialised",
    "KeyHolders",
    "Retired",
    "Rotated",
    "RotationUnderWayError",
    "SealStatus",
    "Seeded",
    "VaultClient",
    "VaultError",
    "VaultServer",
    "bootstrap",
    "initialise",
    "retire",
    "rotate",
    "seed",
    "session",
    "unseal",
]
