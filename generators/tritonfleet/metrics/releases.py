"""Releases in order: Triton's ``24.07``, and ``4.5.3-4.8.2`` of dcgm-exporter."""

from __future__ import annotations

import re


def after(release: str, other: str) -> bool:
    """Whether ``release`` is later than ``other``. What is not made of numbers is earlier than all."""
    return _numbers(release) > _numbers(other)


def before(release: str, other: str) -> bool:
    """Whether ``release`` is earlier than ``other``."""
    return _numbers(release) < _numbers(other)


def past(release: str, last: str) -> bool:
    """Whether ``release`` is later than ``last`` and all its patches: ``2.17.0`` is past ``2.16``, ``2.16.1`` not."""
    end = _numbers(last)
    return _numbers(release)[: len(end)] > end


def _numbers(release: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", release)[:6])
