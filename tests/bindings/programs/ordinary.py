"""Somebody's program, which uses the bindings in the ordinary way: prints as JSON what it sees of them.

Its argument says when it imports our library: `first`, `last`, or `amidst`, when constructs of its own exist.
"""

import inspect
import json
import sys
from importlib import import_module
from typing import Any, get_type_hints

WHEN = sys.argv[1]
FACTS: dict[str, Any] = {}


def import_ours(now: str) -> None:
    if now == WHEN:
        import_module("kgc_constructs.kubernetes.rendering")
        import_module("kgc_constructs.terraform.rendering")


import_ours("first")

import cdk8s
import cdk8s_plus_27 as plus
import cdktf
import cdktf_cdktf_provider_vault as vault
import jsii
from cdk8s_plus_27 import k8s
from cdktf_cdktf_provider_vault.mount import Mount
from constructs import Construct, IConstruct, IValidation

import_ours("last")


class Named(cdk8s.Chart):
    """Overrides a method that JavaScript calls."""

    def generate_object_name(self, api_object: cdk8s.ApiObject) -> str:
        return f"named-{api_object.node.id.lower()}"


class OurMount(Mount):
    """A subclass with a property of its own."""

    @property
    def doubled(self) -> str:
        return f"{self.path_input}/{self.path_input}"


@jsii.implements(cdktf.IAspect)
class Describe:
    """Called back by JavaScript for each construct of a tree."""

    def __init__(self) -> None:
        self.visited: list[str] = []

    def visit(self, node: IConstruct) -> None:
        self.visited.append(type(node).__name__)
        if isinstance(node, Mount):
            node.description = "described by an aspect"


@jsii.implements(IValidation)
class Refuse:
    """A validation in Python, asked by JavaScript."""

    def validate(self) -> list[str]:
        return ["refused by Python"]


def kubernetes() -> None:
    app = cdk8s.App()
    chart = Named(app, "Chart")
    deployment = plus.Deployment(
        chart, "Work", replicas=2, containers=[plus.ContainerProps(image="example.com/a:1", port_number=8080)]
    )
    service = deployment.expose_via_service(ports=[plus.ServicePort(port=80, target_port=8080)])
    plus.ConfigMap(chart, "Data", data={"key": "value"})
    job = k8s.KubeCronJob(
        chart,
        "Job",
        metadata=k8s.ObjectMeta(labels={"a": "b"}),
        spec=k8s.CronJobSpec(schedule="0 0 * * *", job_template=k8s.JobTemplateSpec()),
    )
    job.add_json_patch(cdk8s.JsonPatch.replace("/spec/schedule", "1 1 * * *"))
    import_ours("amidst")
    FACTS["chart"] = cdk8s.Testing.synth(chart)
    FACTS["children"] = sorted(type(each).__name__ for each in chart.node.children)
    FACTS["returned"] = [type(service).__name__, isinstance(service, plus.Resource), service.port]
    FACTS["same object"] = [
        chart.node.find_child("Work") is deployment,
        cdk8s.Chart.of(deployment) is chart,
        cdk8s.ApiObject.is_api_object(job),
    ]
    FACTS["enum"] = [str(plus.Protocol.TCP), plus.Protocol("UDP").name, plus.RestartPolicy.ALWAYS.value]


def terraform() -> None:
    app = cdktf.Testing.app()
    stack = cdktf.TerraformStack(app, "stack")
    vault.provider.VaultProvider(stack, "Vault", address="https://vault.example.com")
    mount = OurMount(stack, "Ours", path="ours", type="kv")
    role = vault.ssh_secret_backend_role.SshSecretBackendRole(
        stack,
        "Role",
        backend=mount.path,
        name="role",
        key_type="ca",
        allowed_user_key_config=[{"type": "rsa", "lengths": [0]}],
    )
    role.add_override("lifecycle.ignore_changes", ["ttl"])
    mount.override_logical_id("renamed")
    secret = vault.data_vault_kv_secret_v2.DataVaultKvSecretV2(stack, "Secret", mount=mount.path, name="one")
    cdktf.TerraformOutput(stack, "Joined", value=cdktf.Fn.join("-", [secret.path, "end"]), sensitive=True)
    aspect = Describe()
    cdktf.Aspects.of(stack).add(aspect)
    FACTS["stack"] = json.loads(cdktf.Testing.synth(stack))
    FACTS["visited"] = aspect.visited
    FACTS["token"] = [cdktf.Token.is_unresolved(secret.path), cdktf.Token.is_unresolved("plain")]
    FACTS["kinds"] = [
        isinstance(mount, Mount),
        isinstance(mount, cdktf.TerraformResource),
        isinstance(mount, Construct),
        isinstance(secret, cdktf.TerraformDataSource),
        issubclass(OurMount, cdktf.TerraformElement),
        cdktf.TerraformStack.of(mount) is stack,
        cdktf.TerraformStack.is_stack(stack),
        mount.doubled,
        type(role.allowed_user_key_config).__name__,
        type(role.allowed_user_key_config.get(0)).__name__,
    ]
    stack.node.add_validation(Refuse())
    try:
        app.synth()
    except RuntimeError as error:
        FACTS["refusal"] = str(error)


def names() -> None:
    FACTS["packages"] = {
        package.__name__: [sorted(package.__all__), sorted(each for each in dir(package) if each[0] != "_")]
        for package in (cdk8s, cdktf, plus, vault, vault.mount)
    }
    FACTS["help"] = [
        list(inspect.signature(Mount.__init__).parameters),
        str(get_type_hints(Mount.__init__)),  # kept as texts until somebody asks
        inspect.getdoc(Mount),
        inspect.getsource(Mount),
        Mount.__module__,
        Mount.__qualname__,
        [each.__name__ for each in Mount.__mro__],
        repr(k8s.ObjectMeta(name="a")),
        k8s.ObjectMeta(name="a") == k8s.ObjectMeta(name="a"),
    ]


kubernetes()
terraform()
names()
print(json.dumps(FACTS, sort_keys=True, indent=1, default=str))
