"""PostgreSQL, the AWS endpoint and Terraform that the proofs run on answer as the real ones do."""

import json
from pathlib import Path

import psycopg
import pytest

from tests.servers.aws import ACCOUNT, Aws
from tests.servers.postgres import Postgres
from tests.servers.requirements import need
from tests.servers.terraform import Terraform, plugin_mirror


def test_postgres_takes_the_password_and_no_other(postgres_server: Postgres) -> None:
    assert postgres_server.accepts("postgres", postgres_server.password)
    assert not postgres_server.accepts("postgres", "wrong")
    assert not postgres_server.accepts("nobody-here", postgres_server.password)


def test_a_changed_password_refuses_the_old_one_at_once(postgres_server: Postgres) -> None:
    with postgres_server.connect() as connection:
        connection.execute("CREATE ROLE turning LOGIN PASSWORD 'old'")
        assert postgres_server.accepts("turning", "old")
        connection.execute("ALTER ROLE turning PASSWORD 'new'")
    assert postgres_server.accepts("turning", "new")
    assert not postgres_server.accepts("turning", "old")


def test_the_endpoint_knows_who_asks(aws_endpoint: Aws) -> None:
    assert aws_endpoint.client("sts").get_caller_identity()["Account"] == ACCOUNT


def test_the_endpoint_keeps_what_it_is_given(aws_endpoint: Aws) -> None:
    topics = aws_endpoint.client("sns")
    arn = topics.create_topic(Name="example")["TopicArn"]
    assert arn in {topic["TopicArn"] for topic in topics.list_topics()["Topics"]}
    topics.delete_topic(TopicArn=arn)
    assert arn not in {topic["TopicArn"] for topic in topics.list_topics()["Topics"]}


def test_terraform_uses_our_configuration_and_no_other(terraform_cli: Terraform, tmp_path: Path) -> None:
    answer = json.loads(terraform_cli.run("version", "-json", folder=tmp_path))
    assert tuple(map(int, answer["terraform_version"].split(".")[:2])) >= (1, 11)
    assert "does not exist" not in terraform_cli.try_run("version", folder=tmp_path).stderr


def test_terraform_tells_which_providers_it_can_get(terraform_cli: Terraform, tmp_path: Path) -> None:
    need(plugin_mirror(), "the Terraform provider for AWS", install="a mirror of it and set TF_PLUGIN_MIRROR")
    (held := tmp_path / "held").mkdir()
    (absent := tmp_path / "absent").mkdir()
    assert terraform_cli.offers("hashicorp/aws", held)
    assert not terraform_cli.offers("example.org/nobody/nothing", absent)


def test_a_server_that_is_gone_is_no_refused_login(postgres_server: Postgres) -> None:
    unreachable = Postgres(port=1, password=postgres_server.password)
    with pytest.raises(psycopg.OperationalError, match="connection"):
        unreachable.accepts("postgres", postgres_server.password)
