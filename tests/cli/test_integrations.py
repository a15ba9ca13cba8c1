"""The hook and the CI examples do what they say: what they run is run."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

import pytest

from support.cli import tritonfleet
from tritonfleet import yamlio

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples/ci"
POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - {name: a, image: b:1, imagee: c}\n"


def parsed(path: Path):
    return yamlio.load(path.read_text(), path.name)


def test_the_hook_looks_at_whole_folders():
    (hook,) = parsed(ROOT / ".pre-commit-hooks.yaml")
    assert (hook["id"], hook["language"], hook["pass_filenames"]) == ("tritonfleet-check", "python", False)


def test_the_hook_of_the_example_runs_as_configured(tmp_path):
    (hook,) = parsed(ROOT / ".pre-commit-hooks.yaml")
    (repo,) = parsed(EXAMPLES / "pre-commit-config.yaml")["repos"]
    (used,) = repo["hooks"]
    assert used["id"] == hook["id"]
    (tmp_path / "manifests").mkdir()
    (tmp_path / "manifests/pod.yaml").write_text(POD)
    ran = tritonfleet(*shlex.split(hook["entry"])[1:], *used["args"], cwd=tmp_path)
    assert ran.code == 1
    assert "manifests/pod.yaml:6" in ran.out


def test_the_script_of_the_gitlab_example_writes_what_it_uploads(tmp_path):
    job = parsed(EXAMPLES / "gitlab.yaml")["manifests"]
    (line,) = job["script"]
    command, _, file = line.partition(" > ")
    (tmp_path / "manifests").mkdir()
    (tmp_path / "manifests/pod.yaml").write_text(POD)
    ran = tritonfleet(*shlex.split(command)[1:], cwd=tmp_path)
    assert ran.code == 1
    assert ran.out.startswith("<?xml")
    assert file == job["artifacts"]["reports"]["junit"]
    assert job["artifacts"]["when"] == "always"


@pytest.mark.parametrize(("code", "printed"), [(0, "kind: Pod\n"), (1, "")])
def test_the_plugin_of_argo_cd_prints_manifests_only_if_they_are_good(tmp_path, code, printed):
    config = parsed(EXAMPLES / "argocd-plugin.yaml")["data"]["plugin.yaml"]
    generate = yamlio.load(config, "plugin.yaml")["spec"]["generate"]
    for name, body in (
        ("kustomize", "echo kind: Pod"),
        ("tritonfleet", f"cat >/dev/null; echo seen; exit {code}"),
    ):
        program = tmp_path / name
        program.write_text(f"#!/bin/bash\n{body}\n")
        program.chmod(0o755)
    path = {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    command = [*generate["command"], *generate["args"]]
    ran = subprocess.run(command, env=path, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (code, printed, "seen\n")
