"""Names of images: what a registry has, and what does not move."""

from __future__ import annotations

import pytest

from kgc_constructs.settings import Environment, SettingsError

DIGEST = "sha256:" + "0123456789abcdef" * 4


def fields(environment: Environment, **image: str) -> set[str]:
    """Fields at fault when the image is changed so."""
    try:
        environment.evolve(image=image)
    except SettingsError as error:
        return {each.field for each in error.problems}
    return set()


@pytest.mark.parametrize("digest", ["sha256:0123", DIGEST.upper(), DIGEST[7:]])
def test_a_digest_is_64_digits(digest: str, minimal: Environment) -> None:
    assert fields(minimal, digest=digest) == {"image.digest"}


def test_an_image_has_one_digest(minimal: Environment) -> None:
    assert fields(minimal, tag="1.4.2", digest=DIGEST) == set()
    assert fields(minimal, tag=DIGEST, digest=DIGEST) == {"image.digest"}
    assert fields(minimal, tag=f"1.4.2@{DIGEST}", digest=DIGEST) == {"image.digest"}


def test_a_digest_makes_no_version_of_latest(minimal: Environment) -> None:
    with pytest.raises(SettingsError, match="nobody can say what runs"):
        minimal.evolve(environment="production", image={"tag": "latest", "digest": DIGEST})


@pytest.mark.parametrize("image", [f"kgc:0.1.0@{DIGEST}", f"registry.example.com:5000/a/kgc@{DIGEST}", "kgc:0.1.0"])
def test_the_rotations_image_has_a_version_or_a_digest(image: str, minimal: Environment) -> None:
    rotation = minimal.evolve(vault={"rotation": {"image": image}}).vault.rotation
    assert rotation
    assert rotation.image == image
