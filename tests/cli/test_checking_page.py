"""Every command on docs/checking.md runs as it stands there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from support.cli import tritonfleet
from tritonfleet import tools

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/checking.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
INLINE = re.findall(r"`(tritonfleet check [^`]*> [^`]*)`", PAGE)
COMMANDS = [line for block in BLOCKS for line in block.splitlines()] + INLINE

POD = """\
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {selector: {app: bert}, ports: [{name: http, port: 8000}]}
---
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod, labels: {app: bert}}
spec:
  containers:
  - {name: bert, image: "bert:1", ports: [{name: http, containerPort: 8000}]}
"""
NODES = "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Node, metadata: {name: gpu-0}}\n"


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def program(folder: Path, name: str, command: str) -> None:
    put(folder / name, f"#!/bin/bash\n{command}\n")
    (folder / name).chmod(0o755)


@pytest.fixture
def place(folder, monkeypatch):
    """A folder with one of everything that the page names, and the programs it names on PATH."""
    put(folder / "charts/bert/Chart.yaml", "apiVersion: v2\nname: bert\nversion: 1.0.0\n")
    put(folder / "charts/bert/values.yaml", "replicas: 1\n")
    put(folder / "charts/bert/templates/pod.yaml", POD)
    put(folder / "values/prod.yaml", "replicas: 3\n")
    put(folder / "manifests/bert.yaml", POD)
    put(folder / "more/service.yaml", POD.replace("name: bert", "name: resnet"))
    put(folder / "known.json", '{"version": 1, "findings": []}\n')
    programs = folder / ".bin"
    program(programs, "tritonfleet", f'exec "{sys.executable}" -m tritonfleet "$@"')
    program(programs, "helm", f'exec "{tools.find("helm")}" "$@"')
    program(programs, "kubectl", f"if [[ $2 == nodes ]]; then echo '{NODES}'; else echo '{POD}'; fi")
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "generators"))
    return folder


def test_there_are_commands_to_run():
    assert len(COMMANDS) > 15


@pytest.mark.parametrize("command", [c for c in COMMANDS if not c.startswith("pip ")])
def test_the_command_works(place, command):
    if command == "tritonfleet check" or "kustomize/" in command:
        assert tritonfleet("generate", cwd=place).code == 0
    ran = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], cwd=place, capture_output=True, text=True, check=False
    )
    assert ran.returncode in (0, 1), ran.stderr
    assert "Traceback" not in ran.stderr
    assert ran.stdout or ran.stderr or ">" in command or "--write-baseline" in command


def test_every_link_leads_somewhere():
    links = re.findall(r"\]\(([^)#]+)\)", PAGE)
    assert links
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []


def test_every_format_and_exit_code_is_told():
    from tritonfleet.report import FORMATS

    assert re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE) == list(FORMATS)
    assert re.findall(r"^\| (\d) \|", PAGE, re.MULTILINE) == ["0", "1", "2", "3"]
