"""The order of a deployment, and what follows a failure at each step."""

import json
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import pytest

from kgc_constructs.errors import InputError
from kgc_constructs.operations import OperationError
from kgc_constructs.operations.deployment import Deployment, Outcome, Plan, Scope
from kgc_constructs.operations.deployment.cluster import Cluster
from kgc_constructs.settings import Environment
from tests.operations.deployment.live import live, stray
from tests.operations.deployment.stand_ins import Reply, StandIns

UNCHANGED = json.dumps({"resource_changes": [{"address": "a.b", "change": {"actions": ["no-op"]}}]})


def deploy(
    settings: Environment,
    folder: Path,
    *,
    scope: Scope | None = None,
    agree: Callable[[Plan], bool] = bool,
) -> Outcome:
    deployment = Deployment(scope=scope or Scope(), agree=agree, tell=lambda _: None, smoke=False, rollout_seconds=5)
    return deployment.run(settings, folder / "dist")


def runs(programs: StandIns, settings: Environment, **more: object) -> None:
    """The cluster runs a former version."""
    programs.answer("kubectl get .*--filename", Reply(out=live(settings, **more)))  # type: ignore[arg-type]
    namespace = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "kgc-sidecar"}}
    programs.answer("kubectl get .* namespace ", Reply(out=json.dumps(namespace)))


def steps(programs: StandIns) -> list[str]:
    """What was done, one word or two each; the same step in a row counts once."""
    names = {
        " init ": "init",
        " plan ": "plan",
        " apply -no-color": "terraform apply",
        "kubectl diff": "diff",
        "kubectl apply": "kubectl apply",
        "rollout status": "rollout",
        "kubectl delete": "delete",
        "port-forward": "port-forward",
    }
    calls = programs.calls(*names)
    found = [next(name for words, name in names.items() if words in call) for call in calls]
    return [name for name, _ in groupby(found)]


def test_everything_is_planned_before_anything_is_changed(
    development: Environment, programs: StandIns, tmp_path: Path
) -> None:
    runs(programs, development)
    assert deploy(development, tmp_path) == Outcome(agreed=True, changed=True)
    planning = ["init", "plan", "init", "plan", "diff"]
    assert steps(programs) == [*planning, "terraform apply", "kubectl apply", "rollout"]


def test_what_is_applied_is_what_was_shown(development: Environment, programs: StandIns, tmp_path: Path) -> None:
    deploy(development, tmp_path)
    planned = [call.rpartition("-out=")[2] for call in programs.calls(" plan ")]
    applied = [call.rpartition(" ")[2] for call in programs.calls(" apply -no-color")]
    assert planned == applied
    assert len(set(planned)) == 2
    assert not any(Path(file).parent.exists() for file in planned)


def test_without_consent_nothing_is_changed(development: Environment, programs: StandIns, tmp_path: Path) -> None:
    asked: list[str] = []

    def refuse(plan: Plan) -> bool:
        asked.append(str(plan))
        return False

    runs(programs, development)
    outcome = deploy(development, tmp_path, agree=refuse)
    assert outcome == Outcome(agreed=False, changed=False)
    (text,) = asked
    assert "certificate-development: 1 to add, 0 to change, 0 to destroy\n  +   a.b" in text
    assert "at https://cluster.example.com" in text
    assert "  ~   Deployment kgc-sidecar\n        -old\n        +new" in text
    assert set(steps(programs)) == {"init", "plan", "diff"}


def test_when_nothing_differs_nobody_is_asked_but_the_rollout_is_awaited(
    development: Environment, programs: StandIns, tmp_path: Path
) -> None:
    """A deployment that was interrupted while it waited ends here."""
    runs(programs, development)
    programs.answer("kubectl diff", Reply())
    programs.answer("terraform .* show -json", Reply(out=UNCHANGED))
    outcome = deploy(development, tmp_path, agree=lambda _: pytest.fail("there is nothing to agree to"))
    assert outcome == Outcome(agreed=True, changed=False)
    assert steps(programs)[-1] == "rollout"
    assert "apply" not in " ".join(steps(programs))


