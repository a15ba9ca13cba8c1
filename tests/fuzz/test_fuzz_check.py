"""No soup of objects makes a rule stumble, and no size or depth of input makes the check hang."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from fuzz.soup import examples, spoiled
from tritonfleet import checks
from tritonfleet.checks.registry import rules
from tritonfleet.yamlio import Manifest

ALL = list(examples())
SOUPS, IN_A_SOUP = 10, 400
SECONDS = 60
"""What the largest inputs may take, start included. They take a few."""


def stumbling(objects: Iterable[dict[str, Any]], facts: checks.Facts) -> list[str]:
    """The rules that raise something on these objects, each with what it raises."""
    manifests = [Manifest(data, f"{number}.yaml") for number, data in enumerate(objects)]
    found = []
    for rule in rules():
        try:
            checks.run(manifests, facts, select=[rule.id])
        except Exception as error:
            found.append(f"{rule.id}: {type(error).__name__}: {error}")
    return found


@pytest.mark.parametrize("seed", range(SOUPS))
def test_no_rule_stumbles_over_a_soup(seed):
    draw = Random(seed)
    drawn = draw.sample(ALL, min(IN_A_SOUP, len(ALL)))
    soup = [spoiled(draw, data) for data, _ in drawn]
    facts = draw.choice(drawn)[1]
    manifests = [Manifest(data, f"{number}.yaml") for number, data in enumerate(soup)]
    try:
        checks.run(manifests, facts)
    except Exception:
        pytest.fail("\n".join(stumbling(soup, facts)))


POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: 'b:1'}]}\n"
CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: "
LARGE: dict[str, bytes] = {
    "a line of 10 MB": f"{CONFIG}{'x' * 10_000_000}\n".encode(),
    "a quoted line of 10 MB": f'{CONFIG}"{"x: on " * 1_600_000}"\n'.encode(),
    "a block of 10 MB": f"{CONFIG}|\n".encode() + b"    on: {a: [b]}\n" * 500_000,
    "100,000 documents": b"---\n# nothing\n" * 100_000,
    "5,000 objects of one name": f"---\n{POD}".encode() * 5000,
    "an alias bomb": (
        "a: &a0 [x]\n" + "".join(f"b{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    ).encode(),
    "deep mappings": "".join(" " * n + "a:\n" for n in range(3000)).encode(),
    "deep brackets": b"a: " + b"[" * 1_000_000,
    "deep JSON": b'{"a":' * 1_000_000,
    "a hundred thousand keys": CONFIG.encode() + b"b\n" + b"".join(b"  k%d: v\n" % n for n in range(100_000)),
    "the same key again and again": CONFIG.encode() + b"b\n" + b"  a: v\n" * 20_000,
    "a binary": bytes(range(256)) * 4000,
    "UTF-16": POD.encode("utf-16"),
    "UTF-32": POD.encode("utf-32"),
    "a NUL": POD.encode() + b"\0",
    "nothing": b"",
}


@pytest.mark.parametrize("name", LARGE)
def test_input_of_any_size_ends_with_an_exit_code(name, tmp_path):
    file = tmp_path / "input.yaml"
    file.write_bytes(LARGE[name])
    command = [sys.executable, "-m", "tritonfleet", "check", str(file)]
    path = str(Path(checks.__file__).parents[2])
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=SECONDS, env={"PYTHONPATH": path}
    )
    assert done.returncode in {0, 1, 2}
    assert "Traceback" not in done.stderr
    assert done.stdout or done.stderr
