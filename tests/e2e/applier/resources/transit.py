"""Transit: keys that never leave Vault."""

from tests.e2e.applier.desired import Arguments, Desired, Write, only, resource

_AT_BIRTH = ("type", "derived", "convergent_encryption", "exportable", "allow_plaintext_backup")
_LATER = ("deletion_allowed", "min_decryption_version", "min_encryption_version", "auto_rotate_period")


@resource("vault_transit_secret_backend_key", "backend", "name", *_AT_BIRTH, *_LATER)
def key(given: Arguments) -> Desired:
    """A key: its kind is settled when it is made, its rotation and removal may change."""
    path = f"{given['backend']}/keys/{given['name']}"
    born = only(given, *_AT_BIRTH)
    later = only(given, *_LATER)
    writes = (
        Write(path, born | only(given, "auto_rotate_period"), expected=born, once=True),
        Write(f"{path}/config", later, read=path),
    )
    return Desired(writes, remove=path)
