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
    Tracing,
    Vault,
)

ENVIRONMENT = Environment(
    environment="e2e-test",
    image=Image(repository="registry.example.com/unrdf/kgc-sidecar", tag="latest"),
    log_level="debug",
    autoscaling=Autoscaling(min_replicas=3, max_replicas=9),
    lockchain=Lockchain(storage_size="1Gi"),
    resolution=Resolution(),
    exposure=AlbIngress(host="kgc.e2e.example.com"),
    tls=AcmTls(),
    certificate=CertificateSettings(
        domain="kgc.e2e.example.com",
        alternative_names=("*.kgc.e2e.example.com",),
        zone_id="Z0ETOEEXAMPLE",
        region="eu-central-1",
        account_id="123456789012",
        mtls=MutualTls(organization="Example", deletion_window_days=7),
    ),
    database=Database(url="postgresql://postgres.data.svc:5432/kgc"),
    redis=Redis(url="redis://redis.data.svc:6379"),
    vault=Vault(
        address="https://vault.vault.svc:8200", audit=None
    ),  # OpenBao takes audit devices from its own file only
    pipeline_login=PipelineLoginSettings(bound_cidrs=("127.0.0.0/8",)),
    observability=Observability(tracing=Tracing(endpoint="http://jaeger-collector.tracing.svc:14268/api/traces")),
    network_policy=NetworkPolicySettings(client_namespaces=("test-client",)),
)

if __name__ == "__main__":
    synth(ENVIRONMENT)
