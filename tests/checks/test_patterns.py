"""Expressions of manifests are matched as a whole, quickly whatever they are, or not at all."""

from __future__ import annotations

import pytest

from tritonfleet.checks.patterns import matcher


@pytest.mark.parametrize(
    ("expression", "text", "matches"),
    [
        ("(.*)", "", True),
        ("nv_.*", "nv_gpu_utilization", True),
        ("gpu", "nv_gpu_utilization", False),
        ("a|b", "b", True),
        ("a|b", "ab", False),
        ("(?i)POD", "pod", True),
        ("(_*[a-z]*)*!", "nv_inference_request_duration_us" * 4, False),
        ("(a*)*(a*)*(a*)*b", "a" * 500, False),
    ],
)
def test_an_expression_matches_the_whole_text(expression, text, matches):
    accepts = matcher(expression)
    assert accepts is not None
    assert accepts(text) is matches


@pytest.mark.parametrize("expression", ["(", "a{1000}{1000}", "(?=a)b", "*", "[[:alpha:]_]+"])
def test_what_is_not_read_as_prometheus_reads_it_gets_no_answer(expression):
    assert matcher(expression) is None
