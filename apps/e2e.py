"""End-to-end tests: every part switched on, everything removable, in a namespace of its own."""

from kgc_constructs import synth
from kgc_constructs.settings import (
    AcmTls,
    AlbIngress,
    Autoscaling,
    CertificateSettings,
    Database,
    Environment,
    Image,
    Lockchain,
    MutualTls,
    NetworkPolicySettings,
    Observability,
    PipelineLoginSettings,
    Redis,
    Resolution,
    Rotation,
    Tracing,
    Vault,
)

ENVIRONMENT = Environment(
    environment="e2e-test",
    image=Image(
        repository="registry.example.com/unrdf/kgc-sidecar",
        tag="main",
        digest="sha256:d7517044d836e76e3d1352c05b61724a027766cc976ab12bd1ea6b39117d9d3f",
    ),
    log_level="debug",
    autoscaling=Autoscaling(min_replicas=3, max_replicas=9),
    lockchain=Lockchain(storage_size="1Gi"),
    resolution=Resolution(),
    exposure=AlbIngress(host="kgc.e2e.example.com"),
    tls=AcmTls(),
    certificate=CertificateSettings(
        domain="kgc.e2e.example.com",
        zone_id="Z0ETOEEXAMPLE",
        region="eu-central-1",
        account_id="123456789012",
        mtls=MutualTls(organization="Example", deletion_window_days=7),
    ),
    database=Database(url="postgresql://postgres.data.svc:5432/kgc"),
    redis=Redis(url="redis://redis.data.svc:6379"),
    vault=Vault(
        address="https://vault.vault.svc:8200",
        audit=None,  # OpenBao takes audit devices from its own file only
        rotation=Rotation(
            image="registry.example.com/unrdf/kgc-constructs:0.1.0"
            "@sha256:0e05b4fad16cb2bb982baaff1980383779098ae8f0cb0beaf4ab99b7aa159883",
        ),
    ),
    pipeline_login=PipelineLoginSettings(bound_cidrs=("127.0.0.0/8",)),
    observability=Observability(tracing=Tracing(endpoint="http://jaeger-collector.tracing.svc:14268/api/traces")),
    network_policy=NetworkPolicySettings(client_namespaces=("test-client",)),
)

if __name__ == "__main__":
    synth(ENVIRONMENT)
