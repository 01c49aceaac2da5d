"""Certificate stacks as data."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cdktf import App, TerraformStack

from kgc_constructs.settings import (
    AcmTls,
    AlbIngress,
    CertificateSettings,
    Environment,
    Image,
    LocalState,
    S3State,
    Vault,
)
from kgc_constructs.settings.identity import Stage
from kgc_constructs.terraform.certificate import CertificateStack

Document = dict[str, Any]
Build = Callable[[App], TerraformStack]


def environment(stage: Stage = "dev", **certificate: Any) -> Environment:
    """A small environment whose certificate is as asked for, and used by the load balancer unless by CloudFront."""
    cloudfront = bool(certificate.get("cloudfront"))
    values = {"domain": "kgc.example.com", "zone_id": "Z0EXAMPLE", "region": "eu-central-1", **certificate}
    return Environment(
        environment=stage,
        image=Image(tag="1.4.2"),
        vault=Vault(address="https://vault.example.com:8200"),
        exposure=None if cloudfront else AlbIngress(host=values["domain"]),
        tls=None if cloudfront else AcmTls(),
        certificate=CertificateSettings(**values),
        state=(
            S3State(bucket="example-terraform-state", region="eu-central-1")
            if stage in ("staging", "production")
            else LocalState()
        ),
    )


def write(folder: Path, build: Build) -> Path:
    """Render the stack that `build` makes, and return the folder in which Terraform would run."""
    app = App(outdir=str(folder))
    name = build(app).node.id
    app.synth()
    return folder / "stacks" / name


def certificate_stack(settings: Environment) -> Build:
    """Makes the whole certificate stack of `settings`."""
    return lambda app: CertificateStack(app, f"certificate-{settings.slug}", settings=settings)


def read(folder: Path) -> Document:
    """The rendered stack in `folder`."""
    return dict(json.loads((folder / "cdk.tf.json").read_text(encoding="utf-8")))


def resources(document: Document, kind: str) -> list[Document]:
    """The resources of one type, in the order of their names."""
    return [found for _, found in sorted(document["resource"].get(kind, {}).items())]


def only(document: Document, kind: str) -> Document:
    """The one resource of its type."""
    [found] = resources(document, kind)
    return found


def address(document: Document, kind: str) -> str:
    """The address of the one resource of its type."""
    [name] = document["resource"][kind]
    return f"{kind}.{name}"


def statements(policy: str) -> dict[str, Document]:
    """The statements of an IAM policy by their id."""
    return {statement["Sid"]: statement for statement in json.loads(policy)["Statement"]}
