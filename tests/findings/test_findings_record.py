"""The record of what the check finds in public projects: complete, current, and with what must be found."""

from __future__ import annotations

from pathlib import Path

import pytest
from scripts.judging.catalogue import FOLDER, projects
from scripts.judging.page import page
from scripts.judging.results import read
from scripts.judging.verdicts import judged

from tritonfleet.checks.registry import ids

PAGE = Path(__file__).resolve().parents[2] / "docs" / "findings.md"
CATALOGUE = projects()
ROWS = {row.project: row for row in read()}


def test_the_page_is_what_the_record_says():
    judgements = {project.project: judged(project.project) for project in CATALOGUE}
    assert PAGE.read_text(encoding="utf-8") == page(CATALOGUE, list(ROWS.values()), judgements), (
        "run: python scripts/findings.py --clones DIR --write"
    )


@pytest.mark.parametrize("project", [project.project for project in CATALOGUE])
def test_every_finding_is_judged(project):
    row = ROWS[project]
    judged_of = {rule: row.real.get(rule, 0) + row.minor.get(rule, 0) for rule in row.findings}
    assert judged_of == dict(row.findings)


@pytest.mark.parametrize("file", sorted((FOLDER / "verdicts").glob("*.yaml")), ids=lambda file: file.stem)
def test_verdicts_are_about_projects_and_rules_that_there_are(file):
    project = file.stem.replace("+", "/", 1)
    assert project in {each.project for each in CATALOGUE}
    judgement = judged(project)
    assert {entry.rule for entry in (*judgement.findings, *judgement.mended)} <= {*ids(), "input"}


@pytest.mark.parametrize(
    ("project", "rule"),
    [
        pytest.param("triton-inference-server/server", "K8S019", id="removed HPA API"),
        pytest.param("triton-inference-server/server", "SCL003", id="replicas beside an autoscaler"),
        pytest.param("triton-inference-server/server", "MON103", id="metrics that do not exist"),
        pytest.param("triton-inference-server/server", "GIT037", id="constant names"),
        pytest.param("triton-inference-server/tutorials", "MON110", id="clamp_min averages"),
        pytest.param("vllm-project/production-stack", "MON104", id="unmatched label in the default trigger"),
        pytest.param("vllm-project/production-stack", "ROL002", id="surge of 100 %"),
        pytest.param("vllm-project/production-stack", "K8S029", id="missing checksum"),
        pytest.param("vllm-project/production-stack", "GIT037", id="names without the release"),
    ],
)
def test_known_mistakes_are_found(project, rule):
    assert ROWS[project].real[rule] > 0
