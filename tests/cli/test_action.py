"""The GitHub Action does what it says: its steps are run as a runner runs them."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.cli import tritonfleet
from tritonfleet import yamlio

ROOT = Path(__file__).parents[2]
SHELLCHECK = Path(sys.executable).with_name("shellcheck")
ACTION = yamlio.load((ROOT / "action.yml").read_text(), "action.yml")
INSTALL, CHECK = ACTION["runs"]["steps"]


@dataclass(frozen=True)
class Step:
    """What the step of the action did: exit code, its output, the arguments that the command got."""

    code: int
    out: str
    arguments: list[str]


@pytest.fixture
def step(tmp_path):
    """Run the action's step ``Check`` as a runner does, with a command in place of ours that notes its arguments."""
    command = tmp_path / "bin/tritonfleet"
    command.parent.mkdir()
    command.write_text(
        '#!/bin/bash\nprintf "%s\\n" "$@" > arguments\necho "the findings"\nexit "${CODE:-0}"\n'
    )
    command.chmod(0o755)

    def run(code: int = 0, **inputs: str) -> Step:
        given = {name: spec["default"] for name, spec in ACTION["inputs"].items()}
        given |= {name.replace("_", "-"): value for name, value in inputs.items()}
        names = {
            variable: expression[len("${{ inputs.") : -len(" }}")]
            for variable, expression in CHECK["env"].items()
        }
        environment = {variable: given[name] for variable, name in names.items()}
        environment |= {"PATH": f"{command.parent}:{os.environ['PATH']}", "CODE": str(code)}
        environment["GITHUB_OUTPUT"] = str(tmp_path / "output")
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", CHECK["run"]]
        ran = subprocess.run(
            shell, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
        )
        return Step(ran.returncode, ran.stdout, (tmp_path / "arguments").read_text().splitlines())

    return run


def test_the_action_checks_everything_and_annotates_unless_told_otherwise(step):
    ran = step()
    assert ran.arguments == ["check", "--format=github", "--fail-on=error", "--", "."]
    assert ran.out == "the findings\n"


def test_the_action_passes_every_input_on_whatever_is_in_it(step):
    ran = step(
        paths="charts/a b\n\nkustomize\n",
        fleet="fleet.yaml",
        env="prod",
        baseline="known.json",
        fail_on="warning",
        args="--ignore=K8S100\n--set=a=$(id) b\n",
    )
    assert ran.arguments == [
        "check",
        "--format=github",
        "--fail-on=warning",
        "--fleet=fleet.yaml",
        "--env=prod",
        "--baseline=known.json",
        "--ignore=K8S100",
        "--set=a=$(id) b",
        "--",
        "charts/a b",
        "kustomize",
    ]


@pytest.mark.parametrize("code", [0, 1, 2, 3])
def test_the_action_ends_as_the_command_does(step, code):
    assert step(code).code == code


def test_the_action_writes_a_file_for_an_upload_and_names_it_even_when_it_fails(step, tmp_path):
    ran = step(1, format="sarif", output="found here.sarif")
    assert (ran.code, ran.out) == (1, "")
    assert (tmp_path / "found here.sarif").read_text() == "the findings\n"
    assert (tmp_path / "output").read_text() == "report=found here.sarif\n"


def test_the_action_understands_the_options_that_it_passes(tmp_path):
    (tmp_path / "pod.yaml").write_text("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {}\n")
    ran = tritonfleet(
        "check", "--format=json", "--fail-on=error", "--ignore=K8S025", "--", "pod.yaml", cwd=tmp_path
    )
    assert ran.code == 1, ran.err


@pytest.mark.parametrize("name", ["Install tritonfleet", "Check"])
def test_the_shell_of_the_action_is_sound(name, tmp_path):
    script = tmp_path / "step.sh"
    (text,) = (step["run"] for step in ACTION["runs"]["steps"] if step["name"] == name)
    script.write_text(f"#!/bin/bash\nset -eo pipefail\n{text}")
    ran = subprocess.run([SHELLCHECK, "--norc", script], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout


def test_no_input_is_pasted_into_shell():
    assert not any("${{" in step["run"] for step in ACTION["runs"]["steps"])


def test_the_example_workflow_gives_the_action_only_inputs_that_it_has():
    jobs = yamlio.load((ROOT / "examples/ci/github.yaml").read_text(), "github.yaml")["jobs"].values()
    ours = [s["with"] for job in jobs for s in job["steps"] if "/tritonfleet@" in s["uses"]]
    assert ours
    assert {name for given in ours for name in given} <= set(ACTION["inputs"])
