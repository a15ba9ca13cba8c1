"""Every query is PromQL whatever its selector is, and means what its words say."""

from __future__ import annotations

import subprocess

import pytest
import yaml

from tritonfleet import tools
from tritonfleet.checks.promql import Selector, Series, parse, series, unit, walk
from tritonfleet.checks.promql.units import Unit as Dimension
from tritonfleet.metrics import Kind, metric
from tritonfleet.metrics.releases import before
from tritonfleet.queries import Query, Unit, queries
from tritonfleet.queries.reading import facts, pretty

ALL = tuple(queries().values())
SCALING = tuple(each for each in ALL if each.scales)
SELECTORS = {
    "none": ("", "5m"),
    "plain": ('namespace="triton-prod",job="vision"', "5m"),
    "Grafana": ('namespace="$namespace",job=~"$job",model=~"${model:regex}"', "$__rate_interval"),
    "Helm": ('namespace="{{ .Release.Namespace }}",job="{{ .Values.name }}"', "{{ .Values.window }}"),
    "ends in a comma": ('namespace="triton-prod",', "5m"),
}
DIMENSIONS = {
    Unit.MILLISECONDS: [Dimension(1e-3, time=1), Dimension(1e-3, time=1, things=-1)],
    Unit.SECONDS: [Dimension(1, time=1)],
    Unit.REQUESTS_PER_SECOND: [Dimension(1, time=-1, things=1)],
    Unit.OPERATIONS_PER_SECOND: [Dimension(1, time=-1, things=1)],
    Unit.RATIO: [Dimension(1)],
    Unit.BYTES: [Dimension(1, size=1)],
    Unit.NUMBER: [Dimension(1), Dimension(1, things=1)],
}

each_query = pytest.mark.parametrize("asked", ALL, ids=lambda each: each.name)
each_signal = pytest.mark.parametrize("asked", SCALING, ids=lambda each: each.name)


def used(asked: Query) -> set[str]:
    tree = parse(asked.expression("a='b'")).expression
    assert tree is not None
    return {each.metric for each in walk(tree) if isinstance(each, Selector) and each.metric}


@each_query
@pytest.mark.parametrize("choice", SELECTORS.values(), ids=SELECTORS)
@pytest.mark.parametrize("by", [(), ("model",), ("hostname", "namespace", "pod")], ids=str)
def test_it_is_promql_with_any_selector(asked, choice, by):
    parsed = parse(asked.expression(*choice, by))
    assert parsed.expression is not None, parsed.problem


@each_signal
@pytest.mark.parametrize("choice", SELECTORS.values(), ids=SELECTORS)
def test_a_signal_is_one_number_with_any_selector(asked, choice):
    parsed = parse(asked.signal(*choice, entry="bert|resnet"))
    assert parsed.expression is not None, parsed.problem
    assert series(parsed.expression) is Series.ONE


@each_query
def test_only_the_labels_asked_for_come_back(asked):
    asked_for = asked.expression(by=["pod"])
    assert "without" not in asked_for
    assert series(parse(asked_for).expression) is Series.GROUPED


@each_query
def test_the_selector_is_in_every_selector(asked):
    expression = parse(asked.expression('cluster="c1"')).expression
    selectors = [each for each in walk(expression) if isinstance(each, Selector)]
    assert selectors
    assert all(each.matcher("cluster") for each in selectors)


@each_query
def test_the_unit_is_that_of_the_metrics(asked):
    """What the checks make of the expression agrees with the query's unit, scale included."""
    found = unit(parse(asked.expression()).expression)
    if found is not None and asked.unit in DIMENSIONS:
        assert any(
            found.alike(each) and found.scale == pytest.approx(each.scale) for each in DIMENSIONS[asked.unit]
        )


@each_query
def test_its_metrics_are_those_of_its_exporter(asked):
    assert {metric(name).exporter for name in used(asked)} == {asked.exporter}


@each_query
def test_it_says_what_must_be_on_for_its_metrics(asked):
    """The cache's hits are only subtracted where there are any, so a query needs no cache for that."""
    needed = {found.name for name in used(asked) if (found := metric(name).switch)}
    assert needed - {"cache" if asked.name.startswith("compute-") else ""} == ({asked.switch} - {""})


@each_query
def test_it_is_not_said_to_be_there_before_its_metrics_are(asked):
    for name in used(asked):
        assert not (
            asked.exporter == "triton" and before(asked.since or "23.01", metric(name).since or "23.01")
        )


@each_query
def test_counters_are_never_read_bare(asked):
    """But for `models-loaded`, which counts series and not what they say."""
    bare = {each.function for each in parse(asked.expression()).uses if is_counter(each.selector.metric)}
    assert bare <= ({""} if asked.name == "models-loaded" else {"rate", "increase"})


def is_counter(name: str | None) -> bool:
    return bool(name) and metric(name).kind is Kind.COUNTER


@each_query
def test_its_words_end_as_sentences(asked):
    assert asked.about.endswith(".")
    assert not asked.title.endswith(".")
    assert facts(asked).endswith(".")


@each_query
def test_it_means_the_same_on_several_lines(asked):
    lines = pretty(asked.expression('job="a"'))
    assert pretty(lines) == lines


def test_promtool_takes_them_all(tmp_path):
    """The parser that the tests above ask is not Prometheus' own."""
    rules = [
        {"record": f"r{number}", "expr": each.expression('job="a"', "5m", ["pod"])}
        for number, each in enumerate(ALL)
    ]
    rules += [
        {"record": f"s{number}", "expr": each.signal('job="a"', entry="b")}
        for number, each in enumerate(SCALING)
    ]
    file = tmp_path / "rules.yaml"
    file.write_text(yaml.safe_dump({"groups": [{"name": "g", "rules": rules}]}))
    ran = subprocess.run(
        [tools.find("promtool"), "check", "rules", "--lint=none", file],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
