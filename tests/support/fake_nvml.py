"""The fake libnvidia-ml.so.1 (nvml/nvml.c), compiled once into the user's cache.

``python -m support.fake_nvml`` compiles it ahead of the tests, so that they need no network.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from tritonfleet.digests import digest
from tritonfleet.errors import ToolMissing
from tritonfleet.paths import cache_dir, data_dir

SOURCE = Path(__file__).with_name("nvml") / "nvml.c"
LIBRARY = "libnvidia-ml.so.1"
COMPILE_SECONDS = 60
DOWNLOAD_SECONDS = 120
_FLAGS = ("-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Wno-unused-parameter", "-Werror")


@cache
def library() -> Path:
    """The compiled library, by the content of its source; ToolMissing when it cannot be compiled."""
    compiler = shutil.which(os.environ.get("CC") or "cc")
    if compiler is None:
        raise ToolMissing("a C compiler", "install gcc or clang, or set CC")
    built = cache_dir() / "nvml" / digest(SOURCE.read_bytes(), *_FLAGS)[:16] / LIBRARY
    if not built.is_file():
        _compile(compiler, built)
    return built


def _compile(compiler: str, built: Path) -> None:
    built.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=built.parent) as folder:
        fresh = Path(folder, LIBRARY)
        command = [compiler, *_FLAGS, f"-I{_header_folder()}", "-o", str(fresh), str(SOURCE)]
        run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=COMPILE_SECONDS)
        if run.returncode:
            raise ToolMissing("the fake libnvidia-ml", f"{SOURCE.name} does not compile:\n{run.stderr}")
        fresh.replace(built)


def _header_folder() -> Path:
    """Where nvml.h lies: in the module the device plugin itself is built with."""
    go = shutil.which("go")
    if go is None:
        raise ToolMissing("Go", "install it: nvml.h comes from the Go module github.com/NVIDIA/go-nvml")
    run = subprocess.run(
        [go, "mod", "download", "-json", "github.com/NVIDIA/go-nvml"],
        cwd=data_dir("tools") / "device-plugin",
        env=os.environ | {"GOWORK": "off", "GOFLAGS": "-mod=readonly"},
        capture_output=True,
        text=True,
        check=False,
        timeout=DOWNLOAD_SECONDS,
    )
    answer = json.loads(run.stdout or "{}")
    if run.returncode:
        reason = answer.get("Error") or run.stderr.strip()
        raise ToolMissing("nvml.h of github.com/NVIDIA/go-nvml", f"go mod download: {reason}")
    return Path(answer["Dir"], "pkg", "nvml")


if __name__ == "__main__":
    try:
        library()
    except ToolMissing as missing:
        sys.exit(str(missing))
