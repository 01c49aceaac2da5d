"""Who may read which secret, and who may talk to whom: as tables, as data and as one picture."""

from kgc_constructs.matrix.collecting import facts_of
from kgc_constructs.matrix.facts import Access, Facts, Flow, Kind, Node

__all__ = ["Access", "Facts", "Flow", "Kind", "Node", "facts_of"]
