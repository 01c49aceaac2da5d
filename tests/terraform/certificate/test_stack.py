"""The stack as a whole: outputs, state, protection, names."""

import pytest
from cdktf import App

from kgc_constructs.settings import Environment
from kgc_constructs.settings.identity import Stage
from kgc_constructs.terraform.certificate import CertificateStack
from tests.terraform.certificate.conftest import Render, RenderStack
from tests.terraform.certificate.documents import address, environment, only, resources

ACCOUNT = "123456789012"
STATEFUL = ("aws_acm_certificate", "aws_acmpca_certificate", "aws_acmpca_certificate_authority", "aws_kms_key")


def everything(stage: Stage) -> Environment:
    """An environment that uses every part of the stack."""
    return environment(stage, account_id=ACCOUNT, mtls={"organization": "Example"})


def test_the_outputs_have_their_names_and_only_what_is_safe_to_use(render: Render) -> None:
    document = render(environment())
    issued = f"${{{address(document, 'aws_acm_certificate_validation')}.certificate_arn}}"
    assert {name: output["value"] for name, output in document["output"].items()} == {
        "certificate_arn": issued,
        "certificate_domain": "kgc.example.com",
        "mtls_ca_arn": "",
    }


@pytest.mark.parametrize("stage", ["staging", "production"])
def test_what_holds_state_is_protected_from_destruction(render: Render, stage: Stage) -> None:
    document = render(everything(stage))
    for kind in STATEFUL:
        for resource in resources(document, kind):
            assert resource["lifecycle"]["prevent_destroy"] is True, kind


def test_protection_can_be_lifted_for_one_deployment(render_stack: RenderStack) -> None:
    def build(app: App) -> CertificateStack:
        stack = CertificateStack(app, "lifted", settings=environment("production"))
        stack.certificate.resource.add_override("lifecycle.prevent_destroy", False)
        return stack

    assert only(render_stack(build), "aws_acm_certificate")["lifecycle"] == {
        "create_before_destroy": True,
        "prevent_destroy": False,
    }


@pytest.mark.parametrize("stage", ["dev", "e2e-test"])
def test_in_development_and_tests_everything_can_be_removed(render: Render, stage: Stage) -> None:
    document = render(everything(stage))
    for kind in document["resource"]:
        for resource in resources(document, kind):
            assert "prevent_destroy" not in resource.get("lifecycle", {}), kind


def test_the_state_is_where_the_settings_say(render: Render) -> None:
    assert set(render(environment())["terraform"]["backend"]) == {"local"}
    [(kind, backend)] = render(environment("production"))["terraform"]["backend"].items()
    assert kind == "s3"
    assert backend["key"] == "kgc/production/certificate.tfstate"
    assert backend["encrypt"] is True
    assert backend["use_lockfile"] is True


def test_parts_are_published_and_absent_ones_are_none(tmp_path_factory: pytest.TempPathFactory) -> None:
    app = App(outdir=str(tmp_path_factory.mktemp("parts")))
    full = CertificateStack(app, "full", settings=everything("dev"))
    assert full.topic is not None
    assert full.caa is not None
    assert full.authority is not None
    assert list(full.alarms.resources) == [30, 14, 7]
    assert list(full.certificate.validation_records) == ["kgc.example.com"]
    small = CertificateStack(
        app,
        "small",
        settings=environment(caa=False, sns_topic_arn=f"arn:aws:sns:eu-central-1:{ACCOUNT}:on-call"),
    )
    assert (small.topic, small.caa, small.authority) == (None, None, None)


def test_two_environments_in_one_account_never_collide(render: Render) -> None:
    def names(settings: Environment) -> set[str]:
        document = render(settings)
        return {
            resource[key]
            for kind, key in (
                ("aws_cloudwatch_metric_alarm", "alarm_name"),
                ("aws_cloudwatch_event_rule", "name"),
                ("aws_sns_topic", "name"),
            )
            for resource in resources(document, kind)
        }

    one, other = environment("staging"), environment("production")
    another_app = one.evolve(app_name="kgc-other")
    named = one.evolve(name="staging-2")
    found = [names(settings) for settings in (one, other, another_app, named)]
    assert sum(map(len, found)) == len(set().union(*found)) == 4 * 8
