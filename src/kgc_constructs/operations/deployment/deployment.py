"""Deploys an environment: plan, ask, apply, wait, ask the new version, and go back where it fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from kgc_constructs.operations.deployment.cluster import Cluster
from kgc_constructs.operations.deployment.leftovers import delete
from kgc_constructs.operations.deployment.manifests import read_manifests
from kgc_constructs.operations.deployment.plan import Plan, planned
from kgc_constructs.operations.deployment.rollback import Before
from kgc_constructs.operations.deployment.rollout import patience_for
from kgc_constructs.operations.deployment.scope import Scope
from kgc_constructs.operations.deployment.workload import Workload
from kgc_constructs.operations.errors import OperationError
from kgc_constructs.operations.programs import InterruptedByPersonError
from kgc_constructs.settings import Environment
from kgc_constructs.synthesis import target_of

__all__ = ["Deployment", "Outcome"]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a deployment did."""

    agreed: bool
    changed: bool


@dataclass(frozen=True, kw_only=True)
class Deployment:
    """How to deploy: what is included, who agrees, who is told."""

    scope: Scope = field(default_factory=Scope)
    agree: Callable[[Plan], bool]
    """Is shown the plan, and answers whether to go on; asked only when something would change."""

    tell: Callable[[str], None]
    """Is told each step."""

    smoke: bool = True
    rollout_seconds: int | None = None
    """Seconds that a rollout may take; worked out from the settings when None."""

    def run(self, settings: Environment, out: Path) -> Outcome:
        """Deploy `settings`, rendered below `out`. Safe to repeat: it goes on where it was interrupted.

        Infrastructure comes first, and stays when the workload fails: a certificate or a mount is nothing to take back
        in passing. The workload goes back to the manifests that were applied before.

        Raises:
            InputError: if a program or a value is missing.
            OperationError: if a step fails; it says what was rolled back.
        """
        with planned(settings, out, self.scope) as plan:
            if plan and not self.agree(plan):
                return Outcome(agreed=False, changed=False)
            for stack, file in (plan.files[changes.stack] for changes in plan.stacks if changes):
                self.tell(f"Applying {stack.name}")
                stack.apply(file)
            if self.scope.workload:
                self._workload(settings, target_of(settings, out, {}).kubernetes or out, plan)
            return Outcome(agreed=True, changed=bool(plan))

    def _workload(self, settings: Environment, manifests: Path, plan: Plan) -> None:
        cluster = Cluster.of(settings, self.scope.context)
        seconds = self.rollout_seconds or patience_for(settings)
        workload = Workload(cluster=cluster, settings=settings, rollout_seconds=seconds, tell=self.tell)
        before = Before.of(cluster, settings, manifests)
        try:
            if plan.cluster:
                self.tell("Applying the manifests")
                workload.bring(read_manifests(manifests))
            else:
                workload.wait()  # an interrupted deployment may have left it half-way
            if self.smoke:
                workload.ask()
        except InterruptedByPersonError:
            raise  # whoever interrupts wants to look, or to go on later
        except OperationError as failure:
            raise self._rolled_back(workload, before, failure) from None
        for identity in plan.cluster.leftover if plan.cluster else ():
            self.tell(f"Deleting {identity}, which is no longer described")
            delete(cluster, identity)

    def _rolled_back(self, workload: Workload, before: Before, failure: OperationError) -> OperationError:
        if not before.ran:
            return OperationError(f"{failure}\nNothing was available before, so that there is nothing to go back to.")
        self.tell("Rolling back")
        try:
            before.restore(workload)
        except OperationError as second:
            return OperationError(f"{failure}\nRolling back failed too: {second}")
        return OperationError(f"{failure}\nRolled back: what ran before runs again.")
