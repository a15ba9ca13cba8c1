"""Versions of charts: one, or whatever is newest in a range."""

from __future__ import annotations

import re

_RANGE = re.compile(r"[\^~<>*|]|(^|\.)[xX](\.|$)|\s-\s")
"""What makes a constraint of more than one version. Source: Masterminds/semver:README.md."""


def is_range(version: str) -> bool:
    """Whether several versions fit: ``1.x``, ``^1.4``, ``>=1``; a pre-release such as ``1.4.2-hotfix`` is one."""
    return _RANGE.search(version) is not None
