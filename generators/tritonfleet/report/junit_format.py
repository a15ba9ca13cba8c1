"""The report as JUnit XML: one test a rule, failed by every finding, skipped where it could not decide."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TextIO
from xml.etree import ElementTree

from tritonfleet.report.text_format import title_of

if TYPE_CHECKING:
    from tritonfleet.checks.engine import Report

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write(report: Report, stream: TextIO) -> None:
    """One test suite."""
    ids = sorted({*report.rules, *(f.rule for f in report.findings), *(s.rule for s in report.skipped)})
    failed = {finding.rule for finding in report.findings}
    skipped = {skipped.rule for skipped in report.skipped} - failed
    suite = ElementTree.Element(
        "testsuite",
        name="tritonfleet",
        tests=str(len(ids)),
        failures=str(len(failed)),
        skipped=str(len(skipped)),
    )
    for rule_id in ids:
        suite.append(_case(report, rule_id))
    root = ElementTree.Element("testsuites")
    root.append(suite)
    ElementTree.indent(root)
    stream.write(
        f"<?xml version='1.0' encoding='UTF-8'?>\n{ElementTree.tostring(root, encoding='unicode')}\n"
    )


def _case(report: Report, rule_id: str) -> ElementTree.Element:
    area = rule_id.rstrip("0123456789")
    name = f"{rule_id} {title_of(rule_id)}".strip()
    case = ElementTree.Element("testcase", classname=f"tritonfleet.{area}", name=name)
    for finding in report.findings:
        if finding.rule == rule_id:
            kind = finding.severity.value
            failure = ElementTree.SubElement(case, "failure", type=kind, message=_clean(finding.message))
            lines = (finding.location, finding.object, finding.path, finding.message, finding.fix)
            failure.text = _clean("\n".join(str(line) for line in lines if line))
    needs = [skipped.needs for skipped in report.skipped if skipped.rule == rule_id]
    if needs and len(case) == 0:
        ElementTree.SubElement(case, "skipped", message=_clean(f"needs {'; '.join(needs)}"))
    return case


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
