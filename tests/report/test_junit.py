"""JUnit XML says all there is to say in what CI systems show: one failure a test, tests known by name."""

from __future__ import annotations

import io
from pathlib import Path
from xml.etree import ElementTree

import xmlschema
from hypothesis import given, settings

from report.reports import reports
from tritonfleet.checks import Finding, ObjectRef, Report, Severity
from tritonfleet.errors import Location
from tritonfleet.report import junit_format

SCHEMA = xmlschema.XMLSchema(Path(__file__).parent / "schemas/junit-10.xsd")
BERT = ObjectRef("v1", "Service", "bert", "prod")


def junit(report: Report) -> ElementTree.Element:
    stream = io.StringIO()
    junit_format.write(report, stream)
    return ElementTree.fromstring(stream.getvalue().encode("utf-8"))


def cases(report: Report) -> dict[str, ElementTree.Element]:
    return {case.attrib["name"]: case for case in junit(report).iter("testcase")}


@settings(deadline=None, max_examples=50)
@given(reports())
def test_any_report_validates_against_the_schema_of_jenkins(report):
    SCHEMA.validate(junit(report))


@settings(deadline=None, max_examples=50)
@given(reports())
def test_no_two_tests_have_one_name(report):
    names = [case.attrib["name"] for case in junit(report).iter("testcase")]
    assert len(names) == len(set(names))


def test_there_is_a_test_for_every_object_hit_and_every_rule_that_found_nothing(report):
    outcomes = {name: [child.tag for child in case] for name, case in cases(report).items()}
    assert outcomes == {
        "K8S002 Service prod/bert": ["failure"],
        "K8S004": [],
        "K8S010": ["skipped"],
        "NET001 Service prod/bert": ["skipped"],
        "NET002 Service prod/bert": ["failure"],
        "TRT107 fleet.yaml": ["failure"],
    }


def test_there_is_a_suite_for_every_area_and_its_numbers_add_up(report):
    root = junit(report)
    assert root.attrib == {"tests": "6", "failures": "3", "errors": "0"}
    assert {suite.attrib["name"]: int(suite.attrib["tests"]) for suite in root} == {
        "tritonfleet K8S": 3,
        "tritonfleet NET": 2,
        "tritonfleet TRT": 1,
    }


def test_two_findings_of_a_rule_on_an_object_are_one_failure_that_tells_both():
    findings = tuple(
        Finding("NET002", severity, f"no port {port}", f"open {port}", BERT, "spec", Location("a.yaml", line))
        for severity, port, line in ((Severity.WARNING, "http", 4), (Severity.ERROR, "grpc", 9))
    )
    (case,) = cases(Report(findings=findings)).values()
    (failure,) = case
    assert (failure.attrib["message"], failure.attrib["type"]) == ("no port grpc (and 1 more)", "error")
    for part in ("a.yaml:4", "no port http", "open http", "a.yaml:9", "no port grpc", "open grpc"):
        assert part in failure.text


def test_a_suppressed_finding_is_skipped_with_its_reason(report):
    (skipped,) = cases(report)["NET001 Service prod/bert"]
    assert skipped.attrib["message"] == "suppressed by annotation: its pods come from another chart"
