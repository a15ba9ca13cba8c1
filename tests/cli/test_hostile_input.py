"""Whatever is given to ``check``, it ends soon and with an exit code, a line a problem, and nothing half written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

GENERATORS = Path(__file__).parents[2] / "generators"
SECONDS = 60
"""What nothing here takes: a second is usual."""
SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {type: Loadbalancer, selector: {app: bert}, ports: [{name: http, port: 80}]}
"""
BUDGET = """\
# keep
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: bert, namespace: prod}
spec:
  minAvailable: 1  # one
  selector: {matchLabels: {app: bert}}
"""


class Shell:
    """Runs shell lines in a folder; ``$CHECK`` is the command."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, line: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
        check = f"{sys.executable} -m tritonfleet check"
        given = {**os.environ, "PYTHONPATH": str(GENERATORS), "CHECK": check, **environment}
        command = ["bash", "-c", line.replace("$CHECK", check)]
        done = subprocess.run(
            command, cwd=self.folder, check=False, capture_output=True, timeout=SECONDS, env=given, input=b""
        )
        assert b"Traceback" not in done.stdout + done.stderr
        return done


@pytest.fixture
def shell(tmp_path):
    (tmp_path / "a.yaml").write_text(SERVICE)
    return Shell(tmp_path)


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("$CHECK /dev/zero", 2, b"is larger than 64 MiB"),
        ("cat /dev/zero | $CHECK -", 2, b"<stdin>: is larger than 64 MiB"),
        ("head -c 9000 /dev/urandom > b.yaml; $CHECK b.yaml", 2, b"is no text file"),
        ("iconv -t utf-16 a.yaml > b.yaml; $CHECK b.yaml", 2, b"UTF-16"),
        ("$CHECK $(printf 'a%.0s' {1..5000})", 2, b"file name too long"),
        ("$CHECK nothing.yaml", 2, b"there is no such file"),
        ("$CHECK - <&-", 2, b"no Kubernetes object found"),
        ("$CHECK a.yaml > /dev/full", 2, b"No space left on device"),
        ("$CHECK a.yaml --format nothing", 2, b"nothing"),
        ("$CHECK a.yaml --select NOTHING", 2, b"no rule is called NOTHING"),
        ("$CHECK --fix - < a.yaml", 2, b"<stdin>: is no file that could be mended"),
    ],
)
def test_what_cannot_be_checked_is_one_line(shell, line, code, said):
    ran = shell(line)
    assert ran.returncode == code
    assert said in ran.stderr


@pytest.mark.parametrize(
    "line",
    [
        "$CHECK <(cat a.yaml)",
        "$CHECK a.yaml --select ''",
        "$CHECK a.yaml >&-",
        "$CHECK a.yaml <&- >&- 2>&-",
        "mkdir b; ln -s . b/here; ln -s .. b/above; $CHECK .",
        "mkfifo b.yaml; ln -s /nowhere c.yaml; mkdir d.yaml; $CHECK .",
        "cp a.yaml $'x\\377.yaml'; $CHECK $'x\\377.yaml' --format text",
        "cp a.yaml $'x\\377.yaml'; $CHECK $'x\\377.yaml' --format sarif",
        "unset HOME; TMPDIR=/nowhere $CHECK a.yaml",
        "PYTHONIOENCODING=ascii $CHECK a.yaml",
    ],
)
def test_what_can_be_checked_is(shell, line):
    assert shell(line).returncode == 1


def test_a_file_that_is_none_is_passed_over_and_told(shell):
    ran = shell("mkfifo b.yaml; ln -s /nowhere c.yaml; $CHECK .")
    assert b"passed over 2: no regular files (2)" in ran.stderr


def test_a_reader_that_goes_away_is_no_problem(shell):
    ran = shell(
        "for n in {1..3000}; do echo ---; cat a.yaml; done > b.yaml; $CHECK b.yaml | head -1; echo ${PIPESTATUS[0]}"
    )
    assert ran.stdout.splitlines()[-1] in (b"1", b"141")
    assert ran.stderr == b""


@pytest.mark.parametrize(
    "content",
    ["", "[", "[]", "NaN", "[" * 100_000, "9" * 6000, '"\\ud800"', '{"version": 1, "findings": 1}',
     '{"version": 1, "findings": [{"rule": 1, "object": 1, "path": 1, "count": Infinity}]}', '{"version": []}'],
)  # fmt: skip
def test_a_baseline_that_is_none_is_refused(shell, content):
    (shell.folder / "b.json").write_text(content)
    ran = shell("$CHECK a.yaml --baseline b.json")
    assert ran.returncode == 2
    assert b"b.json: is " in ran.stderr


def test_a_baseline_that_cannot_be_written_leaves_the_old_one(shell):
    (shell.folder / "b.json").write_text("old")
    ran = shell("ulimit -f 0; trap '' XFSZ; $CHECK a.yaml --write-baseline b.json")
    assert ran.returncode == 2
    assert (shell.folder / "b.json").read_text() == "old"
    assert sorted(path.name for path in shell.folder.iterdir()) == ["a.yaml", "b.json"]


def mended(shell: Shell, content: bytes, name: str = "b.yaml") -> bytes:
    (shell.folder / "b.yaml").write_bytes(content)
    shell(f"$CHECK --fix {name}")
    return (shell.folder / "b.yaml").read_bytes()


def test_a_mend_keeps_line_ends_and_the_mark_of_the_order_of_bytes(shell):
    before = b"\xef\xbb\xbf" + BUDGET.replace("\n", "\r\n").encode()
    after = mended(shell, before)
    assert after == before + b"  unhealthyPodEvictionPolicy: AlwaysAllow\r\n"


def test_a_mend_of_a_link_is_one_of_what_it_leads_to(shell):
    (shell.folder / "link.yaml").symlink_to("b.yaml")
    assert b"AlwaysAllow" in mended(shell, BUDGET.encode(), "link.yaml")
    assert (shell.folder / "link.yaml").is_symlink()


def test_json_stays_json(shell):
    data = {
        "apiVersion": "policy/v1",
        "kind": "PodDisruptionBudget",
        "metadata": {"name": "b", "namespace": "p"},
    }
    data["spec"] = {"minAvailable": 1, "selector": {"matchLabels": {"app": "b"}}}
    after = json.loads(mended(shell, json.dumps(data, indent=2).encode()))
    assert after["spec"].pop("unhealthyPodEvictionPolicy") == "AlwaysAllow"
    assert after == data


def test_a_mend_that_cannot_be_written_leaves_the_file(shell):
    (shell.folder / "b.yaml").write_text(BUDGET)
    ran = shell("ulimit -f 0; trap '' XFSZ; $CHECK --fix b.yaml")
    assert ran.returncode == 2
    assert b"cannot be written" in ran.stderr
    assert (shell.folder / "b.yaml").read_text() == BUDGET
    assert sorted(path.name for path in shell.folder.iterdir()) == ["a.yaml", "b.yaml"]
