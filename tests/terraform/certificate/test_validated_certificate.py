"""The certificate is requested, proven by one record for each name, and published only when issued."""

import re

import pytest
from cdktf import App, TerraformOutput, TerraformStack
from cdktf_cdktf_provider_aws.provider import AwsProvider
from cdktf_cdktf_provider_aws.sns_topic import SnsTopic

from kgc_constructs.errors import SettingsError
from kgc_constructs.settings import Environment
from kgc_constructs.terraform.certificate import ValidatedCertificate
from tests.terraform.certificate.conftest import Render, RenderStack
from tests.terraform.certificate.documents import Document, address, environment, only, resources


def validation_records(document: Document) -> dict[str, Document]:
    """The validation records by the name that each looks up among what AWS asks for."""
    records = [record for record in resources(document, "aws_route53_record") if record["type"] != "CAA"]
    return {re.findall(r'\["(.+?)"\]', record["name"])[0]: record for record in records}


@pytest.mark.parametrize(
    ("alternative_names", "looked_up"),
    [
        ((), {"kgc.example.com"}),
        (("*.kgc.example.com",), {"kgc.example.com"}),
        (("www.example.com",), {"kgc.example.com", "www.example.com"}),
        (("*.api.example.com",), {"kgc.example.com", "*.api.example.com"}),
        (("*.api.example.com", "api.example.com"), {"kgc.example.com", "*.api.example.com"}),
    ],
)
def test_each_distinct_name_has_one_record(
    render: Render, alternative_names: tuple[str, ...], looked_up: set[str]
) -> None:
    document = render(environment(alternative_names=alternative_names))
    assert set(validation_records(document)) == looked_up
    assert len(only(document, "aws_acm_certificate_validation")["validation_record_fqdns"]) == len(looked_up)


def test_a_record_says_what_aws_asks_for(render: Render) -> None:
    document = render(environment())
    [record] = validation_records(document).values()
    options = f"{address(document, 'aws_acm_certificate')}.domain_validation_options"
    option = f'{{ for option in {options} : option.domain_name => option }}["kgc.example.com"]'
    assert record["name"] == f"${{{option}.resource_record_name}}"
    assert record["type"] == f"${{{option}.resource_record_type}}"
    assert record["records"] == [f"${{{option}.resource_record_value}}"]
    assert record["zone_id"] == "Z0EXAMPLE"


def test_keys_are_static_and_do_not_depend_on_the_order_of_names(render: Render) -> None:
    one, other = (
        render(environment(alternative_names=names))["resource"]["aws_route53_record"]
        for names in (("a.example.com", "b.example.com"), ("b.example.com", "a.example.com"))
    )
    assert set(one) == set(other)
    assert not any({"for_each", "count"} & set(record) for record in one.values())


def test_no_record_takes_over_somebody_elses(render: Render) -> None:
    document = render(environment(alternative_names=("*.kgc.example.com", "www.example.com")))
    assert not any("allow_overwrite" in record for record in resources(document, "aws_route53_record"))


def test_a_new_certificate_comes_before_the_old_one_goes(render: Render) -> None:
    assert only(render(environment()), "aws_acm_certificate")["lifecycle"]["create_before_destroy"] is True


@pytest.mark.parametrize("algorithm", ["RSA_2048", "EC_prime256v1", "EC_secp384r1"])
def test_the_key_is_rsa_or_ecdsa(render: Render, algorithm: str) -> None:
    certificate = only(render(environment(key_algorithm=algorithm)), "aws_acm_certificate")
    assert certificate["key_algorithm"] == algorithm
    assert certificate["validation_method"] == "DNS"


def test_issuing_is_logged_in_public(render: Render) -> None:
    options = only(render(environment()), "aws_acm_certificate")["options"]
    assert options["certificate_transparency_logging_preference"] == "ENABLED"


def test_it_stands_in_somebody_elses_stack(render_stack: RenderStack) -> None:
    def build(app: App) -> TerraformStack:
        stack = TerraformStack(app, "theirs")
        AwsProvider(stack, "Theirs", region="eu-central-1")
        SnsTopic(stack, "Topic", name="theirs")
        certificate = ValidatedCertificate(stack, "Ours", settings=environment())
        TerraformOutput(stack, "arn", value=certificate.arn)
        return stack

    document = render_stack(build)
    assert document["output"]["arn"]["value"] == (
        f"${{{address(document, 'aws_acm_certificate_validation')}.certificate_arn}}"
    )
    assert set(document["resource"]) == {
        "aws_acm_certificate",
        "aws_acm_certificate_validation",
        "aws_route53_record",
        "aws_sns_topic",
    }


def test_the_escape_hatch_reaches_the_document(render_stack: RenderStack) -> None:
    def build(app: App) -> TerraformStack:
        stack = TerraformStack(app, "theirs")
        AwsProvider(stack, "Theirs")
        certificate = ValidatedCertificate(stack, "Ours", settings=environment())
        certificate.resource.add_override("tags", {"team": "platform"})
        certificate.validation_records["kgc.example.com"].ttl = 60
        return stack

    document = render_stack(build)
    assert only(document, "aws_acm_certificate")["tags"] == {"team": "platform"}
    assert only(document, "aws_route53_record")["ttl"] == 60


def test_an_environment_without_certificate_is_refused(render_stack: RenderStack) -> None:
    def build(app: App) -> TerraformStack:
        stack = TerraformStack(app, "theirs")
        ValidatedCertificate(stack, "Ours", settings=Environment(environment="dev"))
        return stack

    with pytest.raises(SettingsError, match="certificate\n  value:   None"):
        render_stack(build)
