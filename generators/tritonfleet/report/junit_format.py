"""The report as JUnit XML: a suite an area, a test for every rule that found nothing and for every object it hit.

CI systems show one failure a test, so what a rule finds on one object is one failure that says all of it; and they
know a test again by its name, so the name holds no line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Literal, TextIO
from xml.etree import ElementTree

from tritonfleet.checks.finding import Finding
from tritonfleet.report.wording import title_of

if TYPE_CHECKING:
    from tritonfleet.checks.engine import Report

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Case:
    """One test: what became of it, in a line, and all there is to say."""

    rule: str
    name: str
    outcome: Literal["passed", "failure", "skipped"] = "passed"
    kind: str = ""
    message: str = ""
    text: str = ""

    @property
    def area(self) -> str:
        return self.rule.rstrip("0123456789")


def write(report: Report, stream: TextIO) -> None:
    """Every suite under one root."""
    cases = sorted(_cases(report), key=lambda case: (case.area, case.rule, case.name))
    root = ElementTree.Element("testsuites", _numbers(cases))
    for area, in_area in groupby(cases, key=lambda case: case.area):
        root.append(_suite(area, list(in_area)))
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    stream.write(f"<?xml version='1.0' encoding='UTF-8'?>\n{text}\n")


def _cases(report: Report) -> Iterable[Case]:
    """The tests, no two of one name: what failed says more than what was suppressed, and that more than a skip."""
    cases: dict[tuple[str, str], Case] = {}
    found: dict[tuple[str, str], list[Finding]] = {}
    for finding in report.findings:
        found.setdefault((finding.rule, _about(finding)), []).append(finding)
    for (rule, about), findings in found.items():
        cases[rule, about] = _failed(rule, about, findings)
    for suppressed in report.suppressed:
        rule, about = suppressed.finding.rule, _about(suppressed.finding)
        message = f"suppressed by {suppressed.by}: {suppressed.reason}"
        cases.setdefault((rule, about), Case(rule, about, "skipped", message=message))
    told = {finding.rule for finding in report.findings}
    needs = {skipped.rule: skipped.needs for skipped in reversed(report.skipped)}
    for rule in {*report.rules, *needs} - told:
        case = Case(rule, "", "skipped", message=f"needs {needs[rule]}") if rule in needs else Case(rule, "")
        cases.setdefault((rule, ""), case)
    return cases.values()


def _about(finding: Finding) -> str:
    return _clean(str(finding.object or (finding.location.file if finding.location else "")))


def _failed(rule: str, about: str, findings: list[Finding]) -> Case:
    worst = max(findings, key=lambda finding: finding.severity.rank)
    more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
    text = "\n\n".join((title_of(rule), *map(_text, findings)))
    return Case(rule, about, "failure", worst.severity, f"{worst.message}{more}", text.strip())


def _text(finding: Finding) -> str:
    where = " ".join(str(part) for part in (finding.location, finding.path) if part)
    fix = f"to mend it: {finding.fix}" if finding.fix else ""
    return "\n".join(filter(None, (where, f"{finding.severity}: {finding.message}", fix)))


def _suite(area: str, cases: list[Case]) -> ElementTree.Element:
    suite = ElementTree.Element("testsuite", {"name": f"tritonfleet {area}", **_numbers(cases)})
    suite.set("skipped", str(sum(case.outcome == "skipped" for case in cases)))
    for case in cases:
        name = f"{case.rule} {case.name}".strip()
        element = ElementTree.SubElement(suite, "testcase", classname=f"tritonfleet.{area}", name=name)
        if case.outcome != "passed":
            outcome = ElementTree.SubElement(element, case.outcome, message=_clean(case.message))
            outcome.text = _clean(case.text) or None
            if case.kind:
                outcome.set("type", case.kind)
    return suite


def _numbers(cases: list[Case]) -> dict[str, str]:
    failures = sum(case.outcome == "failure" for case in cases)
    return {"tests": str(len(cases)), "failures": str(failures), "errors": "0"}


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
