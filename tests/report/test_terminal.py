"""On a terminal a report is laid out for reading, whether it has one finding or three hundred."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given, settings

from report.reports import reports
from tritonfleet import report as formats
from tritonfleet.checks import Finding, ObjectRef, Report, Severity
from tritonfleet.errors import Location
from tritonfleet.report.folding import folded

STYLE = re.compile("\x1b\\[[0-9;]*m")


class Terminal(io.StringIO):
    """A terminal, as far as anybody asks."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def eighty_columns(monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("NO_COLOR", raising=False)


def shown(report: Report) -> str:
    terminal = Terminal()
    formats.write(report, "text", terminal)
    return terminal.getvalue()


def plain(report: Report) -> str:
    return STYLE.sub("", shown(report))


def missing(name: str, kind: str = "Deployment", port: str = "grpc") -> Finding:
    ref = ObjectRef("apps/v1", kind, name, "prod")
    return Finding(
        "NET002",
        Severity.ERROR,
        f"{kind} prod/{name} has no port {port}",
        f"open {port} in {name}",
        ref,
        "spec.ports[0]",
        Location(f"{name}.yaml", 4, 1),
    )


def test_it_is_in_colour_by_file_and_object(report):
    assert "\x1b[1;4mvalues/prod/a b.yaml" in shown(report)
    text = plain(report)
    for part in ("  Service prod/bert\n", "error NET002 at 12:5 spec.ports[0].targetPort", "→ their ports:"):
        assert part in text
    assert text.rstrip().endswith("`tritonfleet explain NET002` says why, and shows an example")


def test_related_objects_that_the_message_does_not_name_are_named():
    ref = ObjectRef("v1", "Service", "front", "prod")
    finding = Finding("NET002", Severity.ERROR, "it is gone", object=ref, related=(missing("bert").object,))
    assert "see Deployment prod/bert" in plain(Report(findings=(finding,)))


def test_no_line_is_wider_than_the_terminal(report):
    long = Finding(
        "NET002", Severity.ERROR, "words and " * 40, "more words " * 20, location=Location("a.yaml", 1)
    )
    lines = plain(Report(findings=(*report.findings, long) * 3)).splitlines()
    assert max(map(len, lines)) <= 80


def test_a_few_findings_need_no_table(report):
    assert "severity" not in plain(report)


def test_many_findings_end_with_a_table_of_the_worst_and_most_frequent_rules():
    findings = (
        *(Finding("K8S002", Severity.INFO, f"message {number}") for number in range(4)),
        *(Finding("NET001", Severity.ERROR, f"message {number}") for number in range(1)),
        *(Finding("NET002", Severity.ERROR, f"message {number}") for number in range(2)),
    )
    _, _, table = plain(Report(findings=findings)).partition("rule ")
    assert re.findall(r"^[A-Z0-9]{3}\d{3}", table, re.MULTILINE) == ["NET002", "NET001", "K8S002"]


def test_the_same_on_many_objects_is_told_once_with_all_counted():
    text = plain(Report(findings=tuple(missing(f"model-{number}") for number in range(20))))
    assert text.count("has no port grpc") == 1
    assert "the same on 19 more: Deployment prod/model-1 (model-1.yaml:4:1)" in text
    assert re.search(r"and\s+16\s+more", text)


def test_the_same_in_many_namespaces_is_told_once():
    findings = tuple(
        Finding(
            "K8S010",
            Severity.ERROR,
            f"no Secret in namespace {name}",
            object=ObjectRef("v1", "Pod", "a", name),
        )
        for name in ("dev", "staging", "prod")
    )
    assert len(folded(findings)) == 1


@pytest.mark.parametrize(
    "other",
    [
        missing("whisper", port="http"),
        missing("whisper", kind="StatefulSet"),
    ],
)
def test_what_differs_in_more_than_the_name_is_told_apart(other):
    findings = (missing("bert"), missing("resnet"), other)
    assert [told.finding for told in folded(findings)] == list(findings)


def test_a_name_within_another_word_is_no_difference_to_overlook():
    findings = tuple(
        Finding("NET002", Severity.ERROR, f"port {word} is closed", object=ObjectRef("v1", "Service", "a"))
        for word in ("a-http", "b-http", "c-http")
    )
    assert len(folded(findings)) == 3


@settings(deadline=None, max_examples=50)
@given(reports())
def test_folding_loses_no_finding(report):
    told = [finding for each in folded(report.findings) for finding in (each.finding, *each.others)]
    assert sorted(map(repr, told)) == sorted(map(repr, report.findings))


@settings(deadline=None, max_examples=50)
@given(reports())
def test_nothing_in_a_report_reaches_the_terminal_but_text(report):
    unstyled = STYLE.sub("", shown(report))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]", unstyled)
