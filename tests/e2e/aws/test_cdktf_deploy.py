"""`cdktf deploy` makes the certificate, a second time it has nothing to do, and `cdktf destroy` leaves nothing."""

from collections.abc import Iterator

import pytest

from kgc_constructs.outputs import read_terraform_outputs
from tests.e2e.aws.conftest import Make
from tests.e2e.aws.project import Project, project
from tests.servers.aws import Aws
from tests.servers.terraform import Terraform
from tests.terraform.certificate.applying import NO_CHANGE, Watchers, certificates, records, watchers


@pytest.fixture(scope="module")
def deployed(
    make: Make, aws_endpoint: Aws, terraform_cli: Terraform, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Project]:
    """An environment, deployed; the last test takes it away."""
    made = project(make("deployed"), tmp_path_factory.mktemp("deployed"), terraform_cli, aws_endpoint)
    made.cdktf("deploy", made.stack, "--skip-provider-lock", "--auto-approve", "--outputs-file", "outputs.json")
    yield made
    if made.state["resources"]:
        made.cdktf("destroy", made.stack, "--skip-provider-lock", "--auto-approve")


def _arn(deployed: Project) -> str:
    arn: str = read_terraform_outputs(deployed.folder / "outputs.json")["certificate_arn"]
    return arn


def test_the_certificate_is_issued_and_its_outputs_are_read_back(deployed: Project) -> None:
    found = deployed.aws.client("acm").describe_certificate(CertificateArn=_arn(deployed))["Certificate"]
    assert (found["Status"], found["DomainName"]) == ("ISSUED", "deployed.example.com")


def test_a_second_plan_is_empty(deployed: Project) -> None:
    stack = deployed.folder / "cdktf.out" / "stacks" / deployed.stack
    plan = ("plan", "-detailed-exitcode", "-no-color")
    planned = deployed.terraform.try_run(*plan, folder=stack, env=deployed.aws.environment)
    assert planned.returncode == NO_CHANGE, planned.stdout + planned.stderr


def test_destroy_leaves_nothing(deployed: Project, make: Make, zone: str) -> None:
    arn = _arn(deployed)
    deployed.cdktf("destroy", deployed.stack, "--skip-provider-lock", "--auto-approve")
    assert deployed.state["resources"] == []
    assert arn not in certificates(deployed.aws)
    assert watchers(make("deployed"), deployed.aws) == Watchers(alarms=[], rules=[], topics=[])
    assert [name for name, _ in records(deployed.aws, zone) if name.endswith("deployed.example.com")] == []
