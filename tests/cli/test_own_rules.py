"""A package of somebody's own rules, installed beside tritonfleet, is known to every command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "rules"
GENERATORS = EXAMPLE.parents[1] / "generators"
PIP = ("install", "--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--disable-pip-version-check")
BERT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      containers: [{name: triton, image: "nvcr.io/nvidia/tritonserver:26.07-py3", args: [tritonserver]}]
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """A folder for sys.path in which the example package is installed."""
    target = tmp_path_factory.mktemp("site")
    subprocess.run([sys.executable, "-m", "pip", *PIP, "--target", target, EXAMPLE], check=True)
    return target


def with_packages(folder: Path, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run tritonfleet where the packages in ``folder`` are installed too."""
    path = os.pathsep.join([str(folder), str(GENERATORS)])
    command = [sys.executable, "-m", "tritonfleet", *arguments]
    environment = {**os.environ, "PYTHONPATH": path}
    return subprocess.run(command, check=False, input=stdin, capture_output=True, text=True, env=environment)


def declared(folder: Path, module: str, **points: str) -> Path:
    """A folder with a package ``broken`` of this code, and these entry points."""
    (folder / "broken.py").write_text(module)
    metadata = folder / "broken-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: broken\nVersion: 1.0\n")
    lines = [f"{name} = {value}" for name, value in points.items()]
    (metadata / "entry_points.txt").write_text("\n".join(["[tritonfleet.rules]", *lines, ""]))
    return folder


def test_check_finds_by_it(installed):
    ran = with_packages(installed, "check", "-", "--select", "X", "--format", "json", stdin=BERT)
    (finding,) = json.loads(ran.stdout)["findings"]
    assert (finding["rule"], finding["severity"], finding["line"]) == ("X001", "warning", 7)
    assert "example.com/cost-centre" in finding["message"]


def test_rules_lists_it(installed):
    ran = with_packages(installed, "rules", "--area", "X")
    assert "X: Your own rules" in ran.stdout
    assert "A Triton server has no cost centre" in ran.stdout


def test_explain_has_a_page_for_it(installed):
    ran = with_packages(installed, "explain", "x001")
    assert ran.stdout.startswith("# X001: A Triton server has no cost centre\n")
    assert "example.com/cost-centre: cc-4711" in ran.stdout


RULE = "from dataclasses import replace\nfrom tritonfleet.checks.registry import rule\n"


@pytest.mark.parametrize(
    ("module", "points", "said"),
    [
        ("import no_such_module\n", {"X007": "broken:RULE"}, "No module named 'no_such_module'"),
        ("", {"X007": "broken:RULE"}, "RULE"),
        ("RULE = 7\n", {"X007": "broken:RULE"}, "int"),
        (RULE + "RULE = rule('NET001')\n", {"NET001": "broken:RULE"}, "X001"),
        (RULE + "RULE = replace(rule('NET001'), id='Y1')\n", {"Y1": "broken:RULE"}, "X001"),
        (
            RULE + "RULE = replace(rule('NET001'), id='X007')\nSAME = RULE\n",
            {"a": "broken:RULE", "b": "broken:SAME"},
            "X007",
        ),
    ],
    ids=["import", "attribute", "type", "taken-area", "odd-id", "twice"],
)
def test_a_broken_package_is_one_line(tmp_path, module, points, said):
    ran = with_packages(declared(tmp_path, module, **points), "rules", "--area", "X")
    assert ran.returncode == 2
    (line,) = ran.stderr.splitlines()
    assert "broken:" in line
    assert said in line


STUMBLING = f"""\
{RULE}
def check(world):
    for deployment in world.index.of_kind("Deployment"):
        yield deployment.data["no such field"]

RULE = replace(rule("NET001"), id="X007", check=check)
"""


@pytest.mark.parametrize("arguments", [("--select", "X007"), ()], ids=["alone", "among all"])
def test_a_rule_that_raises_is_one_line_with_its_package_and_the_object(tmp_path, arguments):
    folder = declared(tmp_path, STUMBLING, X007="broken:RULE")
    ran = with_packages(folder, "check", "-", *arguments, stdin=BERT)
    assert (ran.returncode, ran.stdout) == (2, "")
    (line,) = ran.stderr.splitlines()
    assert line == (
        "tritonfleet: rule X007 fails at Deployment prod/bert: KeyError: 'no such field' "
        "(mend the package broken; `--ignore X007` goes on without it)"
    )


def test_without_that_rule_the_others_say_what_they_find(tmp_path):
    folder = declared(tmp_path, STUMBLING, X007="broken:RULE")
    ran = with_packages(folder, "check", "-", "--ignore", "X007", stdin=BERT)
    assert ran.returncode in {0, 1}
    assert "in 1 object" in ran.stdout


@pytest.mark.parametrize("yielded", ["'text'", "None", "world"])
def test_a_rule_that_yields_no_verdict_is_one_line_too(tmp_path, yielded):
    module = f"{RULE}def check(world):\n    yield {yielded}\n\nRULE = replace(rule('NET001'), id='X007', check=check)\n"
    ran = with_packages(declared(tmp_path, module, X007="broken:RULE"), "check", "-", stdin=BERT)
    assert ran.returncode == 2
    (line,) = ran.stderr.splitlines()
    assert "rule X007 fails: AttributeError" in line
