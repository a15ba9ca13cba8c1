"""SARIF says what code scanning shows: the rules, the places, what was skipped and what was suppressed."""

from __future__ import annotations

import io
import json
from dataclasses import replace

from tritonfleet.checks import Report
from tritonfleet.errors import Location
from tritonfleet.report import sarif_format


def sarif(report: Report) -> dict:
    stream = io.StringIO()
    sarif_format.write(report, stream)
    return json.loads(stream.getvalue())


def test_sarif_has_what_code_scanning_needs(report):
    data = sarif(report)
    (run,) = data["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert (data["version"], run["tool"]["driver"]["name"]) == ("2.1.0", "tritonfleet")
    assert [rule["id"] for rule in rules] == ["K8S002", "K8S010", "NET001", "NET002", "TRT107"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    assert [result["level"] for result in run["results"]] == ["error", "note", "warning", "error"]
    assert [result.get("suppressions") for result in run["results"]] == [
        *(None, None, None),
        [{"kind": "inSource", "justification": "its pods come from another chart"}],
    ]
    assert rules[2]["help"]["text"]
    assert rules[2]["help"]["markdown"].startswith("# NET001: ")
    assert rules[2]["defaultConfiguration"] == {"level": "error"}


def test_sarif_locates_by_file_and_by_object(report):
    results = sarif(report)["runs"][0]["results"]
    physical = results[0]["locations"][0]["physicalLocation"]
    assert physical == {
        "artifactLocation": {"uri": "values/prod/a%20b.yaml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 12, "startColumn": 5},
    }
    logical = results[0]["locations"][0]["logicalLocations"]
    assert logical[0]["fullyQualifiedName"] == "Service prod/bert/spec.ports[0].targetPort"
    assert results[2]["locations"][0]["physicalLocation"]["region"]["startLine"] == 1


def test_a_sarif_fingerprint_survives_a_moved_line(report):
    moved = replace(report.findings[0], location=Location("values/prod/a b.yaml", 99, 1))
    again = replace(report, findings=(moved,))
    prints = [sarif(r)["runs"][0]["results"][0]["partialFingerprints"] for r in (report, again)]
    assert prints[0] == prints[1]


def test_sarif_notes_what_was_skipped(report):
    (invocation,) = sarif(report)["runs"][0]["invocations"]
    assert invocation["toolExecutionNotifications"][0]["associatedRule"] == {"id": "K8S010", "index": 1}