def test_only_changed_stacks_are_applied(development: Environment, programs: StandIns, tmp_path: Path) -> None:
    programs.answer("certificate-development.* show -json", Reply(out=UNCHANGED))
    deploy(development, tmp_path)
    (applied,) = programs.calls(" apply -no-color")
    assert "vault-development" in applied


def test_a_stack_that_fails_stops_everything_after_it(
    development: Environment, programs: StandIns, tmp_path: Path
) -> None:
    programs.answer("certificate-development apply", Reply(1, err="Error: no such zone"))
    with pytest.raises(OperationError, match=r"could not apply certificate-development\.\n  Error: no such zone"):
        deploy(development, tmp_path)
    assert [step for step in steps(programs) if "apply" in step] == ["terraform apply"]


def test_a_lock_names_the_command_that_frees_it(development: Environment, programs: StandIns, tmp_path: Path) -> None:
    words = "Error: Error acquiring the state lock\n\nLock Info:\n  ID:        1b2c-3d\n  Who: somebody\n"
    programs.answer("vault-development plan", Reply(1, err=words))
    folder = tmp_path / "dist" / "development" / "terraform" / "stacks" / "vault-development"
    with pytest.raises(OperationError, match=f"`terraform -chdir={folder} force-unlock 1b2c-3d`"):
        deploy(development, tmp_path)


