"""What is no mistake raises no finding."""

from __future__ import annotations

import pytest

from mutation.bases import bases
from mutation.variations import VARIATIONS, facts_for
from tritonfleet.checks import run


@pytest.mark.parametrize("base", bases(), ids=lambda base: base.name)
@pytest.mark.parametrize("variation", VARIATIONS, ids=lambda variation: variation.__name__)
def test_a_valid_change_stays_clean(variation, base):
    findings = run(variation(base), facts_for(variation, base)).findings
    assert [
        f"{finding.rule} {finding.object} {finding.path}: {finding.message}" for finding in findings
    ] == []
