"""Findings that are left alone: by annotation, by comment in the fleet, by baseline; counted, with their reasons."""

from __future__ import annotations

import json

import pytest

from support.cli import tritonfleet
from support.fleets import small
from tritonfleet import checks, yamlio
from tritonfleet.checks.comments import read_comments
from tritonfleet.errors import InputError

SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod%s}
spec: {selector: {app: bert}, ports: [{name: http, port: 8000}]}
"""
POD = """\
apiVersion: v1
kind: Pod
metadata: {name: clip, namespace: prod, labels: {app: clip}}
spec: {containers: [{name: clip, image: "clip:1"}]}
"""


def run(annotations: str = "") -> checks.Report:
    given = f", annotations: {{{annotations}}}" if annotations else ""
    return checks.run(
        yamlio.load_manifests(f"{SERVICE % given}---\n{POD}", "f.yaml"), select=["NET001", "K8S100"]
    )


def test_an_annotation_with_a_reason_suppresses_the_rule_it_names():
    report = run("ignore.tritonfleet.dev/NET001: another chart makes the pods")
    assert report.findings == ()
    assert [(s.finding.rule, s.by, s.reason) for s in report.suppressed] == [
        ("NET001", "annotation", "another chart makes the pods")
    ]


def test_an_annotation_may_name_the_beginning_of_a_rule():
    assert run("ignore.tritonfleet.dev/NET: another chart makes the pods").findings == ()


@pytest.mark.parametrize("reason", ['""', '"  "', "null", "{a: b}", "1"])
def test_without_a_reason_nothing_is_suppressed(reason):
    report = run(f"ignore.tritonfleet.dev/NET001: {reason}")
    assert [finding.rule for finding in report.findings] == ["K8S100", "NET001"]


def test_an_annotation_that_names_no_rule_is_reported_with_the_nearest():
    report = run("ignore.tritonfleet.dev/NTE001: why")
    assert any("NET001" in finding.fix for finding in report.findings if finding.rule == "K8S100")


def test_another_rule_is_not_suppressed():
    assert [f.rule for f in run("ignore.tritonfleet.dev/K8S009: why").findings] == ["NET001"]


@pytest.fixture
def manifests(tmp_path):
    (tmp_path / "m.yaml").write_text(f"{SERVICE % ''}---\n{POD}")
    return tmp_path


def test_a_baseline_lets_what_was_known_pass_and_counts_it(manifests):
    written = tritonfleet("check", "m.yaml", "--write-baseline", "known.json", cwd=manifests)
    assert (written.code, "known from now on" in written.err) == (0, True)
    ran = tritonfleet("check", "m.yaml", "--baseline", "known.json", "--select", "NET", cwd=manifests)
    assert ran.code == 0
    assert "1 suppressed (1 by baseline)" in ran.out


def test_a_baseline_does_not_hide_one_more(manifests):
    tritonfleet("check", "m.yaml", "--write-baseline", "known.json", cwd=manifests)
    text = SERVICE % ""
    (manifests / "m.yaml").write_text(f"{text}---\n{text.replace('name: bert,', 'name: resnet,')}---\n{POD}")
    ran = tritonfleet("check", "m.yaml", "--baseline", "known.json", "--select", "NET001", cwd=manifests)
    assert ran.code == 1
    assert "prod/resnet" in ran.out
    assert "Service prod/bert spec" not in ran.out


def test_a_baseline_survives_new_lines_and_messages(manifests):
    tritonfleet("check", "m.yaml", "--write-baseline", "known.json", cwd=manifests)
    (manifests / "m.yaml").write_text(f"# moved\n\n{SERVICE % ''}---\n{POD}".replace("app: bert", "app: brt"))
    options = ("--baseline", "known.json", "--select", "NET001")
    assert tritonfleet("check", "m.yaml", *options, cwd=manifests).code == 0


def test_what_is_in_the_baseline_but_gone_is_said(manifests):
    tritonfleet("check", "m.yaml", "--write-baseline", "known.json", "--select", "NET", cwd=manifests)
    (manifests / "m.yaml").write_text("apiVersion: v1\nkind: Namespace\nmetadata: {name: prod}\n")
    ran = tritonfleet("check", "m.yaml", "--baseline", "known.json", cwd=manifests)
    assert "nothing to ignore any more: known.json: NET001 Service prod/bert" in ran.out


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"version": 9, "findings": []}', '{"version":1,"findings":[1]}']
)
def test_a_file_that_is_no_baseline_is_refused(manifests, text):
    (manifests / "known.json").write_text(text)
    ran = tritonfleet("check", "m.yaml", "--baseline", "known.json", cwd=manifests)
    assert ran.code == 2
    assert ran.err.startswith("tritonfleet: known.json: is ")


FLEET = """\
services:
  # tritonfleet: ignore NET001, SCL its pods come later
  # (see the other repository)

  vision:
    models: [a]

    replicas: 2
  nlp:
    models: [b]  # tritonfleet: ignore TRT107 measured: faster so
"""


def test_a_comment_alone_covers_the_block_that_follows():
    first, second = read_comments(FLEET, "fleet.yaml")
    assert (first.rules, first.reason) == (("NET001", "SCL"), "its pods come later")
    assert [line for line in range(1, 12) if first.covers("SCL002", line)] == [5, 6, 7, 8]
    assert not first.covers("NET002", 6)
    assert [line for line in range(1, 12) if second.covers("TRT107", line)] == [10]


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("# tritonfleet: ignore", "no rule to ignore"),
        ("# tritonfleet: ignore because", "no rule to ignore"),
        ("# tritonfleet: ignore NET001", "no reason to ignore"),
        ("# tritonfleet: ignore NTE001 why", "no rule is called NTE001"),
    ],
)
def test_a_comment_that_says_too_little_is_refused_with_its_line(comment, said):
    with pytest.raises(InputError) as caught:
        read_comments(f"services:\n{comment}\n  a: {{}}\n", "fleet.yaml")
    assert str(caught.value).startswith("fleet.yaml:2:1: ")
    assert said in str(caught.value)


def commented(folder, comment: str):
    fleet = small(models__unused=small()["models"]["classifier"])
    text = yamlio.dump(fleet)
    (folder / "fleet.yaml").write_text(text.replace("  unused:\n", f"  {comment}\n  unused:\n"))
    return tritonfleet("check", "--format", "json", cwd=folder)


def test_a_comment_in_the_fleet_suppresses_what_is_said_of_its_block(tmp_path):
    data = json.loads(commented(tmp_path, "# tritonfleet: ignore FLT003 the next release uses it").out)
    assert [(s["rule"], s["by"], s["reason"]) for s in data["suppressed"]] == [
        ("FLT003", "comment", "the next release uses it")
    ]
    assert "FLT003" not in [finding["rule"] for finding in data["findings"]]


def test_a_comment_that_suppresses_nothing_is_said(tmp_path):
    data = json.loads(commented(tmp_path, "# tritonfleet: ignore FLT018 no longer so").out)
    assert data["stale"] == [f"fleet.yaml:{_line(tmp_path, '# tritonfleet')}: FLT018"]


def _line(folder, start: str) -> int:
    lines = (folder / "fleet.yaml").read_text().splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.strip().startswith(start))
