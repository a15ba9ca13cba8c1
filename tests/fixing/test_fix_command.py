"""``check --fix``: shows what it changes, changes that, and only in files that people write."""

from __future__ import annotations

import stat

import pytest

from support.cli import tritonfleet
from support.fleets import small
from tritonfleet import yamlio


@pytest.fixture
def fleet(tmp_path):
    text = (
        yamlio.dump(small())
        .replace("replicas:", "replica:")
        .replace("- classifier", "- clasifier  # the best")
    )
    (tmp_path / "fleet.yaml").write_text(text)
    return tmp_path / "fleet.yaml"


def test_a_fleet_is_mended_until_it_can_be_checked(fleet):
    ran = tritonfleet("check", "--fix", cwd=fleet.parent)
    assert "-    replica: 2\n+    replicas: 2\n" in ran.err
    assert "+      - classifier  # the best\n" in ran.err.replace("    - c", "      - c")
    assert "2 edits were made" in ran.err
    assert "unknown" not in ran.out + ran.err.split("2 edits")[1]
    assert "- classifier  # the best" in fleet.read_text()


def test_the_difference_alone_changes_nothing(fleet):
    before = fleet.read_text()
    ran = tritonfleet("check", "--diff", cwd=fleet.parent)
    assert ran.code == 0
    assert "+    replicas: 2" in ran.err
    assert "would be made" in ran.err
    assert fleet.read_text() == before


def test_what_cannot_be_mended_is_still_refused(fleet):
    fleet.write_text("apiVersion: tritonfleet.dev/v1alpha1\nkind: Fleet\n")
    ran = tritonfleet("check", "--fix", cwd=fleet.parent)
    assert ran.code == 2
    assert "`models` is missing" in ran.err


def test_the_file_keeps_its_mode(fleet):
    fleet.chmod(0o640)
    tritonfleet("check", "--fix", cwd=fleet.parent)
    assert stat.S_IMODE(fleet.stat().st_mode) == 0o640


def test_nothing_is_left_beside_the_file(fleet):
    tritonfleet("check", "--fix", cwd=fleet.parent)
    assert [path.name for path in fleet.parent.iterdir() if not path.is_dir()] == ["fleet.yaml"]
