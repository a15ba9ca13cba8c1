"""Whatever the report, its SARIF validates against the standard's schema, and keeps what GitHub demands beyond it."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import jsonschema_rs
import pytest
from hypothesis import given, settings

from report.reports import reports
from tritonfleet.checks import Finding, Report, Severity
from tritonfleet.checks.registry import modules
from tritonfleet.errors import Location
from tritonfleet.report import sarif_format
from tritonfleet.report.sarif_rules import LONGEST_HELP, as_rules

SCHEMA = json.loads((Path(__file__).parent / "schemas/sarif-2.1.0.json").read_text())
VALIDATOR = jsonschema_rs.Draft4Validator(SCHEMA, validate_formats=True)


def sarif(report: Report) -> dict:
    stream = io.StringIO()
    sarif_format.write(report, stream)
    return json.loads(stream.getvalue().encode("utf-8"))


def run_of(report: Report) -> dict:
    (run,) = sarif(report)["runs"]
    return run


def place(finding: Finding) -> dict:
    (result,) = run_of(Report(findings=(finding,)))["results"]
    return result["locations"][0]["physicalLocation"]


@settings(deadline=None, max_examples=50)
@given(reports())
def test_any_report_validates(report):
    VALIDATOR.validate(sarif(report))


@settings(deadline=None, max_examples=50)
@given(reports())
def test_every_result_has_a_place_in_a_file(report):
    for result in run_of(report)["results"]:
        (location,) = result["locations"]
        assert location["physicalLocation"]["artifactLocation"]["uri"]
        assert location["physicalLocation"]["region"]["startLine"] >= 1


def test_a_report_of_everything_validates(report):
    VALIDATOR.validate(sarif(report))


def test_every_rule_describes_itself_validly():
    rules = as_rules(modules())
    log = {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "tritonfleet", "rules": rules}}}]}
    VALIDATOR.validate(log)
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert 0 < len(rule["fullDescription"]["text"]) <= 1024
        assert 0 < len(rule["help"]["markdown"]) <= LONGEST_HELP
        assert len(rule["properties"]["tags"]) <= 10


def test_only_security_rules_have_a_security_severity():
    rules = as_rules(modules())
    scored = {rule["id"][:3] for rule in rules if "security-severity" in rule["properties"]}
    assert scored == {"SEC"}


def test_related_objects_are_named_without_a_location_that_github_would_refuse(report):
    first, *_ = run_of(report)["results"]
    assert first["properties"]["relatedObjects"] == ["Deployment prod/bert"]
    assert "relatedLocations" not in first


def test_a_rule_is_described_once_however_often_it_hits(report):
    twice = replace(report, findings=report.findings * 2)
    ids = [rule["id"] for rule in run_of(twice)["tool"]["driver"]["rules"]]
    assert ids == sorted(set(ids))


def test_a_rule_that_found_nothing_is_not_described(report):
    ids = [rule["id"] for rule in run_of(report)["tool"]["driver"]["rules"]]
    assert "K8S004" in report.rules
    assert "K8S004" not in ids


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("values/a b.yaml", {"uri": "values/a%20b.yaml", "uriBaseId": "%SRCROOT%"}),
        ("./prod.yaml", {"uri": "prod.yaml", "uriBaseId": "%SRCROOT%"}),
        ("a:b.yaml", {"uri": "a%3Ab.yaml", "uriBaseId": "%SRCROOT%"}),
        ("/elsewhere/größe.yaml", {"uri": "file:///elsewhere/gr%C3%B6%C3%9Fe.yaml"}),
        ("<stdin>", {"uri": "stdin"}),
    ],
)
def test_a_file_is_a_relative_uri_where_it_can_be(file, expected):
    finding = Finding("K8S002", Severity.ERROR, "it is gone", location=Location(file, 3, 1))
    assert place(finding)["artifactLocation"] == expected


def test_an_absolute_path_in_the_folder_of_the_run_is_made_relative(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    finding = Finding(
        "K8S002", Severity.ERROR, "it is gone", location=Location(str(tmp_path / "deep/a.yaml"), 3)
    )
    assert place(finding)["artifactLocation"] == {"uri": "deep/a.yaml", "uriBaseId": "%SRCROOT%"}


def test_a_whole_file_is_its_first_line():
    finding = Finding("FLT001", Severity.ERROR, "it is gone", location=Location("fleet.yaml"))
    assert place(finding)["region"] == {"startLine": 1, "startColumn": 1}


def test_more_results_than_github_takes_are_left_out_the_mildest_first_and_said(monkeypatch):
    monkeypatch.setattr(sarif_format, "MOST_RESULTS", 2)
    severities = (Severity.INFO, Severity.ERROR, Severity.WARNING)
    findings = tuple(Finding("K8S002", severity, severity.value) for severity in severities)
    run = run_of(Report(findings=findings))
    assert [result["level"] for result in run["results"]] == ["error", "warning"]
    (invocation,) = run["invocations"]
    (notification,) = invocation["toolExecutionNotifications"]
    assert notification["message"]["text"].startswith("1 results are left out")


def test_what_there_is_nothing_to_suppress_of_any_more_is_a_note_on_the_configuration(report):
    (invocation,) = run_of(report)["invocations"]
    (notification,) = invocation["toolConfigurationNotifications"]
    assert "known.json: NET003 Ingress prod/bert" in notification["message"]["text"]
