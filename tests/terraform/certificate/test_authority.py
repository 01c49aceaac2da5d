"""The private authority: a root that signs one subordinate, which issues to clients and to nobody else."""

import pytest
from cdktf import App, TerraformStack
from cdktf_cdktf_provider_aws.provider import AwsProvider

from kgc_constructs.errors import SettingsError
from kgc_constructs.settings import Environment
from kgc_constructs.terraform.certificate import PrivateCertificateAuthority
from tests.terraform.certificate.conftest import Render, RenderStack
from tests.terraform.certificate.documents import Document, environment, only, resources

ACCOUNT = "123456789012"


def mutual(**mtls: object) -> Environment:
    """An environment with a private authority."""
    return environment(account_id=ACCOUNT, mtls={"organization": "Example", **mtls})


def level(document: Document, kind: str) -> tuple[str, Document, str, Document, str]:
    """One level: authority's address and body, certificate's address and body, and its installation's address."""
    authorities = document["resource"]["aws_acmpca_certificate_authority"]
    [(name, authority)] = [(name, body) for name, body in authorities.items() if body["type"] == kind]
    own = f"aws_acmpca_certificate_authority.{name}"
    [(signed, certificate)] = [
        (name, body)
        for name, body in document["resource"]["aws_acmpca_certificate"].items()
        if body["certificate_signing_request"] == f"${{{own}.certificate_signing_request}}"
    ]
    [installed] = [
        name
        for name, body in document["resource"]["aws_acmpca_certificate_authority_certificate"].items()
        if body["certificate_authority_arn"] == f"${{{own}.arn}}"
        and body["certificate"] == f"${{aws_acmpca_certificate.{signed}.certificate}}"
    ]
    return (
        own,
        authority,
        f"aws_acmpca_certificate.{signed}",
        certificate,
        f"aws_acmpca_certificate_authority_certificate.{installed}",
    )


def test_the_root_signs_itself(render: Render) -> None:
    own, authority, _, certificate, _ = level(render(mutual()), "ROOT")
    assert certificate["certificate_authority_arn"] == f"${{{own}.arn}}"
    assert certificate["template_arn"].endswith(":acm-pca:::template/RootCACertificate/V1")
    assert certificate["validity"] == {"type": "YEARS", "value": "10"}
    assert authority["certificate_authority_configuration"]["subject"] == {
        "common_name": "kgc-sidecar-development root CA",
        "organization": "Example",
    }


def test_the_root_signs_nothing_but_the_subordinate_which_signs_no_authority(render: Render) -> None:
    document = render(mutual())
    *_, installed_root = level(document, "ROOT")
    _, authority, own_certificate, certificate, installed = level(document, "SUBORDINATE")
    # Through the installation: before it, the root has a key and nothing to sign with.
    assert certificate["certificate_authority_arn"] == f"${{{installed_root}.certificate_authority_arn}}"
    assert certificate["template_arn"].endswith(":acm-pca:::template/SubordinateCACertificate_PathLen0/V1")
    assert certificate["validity"] == {"type": "YEARS", "value": "3"}
    assert authority["certificate_authority_configuration"]["subject"]["common_name"].endswith(" client CA")
    assert len(resources(document, "aws_acmpca_certificate")) == 2
    chain = document["resource"]["aws_acmpca_certificate_authority_certificate"][installed.partition(".")[2]]
    assert chain["certificate_chain"] == f"${{{own_certificate}.certificate_chain}}"


def test_years_organization_and_window_are_settings(render: Render) -> None:
    document = render(mutual(root_years=20, subordinate_years=5, organization="Sample", deletion_window_days=14))
    for kind, years in (("ROOT", "20"), ("SUBORDINATE", "5")):
        _, authority, _, certificate, _ = level(document, kind)
        assert certificate["validity"]["value"] == years
        assert authority["certificate_authority_configuration"]["subject"]["organization"] == "Sample"
        assert authority["permanent_deletion_time_in_days"] == 14


def test_there_is_time_to_bring_a_deleted_authority_back(render: Render) -> None:
    authorities = resources(render(mutual()), "aws_acmpca_certificate_authority")
    assert [authority["permanent_deletion_time_in_days"] for authority in authorities] == [30, 30]


def test_revocation_is_told_by_ocsp_or_by_lists_in_the_given_bucket(render: Render) -> None:
    for authority in resources(render(mutual()), "aws_acmpca_certificate_authority"):
        assert authority["revocation_configuration"] == {"ocsp_configuration": {"enabled": True}}
    for authority in resources(render(mutual(crl_bucket="example-crl")), "aws_acmpca_certificate_authority"):
        [(kind, lists)] = authority["revocation_configuration"].items()
        assert kind == "crl_configuration"
        assert lists["enabled"] is True
        assert lists["s3_bucket_name"] == "example-crl"
        assert lists["s3_object_acl"] == "BUCKET_OWNER_FULL_CONTROL"  # not public


def test_acm_may_issue_from_the_subordinate_for_this_account_alone(render: Render) -> None:
    document = render(mutual())
    permission = only(document, "aws_acmpca_permission")
    *_, installed = level(document, "SUBORDINATE")
    assert permission["certificate_authority_arn"] == f"${{{installed}.certificate_authority_arn}}"
    assert permission["principal"] == "acm.amazonaws.com"
    assert permission["source_account"] == ACCOUNT
    assert sorted(permission["actions"]) == ["GetCertificate", "IssueCertificate", "ListPermissions"]


def test_what_is_published_is_the_subordinate_once_it_can_issue(render: Render) -> None:
    document = render(mutual())
    *_, installed = level(document, "SUBORDINATE")
    assert document["output"]["mtls_ca_arn"]["value"] == f"${{{installed}.certificate_authority_arn}}"


def test_without_mutual_tls_there_is_no_authority_and_the_output_is_empty(render: Render) -> None:
    document = render(environment())
    assert not any(kind.startswith("aws_acmpca") for kind in document["resource"])
    assert document["output"]["mtls_ca_arn"]["value"] == ""


def test_an_environment_without_mutual_tls_is_refused(render_stack: RenderStack) -> None:
    def build(app: App) -> TerraformStack:
        stack = TerraformStack(app, "theirs")
        AwsProvider(stack, "Theirs")
        PrivateCertificateAuthority(stack, "Ours", settings=environment())
        return stack

    with pytest.raises(SettingsError, match=r"certificate\.mtls"):
        render_stack(build)
