"""A tool is the override, else a good one on PATH, else the one in the cache."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tritonfleet.errors import InputError, ToolMissing
from tritonfleet.tools import find
from tritonfleet.tools.catalog import catalog, tool
from tritonfleet.tools.locate import built_path
from tritonfleet.tools.probe import version_of
from tritonfleet.tools.version import Version

Program = Callable[..., Path]


def test_a_good_version_on_path_is_used(program: Program) -> None:
    helm = program("helm", "echo v4.2.0")
    assert find("helm") == helm


@pytest.mark.parametrize("version", ["v4.0.5", "v3.22.0", "v5.0.0", "nonsense"])
def test_another_version_on_path_is_passed_over(program: Program, version: str) -> None:
    helm = program("helm", f"echo {version}")
    with pytest.raises(ToolMissing) as caught:
        find("helm")
    assert str(helm) in caught.value.how


def test_a_bad_version_does_not_hide_a_good_one_behind_it(
    program: Program, bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = tmp_path / "first"
    first.mkdir()
    program("helm", "echo v3.22.0", first)
    good = program("helm", "echo v4.3.1")
    monkeypatch.setenv("PATH", f"{first}:{bare}")
    assert find("helm") == good


def test_helm_3_is_found_under_either_name(program: Program) -> None:
    helm = program("helm", "echo v3.19.1+gabc")
    assert find("helm3") == helm


def test_the_built_tool_is_used_without_asking_it(bare: Path) -> None:
    built = built_path(tool("helm"))
    built.parent.mkdir(parents=True)
    built.write_text("not even a program")
    assert find("helm") == built


def test_the_override_wins_unasked(program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program("helm", "echo v4.3.1")
    mine = program("my-helm", "exit 1", tmp_path)
    monkeypatch.setenv("TRITONFLEET_HELM", str(mine))
    assert find("helm") == mine


def test_the_override_of_a_name_with_hyphens_has_underscores(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = program("my-plugin", "exit 1")
    monkeypatch.setenv("TRITONFLEET_NVIDIA_DEVICE_PLUGIN", str(mine))
    assert find("nvidia-device-plugin") == mine


def test_an_override_that_is_no_program_is_refused(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRITONFLEET_HELM", "/nowhere/helm")
    with pytest.raises(ToolMissing, match="TRITONFLEET_HELM=/nowhere/helm is not a program"):
        find("helm")


def test_a_missing_tool_says_how_to_get_it(bare: Path) -> None:
    with pytest.raises(ToolMissing, match=r"helm >=4\.1\.0,<5\.0\.0 .*`tritonfleet tools install helm`"):
        find("helm")


def test_an_unknown_tool_names_the_known_ones(bare: Path) -> None:
    with pytest.raises(InputError, match=r"unknown tool 'heml' .*helm, "):
        find("heml")


def test_a_program_that_prints_no_version_has_none(program: Program) -> None:
    assert version_of(program("odd", "echo hello"), ("version",)) is None


def test_a_program_that_fails_has_no_version(program: Program) -> None:
    assert version_of(program("odd", "echo v4.3.1; exit 1"), ("version",)) is None


def test_every_pinned_version_is_one_that_is_accepted() -> None:
    assert [name for name, each in catalog().items() if each.version not in each.accepts] == []


def test_every_pinned_tool_has_its_module_and_checksums() -> None:
    missing = [
        name
        for name, each in catalog().items()
        if not (each.module / "go.sum").is_file() or each.package not in (each.module / "go.mod").read_text()
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("printed", "version"),
    [
        ("v4.3.1", Version(4, 3, 1)),
        ("go1.26.8", Version(1, 26, 8)),
        ("promtool, version 3.5.0 (branch: HEAD)", Version(3, 5, 0)),
        ("v4.3", Version(4, 3, 0)),
        ("v4.1.0-rc.1+g5f8", Version(4, 1, 0)),
        ("development", None),
    ],
)
def test_versions_are_read_from_what_programs_print(printed: str, version: Version | None) -> None:
    assert Version.find(printed) == version
