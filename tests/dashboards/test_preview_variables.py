"""Variables stand in expressions as Grafana puts them there."""

from __future__ import annotations

from tritonfleet.dashboards.preview.variables import Variable, filled


def variable(*chosen: str, values: tuple[str, ...] = ("a", "b"), everything: str = "") -> Variable:
    return Variable("job", "Service", values, chosen, everything)


def test_one_value_stands_as_it_is():
    assert variable("vision").pattern == "vision"


def test_several_values_are_alternatives():
    assert variable("vision", "speech").pattern == "(vision|speech)"


def test_all_is_the_pattern_that_is_given():
    assert variable(everything=".*").pattern == ".*"


def test_all_without_a_pattern_is_every_value():
    assert variable().pattern == "(a|b)"


def test_all_of_nothing_matches_nothing():
    assert variable(values=()).pattern == ""


def test_what_a_pattern_would_read_otherwise_is_escaped_for_the_string_around_it():
    assert variable("resnet50.v1").pattern == r"resnet50\\.v1"


def test_both_ways_of_writing_a_variable_are_filled_in():
    values = {"job": "vision", "__rate_interval": "60s"}
    assert filled('x{job=~"$job"}[$__rate_interval]', values) == 'x{job=~"vision"}[60s]'
    assert filled('x{job=~"${job:regex}"}', values) == 'x{job=~"vision"}'


def test_a_variable_that_is_not_known_stays():
    assert filled("$other", {}) == "$other"
