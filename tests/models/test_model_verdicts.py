"""Our verdict on a configuration is Triton's."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.verdicts import CASES, Case, write_repository
from support.tritonserver import Server
from tritonfleet.checks.finding import Severity
from tritonfleet.modelconfig.importer import read_config
from tritonfleet.modelconfig.repository import read_repository
from tritonfleet.modelconfig.rules import ModelProblem, validate


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_repository(tmp_path_factory.mktemp("verdicts") / "repository")


@pytest.fixture(scope="module")
def errors(repository: Path) -> dict[str, list[ModelProblem]]:
    """Our errors by model, for a server without GPUs."""
    folders = read_repository(repository).models
    messages = {folder.name: read_config(folder.config) for folder in folders if folder.config}
    layouts = {folder.name: folder.layout for folder in folders}
    found: dict[str, list[ModelProblem]] = {folder.name: [] for folder in folders}
    for problem in validate(messages, gpus=0, layouts=layouts):
        if problem.severity is Severity.ERROR:
            found[problem.model].append(problem)
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_rule_that_is_broken_says_so(case: Case, errors: dict[str, list[ModelProblem]]):
    assert {problem.rule for problem in errors[case.name]} == {rule for rule in [case.rule] if rule}


@pytest.mark.parametrize("case", [case for case in CASES if case.rule], ids=lambda case: case.name)
def test_every_problem_says_how_to_mend_it(case: Case, errors: dict[str, list[ModelProblem]]):
    assert all(problem.fix or problem.rule in {"TRT128", "TRT129"} for problem in errors[case.name])


@pytest.mark.triton
def test_triton_gives_the_same_verdict_on_every_configuration(
    repository: Path, errors: dict[str, list[ModelProblem]], tmp_path: Path
):
    cache = "--cache-config=local,size=1048576"
    with Server(repository, tmp_path / "log", cache) as server:
        verdicts = server.verdicts()
    ours = {name: not found for name, found in errors.items()}
    assert {name: verdicts.get(name, False) for name in ours} == ours, server.log
