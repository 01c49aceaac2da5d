"""Production: three to ten sidecars over three zones, public, and protected against destruction."""

from kgc_constructs import synth
from kgc_constructs.settings import (
    AcmTls,
    AlbIngress,
    Autoscaling,
    CertificateSettings,
    Database,
    DisruptionBudget,
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
    environment="production",
    image=Image(
        repository="registry.example.com/unrdf/kgc-sidecar",
        tag="1.4.2",
        digest="sha256:4b0ebd8aee1e1494236b00ea89b0e83168ad790ce4db8d866e6b0005ef22e1d3",
    ),
    log_level="warn",
    autoscaling=Autoscaling(min_replicas=3, max_replicas=10),
    disruption_budget=DisruptionBudget(min_available=2),
    resources=Resources(cpu_request="1", cpu_limit="2", memory_request="1Gi", memory_limit="1Gi"),
    exposure=AlbIngress(host="kgc.example.com", scheme="internet-facing"),
    tls=AcmTls(),
    certificate=CertificateSettings(
        domain="kgc.example.com",
        zone_id="Z0PRODUCTIONEXAMPLE",
        region="eu-central-1",
        account_id="123456789012",
    ),
    database=Database(url="postgresql://kgc.production-db.example.com:5432/kgc"),
    vault=Vault(
        address="https://vault.example.com:8200",
        rotation=Rotation(
            image="registry.example.com/unrdf/kgc-constructs:0.1.0"
            "@sha256:0e05b4fad16cb2bb982baaff1980383779098ae8f0cb0beaf4ab99b7aa159883",
        ),
    ),
    pod_login=JwtLogin(
        issuer="https://oidc.production.example.com", discovery_url="https://oidc.production.example.com"
    ),
    pipeline_login=PipelineLoginSettings(bound_cidrs=("10.21.0.0/16",)),
    observability=Observability(
        tracing=Tracing(
            endpoint="http://jaeger-collector.tracing.svc:14268/api/traces",
            sampling_ratio=0.1,  # every request of production would drown the collector
        )
    ),
    network_policy=NetworkPolicySettings(
        peers=(
            Peer(host="vault.example.com", cidrs=("10.10.0.0/24",)),
            Peer(host="kgc.production-db.example.com", cidrs=("10.31.0.0/24",)),
        ),
    ),
    state=S3State(bucket="example-terraform-state", region="eu-central-1"),
)

if __name__ == "__main__":
    synth(ENVIRONMENT)
