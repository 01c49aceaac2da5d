"""A certificate stack on an AWS endpoint, by real Terraform, and what that endpoint cannot do."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kgc_constructs.settings import Environment
from kgc_constructs.settings.certificate_names import CertificateNames
from tests.servers.aws import REGION, Aws
from tests.servers.terraform import Terraform
from tests.terraform.certificate.documents import Document, certificate_stack, read, write

NO_CHANGE, CHANGES = 0, 2  # exit codes of `terraform plan -detailed-exitcode`
_TRIES = 1000


@dataclass(frozen=True)
class Applied:
    """A stack in a folder of its own, with the endpoint that it is applied to."""

    settings: Environment
    folder: Path
    aws: Aws
    terraform: Terraform

    def run(self, *arguments: str) -> str:
        """Run Terraform on the stack."""
        return self.terraform.run(*arguments, "-no-color", folder=self.folder, env=self.aws.environment, within=600)

    def plan(self, *arguments: str) -> tuple[int, str]:
        """Plan, and return the detailed exit code with what Terraform printed."""
        done = self.terraform.try_run(
            "plan", "-detailed-exitcode", "-no-color", *arguments, folder=self.folder, env=self.aws.environment
        )
        return done.returncode, done.stdout + done.stderr

    def outputs(self) -> dict[str, Any]:
        """The outputs after apply."""
        return {name: output["value"] for name, output in json.loads(self.run("output", "-json")).items()}

    def rewrite(self, document: Document) -> None:
        """Let Terraform read `document` from now on."""
        (self.folder / "cdk.tf.json").write_text(json.dumps(document), encoding="utf-8")


def rendered(settings: Environment, folder: Path, aws: Aws, terraform: Terraform, *init: str) -> Applied:
    """The stack, rendered and initialised, without the one resource to which moto answers 500."""
    stack = Applied(settings, write(folder / "rendered", certificate_stack(settings)), aws, terraform)
    document = read(stack.folder)
    document["resource"].pop("aws_acmpca_permission", None)
    stack.rewrite(document)
    stack.run("init", *init)
    return stack


def hosted_zone(aws: Aws, name: str) -> str:
    """A new zone; moto draws ids from all letters, while those of AWS begin with `Z`, which settings insist on."""
    route53 = aws.client("route53")
    for number in range(_TRIES):
        zone = route53.create_hosted_zone(Name=name, CallerReference=f"{name}-{number}")["HostedZone"]
        found = str(zone["Id"]).rpartition("/")[2]
        if found.startswith("Z"):
            return found
        route53.delete_hosted_zone(Id=found)
    raise AssertionError(f"no zone id of {_TRIES} begins with Z")


def records(aws: Aws, zone: str) -> dict[tuple[str, str], list[str]]:
    """Records of a zone by name and type, but for those that every zone has."""
    found = aws.client("route53").list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
    return {
        (record["Name"].rstrip("."), record["Type"]): [value["Value"] for value in record["ResourceRecords"]]
        for record in found
        if record["Type"] not in ("NS", "SOA")
    }


def certificates(aws: Aws, region: str = REGION) -> list[str]:
    """ARNs of the certificates of a region."""
    found = aws.client("acm", region=region).list_certificates()["CertificateSummaryList"]
    return [certificate["CertificateArn"] for certificate in found]


@dataclass(frozen=True)
class Watchers:
    """What watches over the certificate, as the endpoint tells it."""

    alarms: list[dict[str, Any]]
    rules: list[dict[str, Any]]
    topics: list[str]


def watchers(settings: Environment, aws: Aws, region: str = REGION) -> Watchers:
    """The environment's alarms, rules and topics in a region; an endpoint that was given may hold others."""
    names = CertificateNames.of(settings)
    topics = aws.client("sns", region=region).list_topics()["Topics"]
    return Watchers(
        alarms=aws.client("cloudwatch", region=region).describe_alarms(AlarmNamePrefix=names.prefix)["MetricAlarms"],
        rules=aws.client("events", region=region).list_rules(NamePrefix=names.prefix)["Rules"],
        topics=[topic["TopicArn"] for topic in topics if topic["TopicArn"].endswith(f":{names.topic}")],
    )
