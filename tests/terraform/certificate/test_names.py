"""Names fit the lengths that AWS allows, whatever the environment is called."""

import pytest

from kgc_constructs.settings.certificate_names import CertificateNames
from kgc_constructs.terraform.certificate.event_rules import EVENTS
from tests.terraform.certificate.documents import environment

LONG = environment().evolve(app_name="a" * 40, name="e" * 63)
LONG_TOO = environment().evolve(app_name="a" * 40, name="e" * 62 + "f")


@pytest.mark.parametrize("event", [event.removeprefix("ACM Certificate ").lower() for event in EVENTS])
def test_a_rule_has_64_characters_at_most_and_still_tells_environment_and_event(event: str) -> None:
    slug = event.replace(" ", "-")
    long, long_too = (CertificateNames.of(settings).rule(slug) for settings in (LONG, LONG_TOO))
    assert len(long) == len(long_too) == 64
    assert long != long_too
    assert long.endswith(slug)


def test_authorities_have_common_names_of_64_characters_at_most() -> None:
    names = CertificateNames.of(LONG)
    assert len(names.root_authority) == len(names.subordinate_authority) == 64
    assert names.root_authority != CertificateNames.of(LONG_TOO).root_authority


def test_alarms_and_topics_have_room_for_the_longest_names() -> None:
    names = CertificateNames.of(LONG)
    assert len(names.alarm(90)) <= 255
    assert len(names.topic) <= 256
