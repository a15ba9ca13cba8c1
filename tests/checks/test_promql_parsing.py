"""PromQL is taken and refused as Prometheus does, variables and all, and errors have places."""

from __future__ import annotations

import subprocess

import pytest

from tritonfleet import tools
from tritonfleet.checks.promql import Aggregation, Call, Selector, parse

VALID = [
    "sum(rate(x[5m]))", 'x{a="b",}', '{"a.b",c="d"}', "x @ end()", "x[5m:1m] offset -1m", "x atan2 y",
    "sum by(a) (x) > bool 0", 'count_values("v",x)', "double_exponential_smoothing(x[5m],0.1,0.1)", "0x1F", "NaN",
    "x # comment\n + y", "x{a=`b`}", "x[1d12h]", "sum without () (x)", "x + on() group_left() y", "rate(x[300])",
    "x unless ignoring(b) y", "rate(sum(x)[5m:])", 'x{a="é"}', "SUM BY (a) (x)", "x[5m] @ 100", "a:b:c",
]  # fmt: skip
INVALID = [
    "rate(x)", "sum(x", "x{a=b}", "foo(x)", "holt_winters(x[5m],0.1,0.1)", "x > > 1", "rate(sum(x)[5m])", "1 > 2",
    'x{__name__="y"}', "topk(5)", 'vector("a")', "x[5m] + y", "{}", "x;", "métrique", "x[5m][5m]", "",
]  # fmt: skip


@pytest.fixture(scope="module")
def promtool() -> str:
    return str(tools.find("promtool"))


@pytest.mark.parametrize("text", VALID)
def test_what_promtool_takes_is_taken(promtool, text):
    assert format_(promtool, text) == 0
    assert parse(text).expression is not None


@pytest.mark.parametrize("text", INVALID)
def test_what_promtool_refuses_is_refused_with_a_reason(promtool, text):
    assert format_(promtool, text) != 0
    assert parse(text).problem


def format_(promtool: str, text: str) -> int:
    command = [
        promtool,
        "--experimental",
        "--enable-feature=promql-experimental-functions",
        "promql",
        "format",
        text,
    ]
    return subprocess.run(command, capture_output=True, check=False).returncode


@pytest.mark.parametrize(
    ("text", "offset"),
    [("sum(rate(x[5m])", 3), ("sum(x))", 6), ("x{a=bare}", 4), ("1 + foo(x)", 4), ("rate(x)", 0)],
)
def test_an_error_has_the_place_of_the_bracket_or_word(text, offset):
    assert parse(text).offset == offset


def test_a_bracket_in_quotes_is_no_bracket():
    assert parse('sum(x{a="("}').offset == 3


@pytest.mark.parametrize(
    "text",
    [
        "rate(x[$__rate_interval])", "rate(x[${window}])", "rate(x[[[window]]])", "topk($n, x)", "${prefix}_total",
        "sum by ($label) (x)", "{{args.query}}", "rate(x[{{ interval }}])", "max_over_time(x[$__range:$__interval])",
    ],
)  # fmt: skip
def test_variables_stand_anywhere(text):
    assert not parse(text).problem


def test_a_range_said_by_a_variable_is_not_known():
    (use,) = parse("rate(x[$__rate_interval])").uses
    assert (use.selector.ranged, use.window) == (True, None)


def test_a_name_with_a_variable_is_not_known():
    (use,) = parse("rate(${prefix}_total[5m])").uses
    assert use.selector.metric is None


def test_a_variable_in_quotes_is_a_value():
    (use,) = parse('x{a="$model"}').uses
    assert use.selector.matchers[0].value == "$model"
    assert use.selector.matchers[0].literal is None


def test_a_template_with_quotes_of_its_own_is_one_value():
    (use,) = parse("""rate(x{a=~"{{ printf "kube(ew)?_%s" service }}", b="c"}[1m])""").uses
    assert [matcher.literal is None for matcher in use.selector.matchers] == [True, False]


def test_expressions_alike_but_for_values_keep_their_values():
    values = [parse(f'x{{a="{name}", b="{name}2"}}').uses[0].selector.matchers for name in ("bert", "resnet")]
    assert [[matcher.value for matcher in matchers] for matchers in values] == [
        ["bert", "bert2"], ["resnet", "resnet2"],
    ]  # fmt: skip


def test_the_name_may_be_a_matcher():
    assert parse('{__name__="x", a="b"}').uses[0].selector.metric == "x"


def test_what_is_around_a_selector_is_told_from_the_inside_out():
    (use,) = parse("sum by (a) (ceil(rate(x[5m])))").uses
    assert use.function == "rate"
    assert use.functions == ("rate", "ceil")
    assert [each.labels for each in use.aggregations] == [("a",)]


def test_parentheses_leave_no_trace():
    expression = parse("((sum((x))))").expression
    assert isinstance(expression, Aggregation)
    assert isinstance(expression.expression, Selector)


def test_a_call_keeps_its_arguments():
    expression = parse('label_replace(x, "a", "$1", "b", "(.*)")').expression
    assert isinstance(expression, Call)
    assert len(expression.arguments) == 5


@pytest.mark.parametrize(
    "text", ["(" * 9000 + "x" + ")" * 9000, "x" + " + x" * 5000, "-" * 9000 + "x", "x" * 50_000]
)
def test_what_nobody_wrote_is_looked_past(text):
    assert not parse(text).problem
