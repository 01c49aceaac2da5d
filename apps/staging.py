"""Staging: production's shape at half its size, for the last look before a release."""

from kgc_constructs import synth
from kgc_constructs.settings import (
    AcmTls,
    AlbIngress,
    CertificateSettings,
    Database,
    Environment,
    Image,
    JwtLogin,
    NetworkPolicySettings,
    Observability,
    Peer,
    PipelineLoginSettings,
    Resources,
    Rotation,
    S3State,
    Tracing,
    Vault,
)

ENVIRONMENT = Environment(
    environment="staging",
    image=Image(
        repository="registry.example.com/unrdf/kgc-sidecar",
        tag="1.4.2",
        digest="sha256:4b0ebd8aee1e1494236b00ea89b0e83168ad790ce4db8d866e6b0005ef22e1d3",
    ),
    replicas=2,
    autoscaling=None,
    resources=Resources(cpu_request="500m", cpu_limit="1", memory_request="512Mi", memory_limit="1Gi"),
    exposure=AlbIngress(host="kgc.staging.example.com"),
    tls=AcmTls(),
    certificate=CertificateSettings(
        domain="kgc.staging.example.com",
        zone_id="Z0STAGINGEXAMPLE",
        region="eu-central-1",
        account_id="123456789012",
    ),
    database=Database(url="postgresql://kgc.staging-db.example.com:5432/kgc"),
    vault=Vault(
        address="https://vault.example.com:8200",
        rotation=Rotation(
            image="registry.example.com/unrdf/kgc-constructs:0.1.0"
            "@sha256:0e05b4fad16cb2bb982baaff1980383779098ae8f0cb0beaf4ab99b7aa159883",
        ),
    ),
    pod_login=JwtLogin(issuer="https://oidc.staging.example.com", discovery_url="https://oidc.staging.example.com"),
    pipeline_login=PipelineLoginSettings(bound_cidrs=("10.20.0.0/16",)),
    observability=Observability(tracing=Tracing(endpoint="http://jaeger-collector.tracing.svc:14268/api/traces")),
    network_policy=NetworkPolicySettings(
        peers=(
            Peer(host="vault.example.com", cidrs=("10.10.0.0/24",)),
            Peer(host="kgc.staging-db.example.com", cidrs=("10.30.0.0/24",)),
        ),
    ),
    state=S3State(bucket="example-terraform-state", region="eu-central-1"),
)

if __name__ == "__main__":
    synth(ENVIRONMENT)
