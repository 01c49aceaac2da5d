"""Only Amazon may issue for the names."""

import pytest

from tests.terraform.certificate.conftest import Render
from tests.terraform.certificate.documents import Document, address, environment, only, resources


def caa(document: Document) -> list[Document]:
    """The CAA records."""
    return [record for record in resources(document, "aws_route53_record") if record["type"] == "CAA"]


def test_names_and_wildcards_may_be_issued_by_amazon_and_nobody_else(render: Render) -> None:
    [record] = caa(render(environment(alternative_names=("*.kgc.example.com",))))
    amazon = ("amazon.com", "amazonaws.com", "amazontrust.com", "awstrust.com")
    assert record["name"] == "kgc.example.com"
    assert record["zone_id"] == "Z0EXAMPLE"
    assert sorted(record["records"]) == sorted(
        [f'0 {tag} "{authority}"' for tag in ("issue", "issuewild") for authority in amazon]
    )


@pytest.mark.parametrize(
    ("alternative_names", "names"),
    [
        (("www.kgc.example.com",), ["kgc.example.com"]),
        (("example.com",), ["example.com"]),
        (("www.example.com", "*.api.example.com"), ["api.example.com", "kgc.example.com", "www.example.com"]),
        (("notkgc.example.com",), ["kgc.example.com", "notkgc.example.com"]),
    ],
)
def test_a_record_speaks_for_all_names_below_it(
    render: Render, alternative_names: tuple[str, ...], names: list[str]
) -> None:
    assert sorted(record["name"] for record in caa(render(environment(alternative_names=alternative_names)))) == names


def test_it_stands_before_acm_looks(render: Render) -> None:
    document = render(environment())
    names = [name for name, record in document["resource"]["aws_route53_record"].items() if record["type"] == "CAA"]
    assert only(document, "aws_acm_certificate")["depends_on"] == [f"aws_route53_record.{name}" for name in names]


def test_it_can_be_left_to_the_owner_of_the_zone(render: Render) -> None:
    document = render(environment(caa=False))
    assert caa(document) == []
    assert "depends_on" not in only(document, "aws_acm_certificate")
    assert address(document, "aws_route53_record")  # the validation record is still there
