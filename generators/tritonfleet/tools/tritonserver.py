"""A real tritonserver without a container: the one inside the PyPI wheel ``nvidia-pytriton``.

It has the Python backend, ensembles, the local response cache, HTTP, gRPC and metrics, and needs no GPU; no
other backend is in it. 0.7.0 holds Triton 2.51.0 (24.10), for glibc 2.35 on x86-64. Its Python backend needs
numpy 1 (the wheel's own requirement), which exists up to Python 3.12; it heeds no ``PYTHONPATH`` and takes
its packages from the environment of the first ``python3`` on ``PATH``, so it gets an environment of its own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import venv
from dataclasses import dataclass
from pathlib import Path

from tritonfleet.errors import ToolMissing
from tritonfleet.paths import cache_dir
from tritonfleet.tools.progress import Progress

NAME = "tritonserver"
WHEEL = "nvidia-pytriton"
VERSION = "0.7.0"
NUMPY = "numpy>=1.26,<2"
TRITON_VERSION = "2.51.0"

_PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
_PIP = (
    sys.executable,
    "-m",
    "pip",
    "install",
    "--no-deps",
    "--no-compile",
    "--only-binary",
    ":all:",
    "--quiet",
)


@dataclass(frozen=True, slots=True)
class TritonServer:
    """An installed server: its program, the libraries and the Python environment it needs, its backends."""

    program: Path
    libraries: Path
    python: Path
    backends: Path
    caches: Path

    def command(self, *flags: str) -> list[str]:
        """The command line that starts it, with the folders only this installation knows."""
        places = [f"--backend-directory={self.backends}", f"--cache-directory={self.caches}"]
        return [str(self.program), *places, *flags]

    def environment(self) -> dict[str, str]:
        """The environment it runs in: its libraries, and its own Python for Python models."""
        libraries = [str(self.libraries), sysconfig.get_config_var("LIBDIR")]
        return {
            **os.environ,
            "LD_LIBRARY_PATH": os.pathsep.join(filter(None, libraries)),
            "PATH": os.pathsep.join([str(self.python / "bin"), os.environ.get("PATH", os.defpath)]),
        }


def find() -> TritonServer:
    """The installed server; ToolMissing says how to get it."""
    home = _home()
    server = _server_in(home)
    if not server.program.is_file():
        how = f"run `tritonfleet tools install {NAME}`, which installs {WHEEL} {VERSION} into {home.parent}"
        raise ToolMissing(NAME, how)
    return server


def install(progress: Progress | None = None) -> TritonServer:
    """Install the server into the user's cache with pip, unless it is there; ToolMissing says what failed."""
    home = _home()
    if _server_in(home).program.is_file():
        return _server_in(home)
    home.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home.parent) as folder:
        fresh = Path(folder, home.name)
        with (progress or Progress()).step(f"installing tritonserver ({WHEEL} {VERSION})"):
            _pip_install(fresh, f"{WHEEL}=={VERSION}")
            _add_python_backend(_server_in(fresh))
        _move(fresh, home)
    return _server_in(home)


def _home() -> Path:
    return cache_dir() / "tritonserver" / f"{WHEEL}-{VERSION}-python{_PYTHON}"


def _server_in(home: Path) -> TritonServer:
    server = home / "pytriton" / "tritonserver"
    return TritonServer(
        program=server / "bin" / "tritonserver",
        libraries=home / "nvidia_pytriton.libs",
        python=home / "python",
        backends=server / "backends",
        caches=server / "caches",
    )


def _pip_install(folder: Path, package: str) -> None:
    command = [*_PIP, "--target", str(folder), package]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        reason = (run.stderr.strip().splitlines() or ["pip failed"])[-1]
        raise ToolMissing(NAME, f"pip could not install {package}: {reason}")


def _add_python_backend(server: TritonServer) -> None:
    """Put the stub for this interpreter where the backend looks for it; make it an environment with numpy."""
    stub = server.program.parent.parent / "python_backend_stubs" / _PYTHON / "triton_python_backend_stub"
    if not stub.is_file():
        raise ToolMissing(NAME, f"{WHEEL} {VERSION} has no Python backend for Python {_PYTHON}")
    copy = server.backends / "python" / stub.name
    shutil.copyfile(stub, copy)
    for program in (server.program, copy):
        program.chmod(0o755)
    venv.create(server.python, symlinks=True)
    _pip_install(server.python / "lib" / f"python{_PYTHON}" / "site-packages", NUMPY)


def _move(fresh: Path, home: Path) -> None:
    """Rename into place; when another process was faster, its copy is kept."""
    try:
        fresh.rename(home)
    except OSError:
        if not _server_in(home).program.is_file():
            raise
