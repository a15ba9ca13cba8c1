"""Finding the real server."""

from __future__ import annotations

from pathlib import Path

import pytest

from tritonfleet.errors import ToolMissing
from tritonfleet.tools import tritonserver


def test_a_server_that_is_not_installed_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with pytest.raises(
        ToolMissing, match=r"tritonfleet tools install tritonserver`, which installs nvidia-pytriton 0\.7\.0"
    ):
        tritonserver.find()


def test_the_command_names_the_folders_of_the_installation():
    server = tritonserver.TritonServer(Path("/p"), Path("/l"), Path("/v"), Path("/b"), Path("/c"))
    assert server.command("--x") == ["/p", "--backend-directory=/b", "--cache-directory=/c", "--x"]


def test_the_server_runs_with_its_own_libraries_and_python(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "/usr/bin")
    environment = tritonserver.TritonServer(
        Path("/p"), Path("/l"), Path("/v"), Path("/b"), Path("/c")
    ).environment()
    assert environment["LD_LIBRARY_PATH"].split(":")[0] == "/l"
    assert environment["PATH"] == "/v/bin:/usr/bin"
