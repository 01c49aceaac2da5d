"""`kgc deploy` of the certificate: interrupted, killed, its endpoint gone, its state locked; then run again."""

import json
import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kgc_constructs.settings.identity import Stage
from tests.e2e.interrupts.deployment import Deployment, kill_terraform
from tests.servers.aws import ACCOUNT, REGION, Aws, own_aws
from tests.servers.forwarding import Line
from tests.servers.terraform import Terraform
from tests.terraform.certificate.applying import hosted_zone
from tests.terraform.certificate.documents import environment

_BUCKET = "example-terraform-state"


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Aws]:
    """An endpoint of our own: what these tests leave on it goes with it."""
    with own_aws(tmp_path_factory.mktemp("endpoint")) as own:
        s3 = own.client("s3")
        s3.create_bucket(Bucket=_BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        yield own


def _deployment(stage: Stage, endpoint: Aws, terraform: Terraform, folder: Path) -> Deployment:
    """A project whose certificate nobody has deployed; a protected stage keeps its state in a bucket."""
    domain = f"interrupted-{stage}.example.com"
    zone = hosted_zone(endpoint, domain)
    settings = environment(
        stage, domain=domain, zone_id=zone, account_id=ACCOUNT, key_algorithm="RSA_2048", caa=False
    ).evolve(name=f"interrupted-{stage}")
    return Deployment(settings, folder, terraform, endpoint)


def _complete(deployment: Deployment) -> None:
    """Whether another run completes, and leaves nothing to be done and nothing locked."""
    code, said = deployment.run()
    assert code == 0, said
    scope = ("--only", "infrastructure", "--stack", deployment.stack.name)
    difference = deployment.kgc.run("diff", deployment.settings.slug, "--exit-code", *scope)
    assert (difference.code, difference.out) == (0, f"{deployment.stack.name}: no changes\n"), difference.err
    outputs = json.loads(deployment.kgc.run("outputs", deployment.settings.slug).out)
    arn = outputs["certificate_arn"]
    described = deployment.aws.client("acm").describe_certificate(CertificateArn=arn)["Certificate"]
    assert described["Status"] == "ISSUED"


def _applying(said: str) -> bool:
    return re.search(r"aws_\S+: (Creating|Still creating)", said) is not None


@pytest.mark.timeout(1800)  # six runs of Terraform in a row
def test_whatever_interrupts_it_another_run_goes_on_and_the_last_completes_it(
    endpoint: Aws, terraform_cli: Terraform, tmp_path: Path
) -> None:
    deployment = _deployment("dev", endpoint, terraform_cli, tmp_path)
    _is_killed_at_the_record(deployment)
    _is_interrupted_by_a_person(deployment)
    _loses_its_endpoint(deployment)
    _complete(deployment)


def _is_interrupted_by_a_person(deployment: Deployment) -> None:
    run = deployment.start()
    deployment.reach(run, _applying)
    os.kill(run.pid, signal.SIGINT)
    code, said = deployment.wait(run)
    assert code == 130, said


def _loses_its_endpoint(deployment: Deployment) -> None:
    line, reached = Line(urlsplit(deployment.aws.url).port or 0), deployment.aws
    deployment.aws = Aws(f"http://127.0.0.1:{line.port}")
    try:
        run = deployment.start()
        deployment.reach(run, _applying)
    finally:
        line.cut()
    code, said = deployment.wait(run)
    assert code == 1, said
    assert "Terraform could not" in said
    deployment.aws = reached


def _is_killed_at_the_record(deployment: Deployment) -> None:
    """At the worst moment: AWS has the record already, Terraform waits to be told so, and its state knows nothing.

    No other run may overwrite a record that it has not made, but says the command by which a person hands it over.
    """
    run = deployment.start()
    deployment.reach(run, lambda said: "aws_route53_record" in said and "Still creating..." in said)
    kill_terraform(run)
    code, said = deployment.wait(run)
    assert code == 1, said
    code, said = deployment.run()
    assert code == 1, said
    deployment.obey(r"`(terraform .* import \S+ \S+)` takes it over", said)


def test_a_state_that_stays_locked_comes_with_the_command_that_frees_it(
    endpoint: Aws, terraform_cli: Terraform, tmp_path: Path
) -> None:
    deployment = _deployment("staging", endpoint, terraform_cli, tmp_path)
    run = deployment.start()
    deployment.reach(run, _applying)
    kill_terraform(run)
    deployment.wait(run)
    code, said = deployment.run()
    assert code == 1
    deployment.obey(r"`(terraform .*force-unlock \S+)` frees it", said, answer="yes\n")
    deployment.terraform.run("plan", folder=deployment.stack, env=deployment.aws.environment)
