"""Fixtures of the tests of dynamic resource allocation."""

from __future__ import annotations

import pytest
from dra_select import Judge


@pytest.fixture(scope="session")
def judge() -> Judge:
    return Judge()
