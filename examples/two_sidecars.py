"""Two sidecars of different size in one chart, each with its own names, service account and flows."""

from constructs import Construct

from kgc_constructs.kubernetes import KgcSidecar
from kgc_constructs.settings import Environment, Vault

READERS = Environment(
    environment="dev",
    app_name="kgc-readers",
    namespace="graph",
    vault=Vault(mount_path="readers"),
)
WRITERS = READERS.evolve(
    app_name="kgc-writers",
    replicas=2,
    autoscaling=None,
    vault={"mount_path": "writers"},
)


def build(scope: Construct) -> None:
    """Add both sidecars to a chart."""
    KgcSidecar(scope, "Readers", settings=READERS)
    KgcSidecar(scope, "Writers", settings=WRITERS)


if __name__ == "__main__":
    from cdk8s import App, Chart

    app = App()
    build(Chart(app, "graph"))
    app.synth()
