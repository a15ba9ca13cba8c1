"""Reading the upstream files: from a wheel on PyPI and from Go modules, by their ordinary clients."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path


def wheel(name: str, version: str) -> zipfile.ZipFile:
    """The wheel of a package, as pip downloads it."""
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
        subprocess.run([*pip, "--dest", folder, f"{name}=={version}"], check=True)
        (path,) = Path(folder).glob("*.whl")
        return zipfile.ZipFile(path.open("rb"))


def go_module(module: str, version: str) -> tuple[zipfile.ZipFile, str]:
    """A Go module's zip from the module cache, and its checksum as go.sum writes it.

    A module that asks for a newer Go than ours makes ``go`` fail after it downloaded and verified the zip:
    we read files of it and build nothing, so only a missing zip is an error.
    """
    with tempfile.TemporaryDirectory() as outside_of_modules:
        answer = subprocess.run(
            ["go", "mod", "download", "-json", f"{module}@{version}"],
            cwd=outside_of_modules,
            capture_output=True,
            check=False,
            text=True,
        )
    found = json.loads(answer.stdout)
    if "Zip" not in found:
        sys.exit(f"{module}@{version}: {found.get('Error', answer.stderr)}")
    return zipfile.ZipFile(found["Zip"]), found["Sum"]
