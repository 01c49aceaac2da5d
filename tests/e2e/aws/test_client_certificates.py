"""The private authority issues a client certificate that openssl verifies, up to the root and no further."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kgc_constructs.settings import MutualTls
from tests.e2e.aws.conftest import Make
from tests.servers.aws import REGION, Aws
from tests.servers.requirements import need, program
from tests.servers.terraform import Terraform
from tests.terraform.certificate.applying import Applied, rendered
from tests.terraform.certificate.documents import read

_CLIENT = "arn:aws:acm-pca:::template/EndEntityClientAuthCertificate/V1"


@dataclass(frozen=True)
class Authority:
    """The subordinate authority and the chain above it, as files."""

    stack: Applied
    arn: str
    subordinate: Path
    root: Path


@pytest.fixture(scope="module")
def authority(
    make: Make, aws_endpoint: Aws, terraform_cli: Terraform, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Authority]:
    """Both levels of the authority; of the stack nothing else is applied."""
    folder = tmp_path_factory.mktemp("authority")
    settings = make("mutual", mtls=MutualTls(organization="Example", deletion_window_days=7))
    stack = rendered(settings, folder, aws_endpoint, terraform_cli)
    document = read(stack.folder)
    kinds = [kind for kind in document["resource"] if kind.startswith("aws_acmpca_")]
    targets = [f"-target={kind}.{name}" for kind in kinds for name in document["resource"][kind]]
    try:
        stack.run("apply", "-auto-approve", *targets)
        pca = aws_endpoint.client("acm-pca")
        found = {each["Type"]: each["Arn"] for each in pca.list_certificate_authorities()["CertificateAuthorities"]}
        own = pca.get_certificate_authority_certificate(CertificateAuthorityArn=found["SUBORDINATE"])
        (subordinate := folder / "subordinate.pem").write_text(own["Certificate"], encoding="utf-8")
        above = pca.get_certificate_authority_certificate(CertificateAuthorityArn=found["ROOT"])
        (root := folder / "root.pem").write_text(above["Certificate"], encoding="utf-8")
        yield Authority(stack, found["SUBORDINATE"], subordinate, root)
    finally:
        stack.run("destroy", "-auto-approve")


def _openssl(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    tool = need(program("openssl"), "openssl", install="the package openssl")
    return subprocess.run([tool, *arguments], capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def client(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A client's certificate, asked for with a key that never leaves the client."""
    folder = tmp_path_factory.mktemp("client")
    key, request, certificate = folder / "key.pem", folder / "request.pem", folder / "certificate.pem"
    kind = ["-newkey", "rsa:2048", "-noenc"]
    made = _openssl("req", "-new", *kind, "-subj", "/O=Example/CN=client", "-keyout", key, "-out", request)
    assert made.returncode == 0, made.stderr
    pca = authority.stack.aws.client("acm-pca", region=REGION)
    arn = pca.issue_certificate(
        CertificateAuthorityArn=authority.arn,
        Csr=request.read_bytes(),
        SigningAlgorithm="SHA256WITHRSA",
        Validity={"Type": "DAYS", "Value": 7},
        TemplateArn=_CLIENT,
    )["CertificateArn"]
    issued = pca.get_certificate(CertificateAuthorityArn=authority.arn, CertificateArn=arn)
    certificate.write_text(issued["Certificate"], encoding="utf-8")
    return certificate


def test_openssl_verifies_it_up_to_the_root(authority: Authority, client: Path) -> None:
    chain: list[str | Path] = ["-purpose", "sslclient", "-CAfile", authority.root, "-untrusted", authority.subordinate]
    verified = _openssl("verify", *chain, client)
    assert verified.stdout.strip() == f"{client}: OK", verified.stderr


def test_without_the_subordinate_it_is_nobodys(authority: Authority, client: Path) -> None:
    assert _openssl("verify", "-CAfile", authority.root, client).returncode != 0


def test_the_root_did_not_issue_it_directly(authority: Authority, client: Path) -> None:
    issuer = _openssl("x509", "-noout", "-issuer", "-in", client).stdout
    subject = _openssl("x509", "-noout", "-subject", "-in", authority.subordinate).stdout
    assert issuer.removeprefix("issuer=") == subject.removeprefix("subject=")
