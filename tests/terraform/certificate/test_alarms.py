"""Alarms go off in time, and silence counts as the worst case."""

from tests.terraform.certificate.conftest import Render
from tests.terraform.certificate.documents import address, environment, only, resources

GIVEN = "arn:aws:sns:eu-central-1:123456789012:on-call"


def test_one_alarm_for_each_of_the_days(render: Render) -> None:
    alarms = resources(render(environment()), "aws_cloudwatch_metric_alarm")
    assert sorted(alarm["threshold"] for alarm in alarms) == [7, 14, 30]
    assert {alarm["alarm_name"] for alarm in alarms} == {
        f"kgc-sidecar-development-certificate-expires-in-{days}-days" for days in (7, 14, 30)
    }


def test_the_days_are_a_setting(render: Render) -> None:
    assert only(render(environment(alarm_days=(21,))), "aws_cloudwatch_metric_alarm")["threshold"] == 21


def test_what_is_measured_is_the_days_left_of_the_issued_certificate(render: Render) -> None:
    document = render(environment(alarm_days=(7,)))
    alarm = only(document, "aws_cloudwatch_metric_alarm")
    issued = f"${{{address(document, 'aws_acm_certificate_validation')}.certificate_arn}}"
    assert alarm["namespace"] == "AWS/CertificateManager"
    assert alarm["metric_name"] == "DaysToExpiry"
    assert alarm["statistic"] == "Minimum"
    assert alarm["period"] == 24 * 60 * 60
    assert alarm["evaluation_periods"] == 1
    assert alarm["comparison_operator"] == "LessThanOrEqualToThreshold"
    assert alarm["dimensions"] == {"CertificateArn": issued}


def test_silence_is_an_alarm(render: Render) -> None:
    alarms = resources(render(environment()), "aws_cloudwatch_metric_alarm")
    assert {alarm["treat_missing_data"] for alarm in alarms} == {"breaching"}


def test_the_topic_hears_of_the_alarm_and_of_its_end(render: Render) -> None:
    document = render(environment())
    ours = f"${{{address(document, 'aws_sns_topic')}.arn}}"
    for alarm in resources(document, "aws_cloudwatch_metric_alarm"):
        assert alarm["alarm_actions"] == [ours]
        assert alarm["ok_actions"] == [ours]
        assert alarm.get("actions_enabled", True)


def test_a_given_topic_hears_of_it_instead(render: Render) -> None:
    document = render(environment(sns_topic_arn=GIVEN))
    for alarm in resources(document, "aws_cloudwatch_metric_alarm"):
        assert alarm["alarm_actions"] == alarm["ok_actions"] == [GIVEN]
