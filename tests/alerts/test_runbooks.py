"""Runbooks: a page an alert, with queries that parse and rules that exist; and the command that prints them."""

from __future__ import annotations

import re

import promql_parser
import pytest

from support.cli import tritonfleet
from tritonfleet.alerts import Alert, alerts, needed_counters
from tritonfleet.checks.registry import modules
from tritonfleet.dcgm import exporter
from tritonfleet.docs.runbooks import runbook_page, runbook_pages
from tritonfleet.metrics import metric

ALL = [(name, same) for name, same in alerts().items()]
NAMES = {"namespace": "prod", "job": "vision"}
CODE = re.compile(r"```promql\n(.*?)\n```", re.DOTALL)

by_alert = pytest.mark.parametrize(("name", "same"), ALL, ids=[name for name, _ in ALL])


@by_alert
def test_every_query_of_a_page_can_be_pasted(name: str, same: tuple[Alert, ...]):
    queries = CODE.findall(runbook_page(same, NAMES))
    assert queries
    for query in queries:
        promql_parser.parse(query)


@by_alert
def test_a_page_says_what_mends_each_cause(name: str, same: tuple[Alert, ...]):
    page = same[0].runbook
    assert page.causes
    assert all(cause.what and cause.mend for cause in page.causes)


@by_alert
def test_a_page_links_to_rules_that_exist(name: str, same: tuple[Alert, ...]):
    assert set(same[0].runbook.rules) <= set(modules())


@by_alert
def test_no_term_is_left_in_a_page(name: str, same: tuple[Alert, ...]):
    assert "$(" not in runbook_page(same)


@by_alert
def test_alerts_of_one_name_tell_their_windows_apart(name: str, same: tuple[Alert, ...]):
    windows = [each.labels.get("long") for each in same]
    assert len(set(windows)) == len(windows)


@by_alert
def test_the_texts_name_no_label_twice_and_end_as_sentences(name: str, same: tuple[Alert, ...]):
    for each in same:
        assert each.description.endswith(".")
        assert not each.summary.endswith(".")


def test_the_index_links_to_every_page():
    pages = runbook_pages()
    assert {f"runbooks/{name}.md" for name in alerts()} < set(pages)
    assert all(f"({name}.md)" in pages["runbooks/README.md"] for name in alerts())


def test_what_alerts_need_of_the_exporter_is_off_by_default():
    assert needed_counters()
    assert [name for name in needed_counters() if (found := metric(name)) is None or found.default] == []


def test_the_platforms_counters_have_what_alerts_need():
    assert set(needed_counters()) <= set(exporter().counters)


def test_the_command_puts_names_into_the_queries(tmp_path):
    result = tritonfleet(
        "runbook", "tritonservicedown", "--namespace", "prod", "--service", "vision", cwd=tmp_path
    )
    assert result.code == 0
    assert 'up{namespace="prod",job="vision"}' in result.out


def test_without_a_name_the_command_lists_the_alerts(tmp_path):
    result = tritonfleet("runbook", cwd=tmp_path)
    assert result.code == 0
    assert all(name in result.out for name in alerts())


def test_a_misspelt_alert_is_one_line_with_the_one_that_was_meant(tmp_path):
    result = tritonfleet("runbook", "TritonServiceDwn", cwd=tmp_path)
    assert result.code == 2
    assert result.err == "tritonfleet: no alert `TritonServiceDwn` (did you mean `TritonServiceDown`?)\n"
