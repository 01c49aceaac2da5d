"""What the settings do not say: a patch on a Kubernetes object, an override on a Terraform resource."""

from cdk8s import JsonPatch
from cdktf import App, TerraformStack
from constructs import Construct

from kgc_constructs.kubernetes import KgcSidecar
from kgc_constructs.settings import Environment
from kgc_constructs.terraform.vault import VaultStack

SETTINGS = Environment(environment="dev")


def build_chart(scope: Construct) -> None:
    """A sidecar whose Service keeps clients on one pod."""
    sidecar = KgcSidecar(scope, "Sidecar", settings=SETTINGS)
    sidecar.service.api_object.add_json_patch(JsonPatch.add("/spec/sessionAffinity", "ClientIP"))
    # A patch that cdk8s would drop silently, because the typed object cannot hold it, is an error here.
    sidecar.deployment.api_object.add_json_patch(JsonPatch.add("/spec/minReadySeconds", 5))


def build_stack(app: App) -> TerraformStack:
    """A Vault stack whose KV mount has a description of one's own."""
    stack = VaultStack(app, "vault", settings=SETTINGS)
    stack.secret_store.resource.add_override("description", "Owned by the graph team")
    return stack


if __name__ == "__main__":
    from cdk8s import App as ChartApp
    from cdk8s import Chart

    CHARTS, STACKS = ChartApp(), App()
    build_chart(Chart(CHARTS, "patched"))
    build_stack(STACKS)
    CHARTS.synth()
    STACKS.synth()
