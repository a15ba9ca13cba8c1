"""Our verdict on a configuration is Triton's."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.verdicts import CASES, PYTHON, TENSORS, Case, write_repository
from support.tritonserver import Server
from tritonfleet.checks.finding import Severity
from tritonfleet.modelconfig.importer import read_config
from tritonfleet.modelconfig.proto import parse
from tritonfleet.modelconfig.repository import read_repository
from tritonfleet.modelconfig.rules import ModelProblem, RateLimit, validate

ALL_RULES = {case.rule for case in CASES}
USED = {"plain", "deduced"}


def errors_in(repository: Path, *, autocomplete: bool) -> dict[str, list[ModelProblem]]:
    """Our errors by model, for a server without GPUs."""
    folders = read_repository(repository).models
    messages = {folder.name: read_config(folder.config) for folder in folders if folder.config}
    layouts = {folder.name: folder.layout for folder in folders}
    found: dict[str, list[ModelProblem]] = {folder.name: [] for folder in folders}
    for problem in validate(messages, gpus=0, autocomplete=autocomplete, layouts=layouts):
        if problem.severity is Severity.ERROR:
            found[problem.model].append(problem)
    return found


@pytest.fixture(scope="module")
def errors(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[ModelProblem]]:
    return errors_in(write_repository(tmp_path_factory.mktemp("verdicts")), autocomplete=True)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_rule_that_is_broken_says_so(case: Case, errors: dict[str, list[ModelProblem]]):
    assert {problem.rule for problem in errors[case.name]} == {rule for rule in [case.rule] if rule}


@pytest.mark.parametrize("case", [case for case in CASES if case.rule], ids=lambda case: case.name)
def test_every_problem_says_how_to_mend_it(case: Case, errors: dict[str, list[ModelProblem]]):
    assert all(problem.fix or problem.rule in {"TRT128", "TRT129"} for problem in errors[case.name])


@pytest.mark.triton
@pytest.mark.parametrize(
    ("autocomplete", "rules"),
    [
        # Completing starts a process a model: where it changes nothing, strict mode alone is asked.
        pytest.param(False, ALL_RULES, id="strict"),
        pytest.param(True, {"TRT117", "TRT123", "TRT124", "TRT125", "TRT126", "TRT127"}, id="autocomplete"),
    ],
)
def test_triton_gives_the_same_verdict_on_every_configuration(
    tmp_path: Path, autocomplete: bool, rules: set[str]
):
    asked = [case for case in CASES if not case.may_crash and (case.rule in rules or case.name in USED)]
    repository = write_repository(tmp_path / "repository", asked)
    flags = ["--cache-config=local,size=1048576"] + ["--disable-auto-complete-config"] * (not autocomplete)
    with Server(repository, tmp_path / "log", *flags) as server:
        theirs = server.verdicts()
    ours = {name: not found for name, found in errors_in(repository, autocomplete=autocomplete).items()}
    assert {name: theirs.get(name, False) for name in ours} == ours, server.log


@pytest.mark.triton
def test_triton_refuses_a_resource_of_two_scopes(tmp_path: Path):
    group = "instance_group {{ kind: KIND_CPU rate_limiter {{ resources {{ name: 'R' global: {} }} }} }}"
    config = " ".join([PYTHON, TENSORS, group.format("true"), group.format("false")])
    repository = write_repository(tmp_path / "repository", [Case("m", "TRT131", config)])
    [problem] = validate({"m": parse(config, "config.pbtxt")}, rate_limit=RateLimit())
    with Server(repository, tmp_path / "log", "--rate-limit=execution_count") as server:
        theirs = server.verdicts()
    assert (problem.rule, theirs) == ("TRT131", {"m": False})
