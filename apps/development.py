"""Development: one small sidecar that a person may break, with everything removable."""

from kgc_constructs import synth
from kgc_constructs.settings import (
    AcmTls,
    AlbIngress,
    CertificateSettings,
    Database,
    Environment,
    Image,
    Observability,
    Resources,
    Rotation,
    Tracing,
    Vault,
)

ENVIRONMENT = Environment(
    environment="dev",
    image=Image(
        repository="registry.example.com/unrdf/kgc-sidecar",
        tag="main",
        digest="sha256:d7517044d836e76e3d1352c05b61724a027766cc976ab12bd1ea6b39117d9d3f",
    ),
    log_level="debug",
    replicas=1,
    autoscaling=None,
    disruption_budget=None,  # a budget over a single pod would block every node drain
    resources=Resources(
        cpu_request="100m",
        cpu_limit="500m",
        memory_request="128Mi",
        memory_limit="512Mi",  # the original's 128Mi kills a Node.js process at its first large query
    ),
    exposure=AlbIngress(host="kgc.dev.example.com"),
    tls=AcmTls(),
    certificate=CertificateSettings(domain="kgc.dev.example.com", zone_id="Z0DEVEXAMPLE", region="eu-central-1"),
    database=Database(url="postgresql://postgres.data.svc:5432/kgc"),
    vault=Vault(
        address="http://vault.vault.svc:8200",
        audit=None,
        rotation=Rotation(
            image="registry.example.com/unrdf/kgc-constructs:0.1.0"
            "@sha256:0e05b4fad16cb2bb982baaff1980383779098ae8f0cb0beaf4ab99b7aa159883",
        ),
    ),
    observability=Observability(tracing=Tracing(endpoint="http://jaeger-collector.tracing.svc:14268/api/traces")),
)

if __name__ == "__main__":
    synth(ENVIRONMENT)
