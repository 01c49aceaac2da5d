"""Differences in the cluster as a person reads them, and objects that are no longer described."""

import re
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import pytest

from kgc_constructs.operations import OperationError
from kgc_constructs.operations.deployment.cluster import Cluster
from kgc_constructs.operations.deployment.cluster_changes import cluster_changes
from kgc_constructs.operations.deployment.leftovers import _CUSTOM_KINDS, _KINDS, _LABELS, leftovers
from kgc_constructs.operations.deployment.manifests import identity_of
from kgc_constructs.settings import (
    CertManagerTls,
    Environment,
    ExternalSecrets,
    GatewayRoute,
    VaultSecretsOperator,
)
from kgc_constructs.synthesis import synth
from kgc_constructs.testing import render
from tests.operations.deployment.live import live, stray
from tests.operations.deployment.stand_ins import Reply, StandIns
from tests.operations.deployment.test_deployment import runs

KEPT = {"Namespace", "PersistentVolumeClaim"}
"""Never deleted on the way: what they hold goes with them."""


def difference(name: str, *lines: str) -> str:
    """What `kubectl diff` prints about one object."""
    live, merged = f"{gettempdir()}/LIVE-1/{name}", f"{gettempdir()}/MERGED-2/{name}"
    head = [f"diff -u -N {live} {merged}", f"--- {live}\t2026-01-01", f"+++ {merged}\t2026-01-01", "@@ -6,7 +6,7 @@"]
    return "\n".join([*head, "-  generation: 1", "+  generation: 2", "   labels:", *lines, ""])


DIFF = difference(
    "apps.v1.Deployment.kgc-sidecar.kgc-sidecar", "-        image: old", "+        image: new"
) + difference("v1.ConfigMap.kgc-sidecar.kgc.v2.config")


@pytest.fixture
def manifests(development: Environment, tmp_path: Path) -> Path:
    """The rendered objects."""
    synth(development, tmp_path / "dist")
    return tmp_path / "dist" / "development" / "kubernetes"


def test_only_what_a_person_changed_is_shown(development: Environment, programs: StandIns, manifests: Path) -> None:
    runs(programs, development)
    programs.answer("kubectl diff", Reply(1, DIFF))
    changes = cluster_changes(Cluster.of(development), development, manifests)
    assert changes.changed == {"Deployment kgc-sidecar": ["-        image: old", "+        image: new"]}


def test_where_nothing_is_everything_is_new(development: Environment, programs: StandIns, manifests: Path) -> None:
    """`kubectl diff` fails where not even the namespace exists, so that it is not asked."""
    programs.answer("kubectl diff", Reply(2, err="namespaces not found"))
    changes = cluster_changes(Cluster.of(development), development, manifests)
    assert len(changes.new) == len(render(development).kubernetes)
    assert next(iter(changes.lines())) == f"cluster: {len(changes.new)} to add, 0 to change, 0 to delete"


def test_a_refusal_of_the_server_is_an_error(development: Environment, programs: StandIns, manifests: Path) -> None:
    runs(programs, development)
    programs.answer("kubectl diff", Reply(2, err="error: no matches for kind"))
    with pytest.raises(OperationError, match=r"(?s)could not compare.*no matches for kind"):
        cluster_changes(Cluster.of(development), development, manifests)


def test_an_object_of_a_former_rendering_is_a_change(
    development: Environment, programs: StandIns, manifests: Path
) -> None:
    runs(programs, development)
    programs.answer("kubectl diff", Reply())
    programs.answer("kubectl get .*--selector", Reply(out=stray(development, "old")))
    changes = cluster_changes(Cluster.of(development), development, manifests)
    assert changes
    assert list(changes.lines()) == ["cluster: 0 to add, 0 to change, 1 to delete", "  -   Service old"]


def test_what_is_described_or_owned_is_no_leftover(development: Environment, programs: StandIns) -> None:
    described = [identity_of(each) for each in render(development).kubernetes]
    cluster = Cluster.of(development)
    programs.answer("kubectl get .*--selector", Reply(out=live(development)))
    assert leftovers(cluster, development, described) == []
    owner = [{"kind": "Something"}]
    programs.answer("kubectl get .*--selector", Reply(out=stray(development, "made-by-another", ownerReferences=owner)))
    assert leftovers(cluster, development, described) == []


def test_only_custom_kinds_that_the_cluster_has_are_asked_for(development: Environment, programs: StandIns) -> None:
    programs.answer("api-resources", Reply(out="servicemonitors.monitoring.coreos.com\npods\n"))
    leftovers(Cluster.of(development), development, [])
    (call,) = programs.calls("--selector")
    assert "servicemonitors.monitoring.coreos.com" in call
    assert "httproutes" not in call
    assert "persistentvolumeclaims" not in call


VARIANTS: dict[str, dict[str, Any]] = {
    "as it is": {},
    "ledger": {"lockchain": {"storage_size": "1Gi"}},
    "operator": {"secret_delivery": VaultSecretsOperator()},
    "external": {"secret_delivery": ExternalSecrets()},
    "gateway": {
        "exposure": GatewayRoute(host="kgc.example.com", gateway="public", gateway_namespace="edge"),
        "tls": CertManagerTls(issuer="issuer"),
        "certificate": None,
    },
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_kind_that_we_render_is_looked_for(development: Environment, variant: str) -> None:
    documents = render(development.evolve(**VARIANTS[variant])).kubernetes
    known = {kind.lower() for kind in (*_KINDS, *_CUSTOM_KINDS)}
    for document in documents:
        identity = identity_of(document)
        plural = re.sub("sss$", "sses", re.sub("ys$", "ies", f"{identity.kind.lower()}s"))
        name = f"{plural}.{identity.group}" if identity.group else plural
        assert identity.kind in KEPT or name in known, name


@pytest.mark.parametrize("variant", VARIANTS)
def test_and_carries_the_labels_it_is_found_by(development: Environment, variant: str) -> None:
    for document in render(development.evolve(**VARIANTS[variant])).kubernetes:
        assert set(_LABELS) <= set(document["metadata"]["labels"]), identity_of(document)


def test_one_object_that_is_refused_for_now_does_not_hide_the_rest(
    development: Environment, programs: StandIns, manifests: Path
) -> None:
    """A claim that grows beyond the quota, whose own growth comes with the same deployment."""
    runs(programs, development)
    refusal = Reply(2, err="Error from server (Forbidden): exceeded quota")
    objects = len(render(development).kubernetes)
    programs.answer("kubectl diff", refusal, refusal, Reply(1, DIFF), *[Reply()] * (objects - 2))
    changes = cluster_changes(Cluster.of(development), development, manifests)
    namespace, deployment = changes.changed.items()
    assert namespace == ("Namespace kgc-sidecar", ["! refused as things are now:", "  " + refusal.err])
    assert deployment[0] == "Deployment kgc-sidecar"
    assert len(programs.calls("kubectl diff")) == 1 + objects
