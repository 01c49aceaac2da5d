"""Adding up what containers ask for."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kgc_constructs.settings import Resources
from kgc_constructs.settings.quantities import cores, cpu_text, mebibytes, memory_text

__all__ = ["Amounts", "Demand"]


@dataclass(frozen=True, kw_only=True)
class Amounts:
    """CPU in cores, memory and scratch space in MiB."""

    cpu: Decimal
    memory: int
    ephemeral: int

    @classmethod
    def of(cls, cpu: str, memory: str, ephemeral: str) -> Amounts:
        """From quantities as Kubernetes writes them."""
        return cls(cpu=cores(cpu), memory=mebibytes(memory), ephemeral=mebibytes(ephemeral))

    def __add__(self, other: Amounts) -> Amounts:
        return Amounts(
            cpu=self.cpu + other.cpu, memory=self.memory + other.memory, ephemeral=self.ephemeral + other.ephemeral
        )

    def __mul__(self, count: int) -> Amounts:
        return Amounts(cpu=self.cpu * count, memory=self.memory * count, ephemeral=self.ephemeral * count)

    def quantities(self) -> dict[str, str]:
        """By the names of the Kubernetes API."""
        return {
            "cpu": cpu_text(self.cpu),
            "memory": memory_text(self.memory),
            "ephemeral-storage": memory_text(self.ephemeral),
        }


@dataclass(frozen=True, kw_only=True)
class Demand:
    """Requests and limits of one container, or of several together."""

    requests: Amounts
    limits: Amounts

    @classmethod
    def of(cls, settings: Resources) -> Demand:
        """What `settings` ask for."""
        return cls(
            requests=Amounts.of(settings.cpu_request, settings.memory_request, settings.ephemeral_storage_request),
            limits=Amounts.of(settings.cpu_limit, settings.memory_limit, settings.ephemeral_storage_limit),
        )

    def __add__(self, other: Demand) -> Demand:
        return Demand(requests=self.requests + other.requests, limits=self.limits + other.limits)

    def __mul__(self, count: int) -> Demand:
        return Demand(requests=self.requests * count, limits=self.limits * count)
