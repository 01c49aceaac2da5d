"""The two matrices as tables for a terminal; where that is too narrow for a column each, as lists of pairs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.table import Table
from rich.text import Text

from kgc_constructs.matrix.arrows import uses
from kgc_constructs.matrix.facts import Access, Facts, Flow, Kind, Node

__all__ = ["secret_table", "talk_table"]

_NARROWEST = 21  # of a column, that names are still read in

Pair = tuple[Node, Node]
Lines = tuple[str, ...]


def secret_table(facts: Facts, width: int = 0) -> Table:
    """Who may read which secret: what, and by which policy."""
    cells = {pair: _uses(found) for pair, found in uses(facts).items()}
    roles: dict[Node, dict[str, None]] = {}
    for access in facts.accesses:
        roles.setdefault(access.reader, {}).update(dict.fromkeys(access.roles))
    rows = {node: (*_said(node), *_roles(node, found)) for node, found in roles.items()}
    return _table("Who may read which secret", ("who", "secret", "what, and by which policy"), rows, cells, width)


def talk_table(facts: Facts, width: int = 0) -> Table:
    """Who may talk to whom: at which ports, and by which NetworkPolicy."""
    cells = {(flow.source, flow.target): _call(flow) for flow in facts.flows}
    rows = {source: _said(source) for source, _ in cells}
    return _table("Who may talk to whom", ("from", "to", "ports, and by which policy"), rows, cells, width)


def _table(
    title: str, words: tuple[str, str, str], rows: Mapping[Node, Lines], cells: Mapping[Pair, Lines], width: int
) -> Table:
    columns = list(dict.fromkeys(column for _, column in cells))
    table = Table(title=title, show_lines=True)
    if width and width < _NARROWEST * (1 + len(columns)):
        for word in words:
            table.add_column(word, overflow="fold")
        for (row, column), lines in cells.items():
            table.add_row(_text(_said(row)[:2]), _text(_said(column)[:2]), _text(lines))
        return table
    table.add_column(words[0], overflow="fold")
    for column in columns:
        table.add_column(_text(_said(column)), overflow="fold")
    for row, lines in rows.items():
        table.add_row(_text(lines), *(_text(cells.get((row, column), ())) for column in columns))
    return table


def _text(lines: Iterable[str]) -> Text:
    """As it is: brackets in a name are no markup."""
    return Text("\n".join(lines))


def _said(node: Node) -> Lines:
    name = node.name.removeprefix(f"{node.what}/")
    return tuple(filter(None, (node.what, name, *node.detail)))


def _roles(node: Node, roles: Iterable[str]) -> Lines:
    return tuple(f"role {role}" for role in roles) or (() if node.kind is Kind.POLICY else ("no role here",))


def _call(flow: Flow) -> Lines:
    return (*flow.ports, *(f"for {peer}" for peer in flow.peers), *_by([flow.policies]))


def _uses(found: list[Access]) -> Lines:
    return (*map(_use, found), *_by(access.policies for access in found))


def _use(access: Access) -> str:
    may = ", ".join(access.capabilities) or "asked for, not granted"
    return f"{access.operation}: {may}" if access.operation else may


def _by(policies: Iterable[Lines]) -> Lines:
    return tuple(f"by {name}" for name in dict.fromkeys(name for each in policies for name in each))
