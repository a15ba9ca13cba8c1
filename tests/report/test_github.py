"""GitHub gets a command a finding, and a summary of the job with all of them."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings

from report.reports import reports
from tritonfleet.checks import Finding, Report, Severity
from tritonfleet.errors import InputError, Location
from tritonfleet.report import github_format, markdown
from tritonfleet.report.wording import summary


def written(report: Report) -> str:
    stream = io.StringIO()
    github_format.write(report, stream)
    return stream.getvalue()


def found(severity: Severity, message: str = "it is gone", file: str = "a.yaml") -> Finding:
    return Finding("K8S002", severity, message, location=Location(file, 2, 7))


@pytest.fixture(autouse=True)
def no_job_summary(monkeypatch):
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)


def test_a_command_has_file_line_column_title_message_and_mend(report):
    first, *_ = written(report).splitlines()
    assert first.startswith("::error file=values/prod/a b.yaml,line=12,col=5,title=NET002 A Service's")
    assert first.endswith("no port grpc%0Atheir ports: http (8000)")


def test_what_a_command_cannot_hold_is_escaped(report):
    text = written(report)
    assert "50%25 of 100 <unknown>" in text
    assert "%2C or not positive" in text


def test_the_worst_come_first_for_github_shows_ten_of_a_level(report):
    levels = [line.partition(" ")[0] for line in written(report).splitlines() if line.startswith("::")]
    assert levels == ["::error", "::warning", "::notice", "::notice"]


def test_what_came_by_standard_input_names_no_file_but_says_where():
    (command, _) = written(Report(findings=(found(Severity.ERROR, file="<stdin>"),))).splitlines()
    assert "file=" not in command
    assert command.endswith("%0A<stdin>:2:7")


@settings(deadline=None, max_examples=50)
@given(reports())
def test_no_report_can_slip_a_command_of_its_own_in(report):
    commands = [line for line in written(report).splitlines() if line.lstrip().startswith("::")]
    assert len(commands) == len(report.findings) + bool(report.skipped)


def test_the_summary_of_the_job_grows_by_a_table(report, tmp_path, monkeypatch):
    job_summary = tmp_path / "summary.md"
    job_summary.write_text("# Before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(job_summary))
    written(report)
    text = job_summary.read_text()
    assert text.startswith(f"# Before\n### tritonfleet: {summary(report)}\n")
    assert "| error | NET002 | values/prod/a b.yaml:12:5 Service prod/bert spec.ports[0].targetPort |" in text


def test_a_summary_that_cannot_be_written_is_said_in_one_line(report, tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path))
    with pytest.raises(InputError, match="the job summary cannot be written: is a directory"):
        written(report)


def test_a_cell_of_the_table_keeps_what_it_says():
    said = "`a|b` is <b> & `<c>`"
    row = next(
        line
        for line in markdown.as_markdown(Report(findings=(found(Severity.INFO, said),))).splitlines()
        if "K8S002" in line
    )
    assert "| `a\\|b` is &lt;b&gt; &amp; `<c>` |" in row


def test_the_summary_stays_below_what_github_accepts():
    findings = tuple(found(Severity.ERROR, f"{number} {'long ' * 500}") for number in range(1000))
    text = markdown.as_markdown(Report(findings=findings))
    assert len(text.encode()) < 2**20
    assert "500 more are in the log." in text


@settings(deadline=None, max_examples=50)
@given(reports())
def test_every_finding_is_one_row(report):
    rows = [line for line in markdown.as_markdown(report).splitlines() if line.startswith("| ")]
    assert len(rows) == len(report.findings) + bool(report.findings)
