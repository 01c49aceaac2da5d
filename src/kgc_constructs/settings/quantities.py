"""Kubernetes resource quantities: how much CPU, memory and storage."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator

from kgc_constructs.settings.validation import refuse

__all__ = ["Cpu", "Memory", "cores", "cpu_text", "mebibytes", "memory_text"]

_CPU = re.compile(r"(?:[1-9][0-9]*m|[1-9][0-9]*(?:\.[0-9]{1,3})?|0\.[0-9]{1,3})")
_MEMORY = re.compile(r"[1-9][0-9]*(?:Mi|Gi|Ti)")
_MEBIBYTES = {"Mi": 1, "Gi": 1024, "Ti": 1024 * 1024}


def _cpu(text: str) -> str:
    if not _CPU.fullmatch(text) or cores(text) == 0:
        refuse("cores (`1`, `0.5`) or thousandths of a core (`250m`)", "Kubernetes counts CPU in cores")
    return text


def _memory(text: str) -> str:
    if not _MEMORY.fullmatch(text):
        refuse(
            "a whole number of Mi, Gi or Ti, such as `512Mi`", "`M` is not `Mi`, and `m` means thousandths of a byte"
        )
    return text


Cpu = Annotated[str, AfterValidator(_cpu)]
"""An amount of CPU: cores (`0.5`) or thousandths (`500m`)."""

Memory = Annotated[str, AfterValidator(_memory)]
"""An amount of memory or storage in binary units."""


def cores(quantity: str) -> Decimal:
    """A CPU quantity in cores."""
    return Decimal(quantity[:-1]) / 1000 if quantity.endswith("m") else Decimal(quantity)


def mebibytes(quantity: str) -> int:
    """A memory quantity in MiB."""
    return int(quantity[:-2]) * _MEBIBYTES[quantity[-2:]]


def cpu_text(amount: Decimal) -> str:
    """Cores as Kubernetes writes them: `2`, or `1500m`."""
    thousandths = int(amount * 1000)
    return f"{thousandths}m" if thousandths % 1000 else str(thousandths // 1000)


def memory_text(amount: int) -> str:
    """MiB as Kubernetes writes them: `3Gi`, or `640Mi`."""
    return f"{amount}Mi" if amount % 1024 else f"{amount // 1024}Gi"
