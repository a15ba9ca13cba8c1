"""``tritonfleet queries``: somebody on call gets PromQL to paste, and a line about what they mistyped."""

from __future__ import annotations

import json

import pytest

from support.cli import tritonfleet
from tritonfleet.checks.promql import parse
from tritonfleet.queries import Subject, queries, query, selector


def promql(folder, *options: str) -> str:
    return tritonfleet("queries", "show", *options, "--format", "promql", cwd=folder).out.strip()


def test_every_query_is_listed(tmp_path):
    out = tritonfleet("queries", "list", cwd=tmp_path).out
    assert all(f"  {name} " in out for name in queries())


def test_the_list_can_be_read_by_programs(tmp_path):
    listed = json.loads(tritonfleet("queries", "list", "--format", "json", cwd=tmp_path).out)["queries"]
    assert [each["name"] for each in listed] == list(queries())


def test_a_query_is_shown_for_one_service(tmp_path):
    asked = promql(
        tmp_path, "latency-mean", "--namespace", "triton-prod", "--job", "vision", "--window", "10m"
    )
    inside = selector(Subject.SERVICE, "triton-prod", "vision")
    assert asked == query("latency-mean").expression(inside, "10m")


def test_a_query_is_shown_with_what_it_does_not_count(tmp_path):
    ran = tritonfleet("queries", "show", "failure-ratio", cwd=tmp_path)
    assert query("failure-ratio").about in ran.out
    assert "Unit: 0 to 1." in ran.out


def test_a_query_is_shown_as_a_scaler_asks_it(tmp_path):
    asked = promql(tmp_path, "queue-mean", "--signal", "--entry", "bert", "--entry", "resnet")
    assert asked == query("queue-mean").signal("", "5m", entry="bert|resnet")


def test_parameters_are_set_by_name(tmp_path):
    asked = promql(tmp_path, "latency-quantile", "--set", "quantile=0.95", "--by", "model")
    assert asked == query("latency-quantile").expression(by=["model"], quantile=0.95)


def test_a_switch_of_a_query_is_true_or_false(tmp_path):
    asked = promql(tmp_path, "compute-infer-mean", "--set", "cache=false")
    assert asked == query("compute-infer-mean").expression(cache=False)


def test_exported_labels_are_chosen_by_where_labels_are_not_honoured(tmp_path):
    asked = promql(tmp_path, "gpu-memory", "-n", "prod", "--service", "vision", "--no-honor-labels")
    assert 'exported_namespace="prod",exported_pod=~' in asked


@pytest.mark.parametrize("name", ["failure-ratio", "latency-within", "gpu-busy", "scaler-paused"])
def test_what_is_printed_can_be_pasted(name, tmp_path):
    text = tritonfleet("queries", "show", name, "-n", "prod", "--job", "vision", cwd=tmp_path).out
    assert parse(text.split("\n\n", 1)[1]).expression is not None


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["latency-men"], "no query `latency-men` (did you mean `latency-mean`?)"),
        (["latency-quantile", "--set", "quantil=0.9"], "no parameter `quantil` (did you mean `quantile`?)"),
        (["latency-quantile", "--set", "quantile=p99"], "--set quantile=p99: expected a number"),
        (["latency-quantile", "--set", "0.9"], "--set 0.9: expected name=value"),
        (["compute-infer-mean", "--set", "cache=no"], "--set cache=no: expected true or false"),
        (["latency-mean", "--window", "a while"], "that makes no PromQL"),
        (["latency-mean", "--job", 'vision"'], "that makes no PromQL"),
        (["latency-mean", "--signal"], "`latency-mean` is none to scale on"),
    ],
)
def test_a_mistake_is_told_in_one_line(options, told, tmp_path):
    ran = tritonfleet("queries", "show", *options, cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert len(ran.err.splitlines()) == 1