def test_values_that_only_a_person_has_are_asked_for_by_name(
    development: Environment, programs: StandIns, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = development.evolve(vault={"api_key": "given", "encryption_key": "given"})
    with pytest.raises(InputError, match=r"(?s)TF_VAR_vault_api_key.*TF_VAR_vault_encryption_key"):
        deploy(settings, tmp_path)
    assert not programs.calls()
    monkeypatch.setenv("TF_VAR_vault_api_key", "only-in-the-process-environment")
    monkeypatch.setenv("TF_VAR_vault_encryption_key", "only-in-the-process-environment")
    deploy(settings, tmp_path)
    assert programs.calls(" apply -no-color")
    assert not programs.calls("only-in-the-process-environment")


def failed_then_fine(programs: StandIns) -> None:
    programs.answer("rollout status", Reply(1, err="error: timed out waiting for the condition"), Reply())


def applied_manifests(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The versions of the objects of each `kubectl apply`, seen before its file goes away."""
    seen: list[list[str]] = []
    honest = Cluster.apply

    def apply(self: Cluster, documents: list[dict[str, dict[str, dict[str, str]]]]) -> None:
        seen.append([document["metadata"].get("annotations", {}).get("version", "new") for document in documents])
        honest(self, documents)

    monkeypatch.setattr(Cluster, "apply", apply)
    return seen


def test_a_version_that_does_not_get_ready_is_rolled_back(
    development: Environment, programs: StandIns, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs(programs, development)
    failed_then_fine(programs)
    seen = applied_manifests(monkeypatch)
    with pytest.raises(OperationError, match=r"(?s)does not get ready.*timed out.*Rolled back: what ran before runs"):
        deploy(development, tmp_path)
    first, new, former_first, former = seen
    assert set(first + new) == {"new"}
    assert set(former_first + former) == {"former"}
    assert (len(former_first), len(former)) == (len(first), len(new))
    assert steps(programs)[-4:] == ["kubectl apply", "rollout", "kubectl apply", "rollout"]


def test_so_is_one_that_the_cluster_takes_only_in_part(
    development: Environment, programs: StandIns, tmp_path: Path
) -> None:
    runs(programs, development)
    programs.answer("kubectl apply", Reply(1, err="Error from server (Forbidden)"), Reply())
    with pytest.raises(OperationError, match=r"(?s)could not apply the manifests.*Forbidden.*Rolled back"):
        deploy(development, tmp_path)
    assert steps(programs)[-2:] == ["kubectl apply", "rollout"]
    assert len(programs.calls("kubectl apply")) == 3


def test_what_was_new_goes_on_the_way_back_but_never_what_holds_data(
    development: Environment, programs: StandIns, tmp_path: Path
) -> None:
    settings = development.evolve(lockchain={"storage_size": "1Gi"})
    runs(programs, settings, without=("Ingress", "PersistentVolumeClaim"))
    failed_then_fine(programs)
    with pytest.raises(OperationError, match="Rolled back"):
        deploy(settings, tmp_path)
    (deleted,) = programs.calls("kubectl delete")
    assert deleted.startswith("kubectl delete Ingress.networking.k8s.io kgc-sidecar --namespace")


@pytest.mark.parametrize("first", [True, False])
def test_where_nothing_served_before_there_is_no_way_back(
    development: Environment, programs: StandIns, tmp_path: Path, first: bool
) -> None:
    if not first:
        runs(programs, development, available=False)
    failed_then_fine(programs)
    with pytest.raises(OperationError, match="nothing to go back to"):
        deploy(development, tmp_path)
    assert steps(programs)[-2:] == ["kubectl apply", "rollout"]


def test_a_way_back_that_fails_says_both(development: Environment, programs: StandIns, tmp_path: Path) -> None:
    runs(programs, development)
    programs.answer("rollout status", Reply(1, err="error: deadline"))
    with pytest.raises(OperationError, match=r"(?s)does not get ready.*Rolling back failed too: .*does not get ready"):
        deploy(development, tmp_path)


def test_what_is_no_longer_described_is_deleted_last(
    development: Environment, programs: StandIns, tmp_path: Path
) -> None:
    runs(programs, development)
    programs.answer("kubectl get .*--selector", Reply(out=stray(development, "kgc-sidecar-old")))
    deploy(development, tmp_path)
    (deleted,) = programs.calls("kubectl delete")
    assert deleted == "kubectl delete Service kgc-sidecar-old --namespace kgc-sidecar --ignore-not-found"
    assert steps(programs)[-2:] == ["rollout", "delete"]


def test_and_not_at_all_when_the_new_version_fails(
    development: Environment, programs: StandIns, tmp_path: Path
) -> None:
    runs(programs, development)
    programs.answer("kubectl get .*--selector", Reply(out=stray(development, "kgc-sidecar-old")))
    failed_then_fine(programs)
    with pytest.raises(OperationError, match="Rolled back"):
        deploy(development, tmp_path)
    assert not programs.calls("kubectl delete")


def test_half_of_it_can_be_left_out(development: Environment, programs: StandIns, tmp_path: Path) -> None:
    deploy(development, tmp_path, scope=Scope(only="infrastructure", stacks=("vault-development",)))
    assert steps(programs) == ["init", "plan", "terraform apply"]
    assert not programs.calls("kubectl")
    (programs.folder / "calls").write_text("", encoding="utf-8")
    deploy(development, tmp_path, scope=Scope(only="workload", context="elsewhere"))
    assert not programs.calls("terraform")
    assert all(call.startswith("kubectl --context elsewhere ") for call in programs.calls())


def test_an_unknown_stack_names_the_known_ones(development: Environment, programs: StandIns, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="certificate-development, vault-development"):
        deploy(development, tmp_path, scope=Scope(stacks=("vault-production",)))
    assert not programs.calls()


@pytest.mark.parametrize("missing", ["terraform", "kubectl"])
def test_a_missing_program_says_what_to_install(
    development: Environment, programs: StandIns, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    (programs.folder / missing).unlink()
    monkeypatch.setenv("PATH", str(programs.folder))
    with pytest.raises(InputError, match=f"{missing}\n.*not on the PATH.*\n.*https://"):
        deploy(development, tmp_path, scope=Scope(only="infrastructure" if missing == "terraform" else "workload"))


def test_the_settings_kubeconfig_is_used_unless_the_environment_names_one(development: Environment) -> None:
    assert Cluster.of(development, None, {}).kubectl.variables["KUBECONFIG"] == str(Path("~/.kube/config").expanduser())
    assert Cluster.of(development, None, {"KUBECONFIG": "/k"}).kubectl.variables["KUBECONFIG"] == "/k"
