"""Alarms that go off while there is still time to renew."""

from __future__ import annotations

from cdktf_cdktf_provider_aws.cloudwatch_metric_alarm import CloudwatchMetricAlarm
from constructs import Construct

from kgc_constructs.settings import Environment
from kgc_constructs.settings.certificate_names import CertificateNames
from kgc_constructs.terraform.certificate.provider import certificate_provider
from kgc_constructs.terraform.certificate.section import certificate_of

__all__ = ["ExpiryAlarms"]

_DAY = 86_400  # seconds; ACM publishes the metric twice a day


class ExpiryAlarms(Construct):
    """One alarm for each of `alarm_days`, so that a mail that was overlooked is not the last one.

    Args:
        scope: Parent.
        construct_id: Name below the parent.
        settings: The environment.
        certificate_arn: The certificate to watch: the validated one, since a pending one has no metric.
        topic_arn: SNS topic in the certificate's region; hears of the alarm and of its end.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        settings: Environment,
        certificate_arn: str,
        topic_arn: str,
    ) -> None:
        super().__init__(scope, construct_id)
        certificate = certificate_of(settings)
        provider = certificate_provider(self, settings=settings)
        names = CertificateNames.of(settings)
        self.resources = {
            days: CloudwatchMetricAlarm(
                self,
                f"{days}-days",
                alarm_name=names.alarm(days),
                alarm_description=f"The certificate of {certificate.domain} expires in {days} days or less.",
                namespace="AWS/CertificateManager",
                metric_name="DaysToExpiry",
                dimensions={"CertificateArn": certificate_arn},
                statistic="Minimum",
                period=_DAY,
                evaluation_periods=1,
                comparison_operator="LessThanOrEqualToThreshold",
                threshold=days,
                # ACM stops publishing when the certificate expires: silence is the worst case, not the best.
                treat_missing_data="breaching",
                alarm_actions=[topic_arn],
                ok_actions=[topic_arn],
                provider=provider,
            )
            for days in certificate.alarm_days
        }
