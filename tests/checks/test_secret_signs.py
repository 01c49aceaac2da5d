"""The quick look loses nothing: what has a known form, or is random, is found among its signs as it is without them."""

from __future__ import annotations

import base64

from hypothesis import given
from hypothesis import strategies as st

from kgc_constructs.checks.secrets.secret_formats import ALL, Signs, signs_of
from kgc_constructs.checks.secrets.secret_values import known_format, random_value

LETTERS = "".join(map(chr, range(ord("a"), ord("z") + 1)))
RANDOM = base64.b64encode(bytes(range(100, 140))).decode()
SECRETS = [
    "AKIA" + "ABCDEFGH12345678",
    "-----BEGIN EC PRIVATE" + " KEY-----",
    "hvs." + "a1B2" * 7,
    "s." + "a1B2" * 6,
    "HVR.no hvr." + "x_-9" * 6,
    "ghp_" + "a1B2" * 9,
    "github_pat_" + "a1B2" * 6,
    "glpat-" + "a1B2" * 5,
    "xoxb-" + "1234567890",
    "AIza" + "a1B2c" * 7,
    "sk_live_" + "a1B2" * 4,
    "npm_" + "a1B2" * 9,
    "eyJ" + "a" * 12 + ".eyJ" + "b" * 12 + ".c",
    "redis://user:word@redis:6379",
    "${scheme}://user:word@redis:6379",
    "Authorization: Bearer " + "a1B2" * 4,
    base64.b64encode(b"redis://user:word@redis:6379, and more").decode(),
    RANDOM,
    RANDOM.lower(),
]
pieces = st.lists(
    st.sampled_from([*SECRETS, *(secret[:-9] for secret in SECRETS)]) | st.text(max_size=9) | st.text(LETTERS),
    max_size=4,
)
separators = st.sampled_from(["", " ", "\n", "=", '"', ".", "ä"])
NOTHING = Signs((), words=False)


@given(st.lists(st.builds(lambda parts, between: between.join(parts), pieces, separators), min_size=1, max_size=4))
def test_nothing_is_lost(texts: list[str]) -> None:
    signs = signs_of(texts) or NOTHING
    assert [known_format(text, signs) for text in texts] == [known_format(text) for text in texts]
    assert [random_value(text, signs) for text in texts] == [random_value(text) for text in texts]


def test_every_form_is_among_the_secrets_and_looked_for_alone() -> None:
    found = {each.what: secret for secret in SECRETS for each in ALL.formats if each.pattern.search(secret)}
    assert set(found) == {each.what for each in ALL.formats}
    for what, secret in found.items():
        signs = signs_of([secret])
        assert signs is not None
        assert what in {each.what for each in signs.formats}


def test_ordinary_texts_have_no_signs() -> None:
    assert signs_of(["kgc-sidecar", "https://kgc.example.com/v1", "arn:aws:sns:eu-central-1:123456789012:kgc"]) is None


def test_only_what_is_somewhere_is_looked_for_elsewhere() -> None:
    somewhere = signs_of(["npm_" + "a1B2" * 9])
    assert somewhere is not None
    assert signs_of(["glpat-" + "a1B2" * 5], somewhere) is None
