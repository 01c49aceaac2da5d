"""The Vault stack and a validated certificate beside somebody else's resources."""

from kgc_constructs.bindings import activate

activate()  # before the first import of cdktf or a provider: everything that follows loads fast

# isort: split
from cdktf import App, TerraformOutput, TerraformStack
from cdktf_cdktf_provider_aws.lb_listener_certificate import LbListenerCertificate
from cdktf_cdktf_provider_aws.provider import AwsProvider
from cdktf_cdktf_provider_vault.mount import Mount
from constructs import Construct

from kgc_constructs.settings import AcmTls, AlbIngress, CertificateSettings, Environment
from kgc_constructs.terraform.certificate import ValidatedCertificate
from kgc_constructs.terraform.vault import VaultStack

SETTINGS = Environment(
    environment="dev",
    exposure=AlbIngress(host="kgc.example.com"),
    tls=AcmTls(),
    certificate=CertificateSettings(domain="kgc.example.com", zone_id="Z0EXAMPLE", region="eu-central-1"),
)
LISTENER = (
    "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/public/50dc6c495c0c9188/f2f7dc8efc522ab2"
)


class Edge(TerraformStack):
    """Somebody's stack, which owns its provider and its load balancer."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)
        AwsProvider(self, "Aws", region="eu-central-1")
        certificate = ValidatedCertificate(self, "Certificate", settings=SETTINGS)
        LbListenerCertificate(self, "Listener", listener_arn=LISTENER, certificate_arn=certificate.arn)
        TerraformOutput(self, "arn", value=certificate.arn)


def build(app: App) -> None:
    """Add both stacks to an app."""
    vault = VaultStack(app, "vault", settings=SETTINGS)
    Mount(vault, "TeamMount", path="team", type="kv", options={"version": "2"})
    Edge(app, "edge")


if __name__ == "__main__":
    APP = App()
    build(APP)
    APP.synth()
