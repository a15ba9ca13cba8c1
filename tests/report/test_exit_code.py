"""The exit code says whether something was found that is bad enough."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tritonfleet.checks import Severity
from tritonfleet.report import exit_code


@pytest.mark.parametrize(("fail_on", "code"), [("error", 1), ("warning", 1), ("info", 1)])
def test_an_error_is_always_bad_enough(report, fail_on, code):
    assert exit_code(report, Severity(fail_on)) == code


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("info", 1)])
def test_a_warning_is_bad_enough_if_asked_for(report, fail_on, code):
    without_errors = replace(report, findings=report.findings[1:])
    assert exit_code(without_errors, Severity(fail_on)) == code


def test_a_clean_report_is_success(clean):
    assert exit_code(clean, Severity.INFO) == 0
