"""A missing tool is built once, whole or not at all."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tritonfleet.errors import ToolMissing
from tritonfleet.tools import Progress, ensure
from tritonfleet.tools.catalog import tool
from tritonfleet.tools.locate import built_path

Program = Callable[..., Path]

GO = """
if [ "$*" = "env CC" ]; then echo gcc; exit; fi
if [ "$1" = env ]; then echo go1.26.8; exit; fi
while [ "$1" != -o ]; do shift; done
echo "built with CGO_ENABLED=$CGO_ENABLED" >> "$LOG"
printf tool > "$2"
"""


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the stand-in for Go notes each build."""
    path = tmp_path / "log"
    monkeypatch.setenv("LOG", str(path))
    return path


def quiet() -> Progress:
    return Progress(io.StringIO())


def test_a_tool_is_built_into_the_cache(program: Program, log: Path) -> None:
    program("go", GO)
    assert ensure(["kustomize"], quiet()) == {"kustomize": built_path(tool("kustomize"))}
    assert built_path(tool("kustomize")).read_text() == "tool"


def test_a_tool_that_is_there_is_not_built(program: Program, log: Path) -> None:
    program("go", GO)
    helm = program("helm", "echo v4.3.1")
    assert ensure(["helm"], quiet()) == {"helm": helm}
    assert not log.exists()


def test_builders_at_the_same_time_build_once(program: Program, log: Path) -> None:
    program("go", GO)
    built = built_path(tool("helm"))
    builders = [threading.Thread(target=ensure, args=(["helm"], quiet())) for _ in range(4)]
    for builder in builders:
        builder.start()
    for builder in builders:
        builder.join()
    assert (built.read_text(), log.read_text().splitlines()) == ("tool", ["built with CGO_ENABLED=0"])


def test_a_failed_build_leaves_no_tool_and_tells_the_reason(program: Program) -> None:
    program("go", 'if [ "$1" = env ]; then echo go1.26.8; exit; fi; echo no network >&2; exit 1')
    with pytest.raises(ToolMissing, match=r"building it failed: no network \(whole log: "):
        ensure(["helm"], quiet())
    assert not built_path(tool("helm")).exists()


def test_without_go_the_way_out_is_named(bare: Path) -> None:
    with pytest.raises(
        ToolMissing, match=r"Go 1\.26\.0 \(to build helm\).*install Go 1\.26\.0 or newer, or put helm"
    ):
        ensure(["helm"], quiet())


@pytest.mark.parametrize(
    "answer", ["echo go1.21.0", "echo 'go.mod requires go >= 1.26.0 (running go 1.22.2)' >&2; exit 1"]
)
def test_an_old_go_is_refused(program: Program, answer: str) -> None:
    program("go", answer)
    with pytest.raises(ToolMissing, match="is too old"):
        ensure(["helm"], quiet())


def test_a_cache_that_cannot_be_written_is_one_clear_error(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program("go", GO)
    occupied = tmp_path / "file"
    occupied.write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(occupied))
    with pytest.raises(ToolMissing, match=r"cannot write the cache .* set XDG_CACHE_HOME"):
        ensure(["helm"], quiet())


def test_progress_is_plain_lines_where_nobody_watches(program: Program, log: Path) -> None:
    program("go", GO)
    stream = io.StringIO()
    ensure(["kubeconform"], Progress(stream))
    first, second = stream.getvalue().splitlines()
    assert first == "building kubeconform 0.8.0 (about 25 s, once)"
    assert second.startswith(f"{first}: done in ")


def test_a_tool_that_loads_a_library_is_built_with_the_c_compiler(program: Program, log: Path) -> None:
    program("go", GO)
    program("gcc", "exit")
    ensure(["nvidia-device-plugin"], quiet())
    assert log.read_text() == "built with CGO_ENABLED=1\n"


def test_without_a_c_compiler_the_way_out_is_named(program: Program, log: Path) -> None:
    program("go", GO)
    with pytest.raises(
        ToolMissing, match=r"a C compiler \(gcc, to build nvidia-device-plugin\).*install gcc or clang"
    ):
        ensure(["nvidia-device-plugin"], quiet())
    assert not log.exists()
