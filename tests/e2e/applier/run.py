"""Applying and destroying a document."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.e2e.applier.comparing import kept
from tests.e2e.applier.desired import TRANSLATORS, Desired, Write
from tests.e2e.applier.document import Resource, read_document, resources_of
from tests.e2e.applier.errors import ApplierError
from tests.e2e.applier.expressions import resolved
from tests.e2e.applier.resources import __all__ as _registered
from tests.e2e.applier.server import ServerApi
from tests.e2e.applier.state import State
from tests.servers.web import WebClient

assert _registered  # importing the package is what makes its resources known


@dataclass
class Report:
    """What one run did."""

    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    outputs: dict[str, Any] = field(default_factory=dict)


class Applier:
    """One rendered document and one server."""

    def __init__(
        self, client: WebClient, document: Path, *, state: Path, variables: Mapping[str, Any] | None = None
    ) -> None:
        self._api = ServerApi(client)
        self._document = read_document(document)
        self._resources = resources_of(self._document)
        self._state = State(state)
        self._variables = dict(variables or {})
        self._made: dict[str, Mapping[str, Any]] = {}
        unknown = sorted({resource.type for resource in self._resources} - set(TRANSLATORS))
        if unknown:
            raise ApplierError(f"resources not known here: {', '.join(unknown)}")

    def apply(self) -> Report:
        """Make the server what the document says; a second run changes nothing."""
        report = Report()
        for resource in self._resources:
            desired = self._desired(resource)
            changes = [self._bring(resource.address, write) for write in desired.writes]
            (report.changed if any(changes) else report.unchanged).append(resource.address)
        for name, output in self._document.get("output", {}).items():
            report.outputs[name] = resolved(output["value"], self._lookup)
        return report

    def destroy(self) -> None:
        """Remove everything, in reverse order; a protected resource is an error before anything is removed."""
        protected = [resource.address for resource in self._resources if resource.prevent_destroy]
        if protected:
            raise ApplierError(f"protected from destruction: {', '.join(protected)}")
        removals = [(resource.address, self._desired(resource).remove) for resource in self._resources]
        for address, path in reversed(removals):
            if path is not None:
                self._api.remove(path)
            self._state.remember(address, None)

    def _bring(self, address: str, write: Write) -> bool:
        """Whether a request had to be sent so that the server has what the write says."""
        raised = write.counter is not None and write.counter != self._state.counter(address)
        visible = bool(write.body)
        expected = write.body if write.expected is None else write.expected
        read = write.path if write.read is None else write.read
        found = self._api.read(read) if visible else None
        if not raised and (not visible or (found is not None and (write.once or kept(expected, found)))):
            return False
        self._api.write(write.path, {**write.body, **(write.secret if raised else {})})
        if raised:
            self._state.remember(address, write.counter)
        if visible and not kept(expected, self._api.read(read)):
            raise ApplierError(f"{address}: the server does not keep what was written to {write.path}")
        return True

    def _desired(self, resource: Resource) -> Desired:
        arguments = resolved(resource.arguments, self._lookup)
        desired = TRANSLATORS[resource.type](arguments)
        self._made[resource.address] = {**arguments, **desired.attributes}
        return desired

    def _lookup(self, path: tuple[str, ...]) -> Any:
        if path[0] == "var":
            return self._variable(path[1])
        value: Any = self._made.get(".".join(path[:2]))
        for name in path[2:]:
            value = value.get(name) if isinstance(value, Mapping) else None
        if value is None:
            raise ApplierError(f"{'.'.join(path)} is not known here")
        return value

    def _variable(self, name: str) -> Any:
        declared = self._document.get("variable", {})
        if name not in declared:
            raise ApplierError(f"var.{name} is not declared")
        if name in self._variables:
            return self._variables[name]
        if "default" not in declared[name]:
            raise ApplierError(f"var.{name} has no value")
        return declared[name]["default"]
