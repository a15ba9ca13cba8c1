from __future__ import annotations

import pytest

from support import nvidia


@pytest.fixture
def real_programs() -> None:
    """NVIDIA's programs can be run here; otherwise the test is skipped with the reason."""
    nvidia.require()
