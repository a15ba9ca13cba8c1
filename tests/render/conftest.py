from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def sample() -> Path:
    """A small chart with everything that a batch could get wrong."""
    return Path(__file__).parent / "fixtures" / "sample"
