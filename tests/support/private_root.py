"""A machine of a program's own: a root folder with just what it needs, in a mount namespace of its own.

NVIDIA programs have fixed paths (/var/lib/kubelet/device-plugins, /proc/driver/nvidia-caps). The real machine's
are neither needed nor touched this way, and its GPUs are not seen. Works as root, and where users may have
namespaces.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from support import fake_nvml
from support.gpus import Node, description, mig_minors
from tritonfleet import tools

SOCKETS = Path("var/lib/kubelet/device-plugins")
LABELS = Path("out/labels")
CONFIG = Path("config.yaml")
PROBE_SECONDS = 20
_SYSTEM = ("usr", "lib", "lib64", "bin")
# What the plugin asks the MPS control daemon of each shared resource: "are you there?"
# NVIDIA/k8s-device-plugin:cmd/mps-control-daemon/mps/daemon.go, AssertHealthy.
_MPS_CONTROL = "#!/bin/sh\ncat >/dev/null\necho 100.0\n"
_ENTER = f"""
root=$1; program=$2; shift 2
for folder in {" ".join(_SYSTEM)}; do
  if [ -d "$root/$folder" ] && [ ! -L "$root/$folder" ]; then mount --rbind "/$folder" "$root/$folder"; fi
done
mount --bind "$program" "$root/program"
exec chroot "$root" /program "$@"
"""


@dataclass(frozen=True)
class Machine:
    """A root folder; programs started by ``command`` see it as ``/``."""

    root: Path
    node: Node

    def command(self, tool: str, *arguments: str) -> list[str]:
        """The command line that runs a catalogued tool in here."""
        return [*_unshare(), "sh", "-euc", _ENTER, "sh", str(self.root), str(tools.find(tool)), *arguments]

    def environment(self) -> dict[str, str]:
        """All of its environment: nothing set outside reaches it."""
        own = {
            "PATH": "/opt:/usr/sbin:/usr/bin:/sbin:/bin",
            "LD_LIBRARY_PATH": "/opt",
            "FAKE_NVML": "/opt/gpus",
        }
        return own | dict(self.node.environment)


@contextmanager
def machine(node: Node, config: str) -> Iterator[Machine]:
    """The node, with this configuration file."""
    # Not pytest's folder: a unix socket's path must be shorter than 108 bytes.
    with tempfile.TemporaryDirectory(prefix="tf-") as folder:
        root = Path(folder)
        _link_system(root)
        _put(root / "dev/null", "")
        _put(root / "program", "")
        _put(root / "proc/driver/nvidia-caps/mig-minors", mig_minors(node))
        _put(root / CONFIG, config)
        _put(root / "opt/gpus", description(node))
        shutil.copyfile(fake_nvml.library(), root / "opt" / fake_nvml.LIBRARY)
        if node.mps_daemon:
            _put(root / "opt/nvidia-cuda-mps-control", _MPS_CONTROL)
        for place in ("tmp", "sys/bus/pci/devices", str(SOCKETS), str(LABELS.parent)):
            (root / place).mkdir(parents=True, exist_ok=True)
        yield Machine(root, node)


@cache
def unavailable() -> str:
    """Why no such machine can be made here; "" when one can."""
    if shutil.which("unshare") is None:
        return "needs unshare (util-linux)"
    probe = subprocess.run(
        [*_unshare(), "sh", "-ec", "mount --rbind /usr /usr && chroot / true"],
        capture_output=True,
        text=True,
        check=False,
        timeout=PROBE_SECONDS,
    )
    return f"needs a mount namespace: {probe.stderr.strip()}" if probe.returncode else ""


def _unshare() -> list[str]:
    return ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]


def _link_system(root: Path) -> None:
    """The system's libraries and shell: links as they are, folders to mount on."""
    for name in _SYSTEM:
        real = Path("/", name)
        if real.is_symlink():
            (root / name).symlink_to(real.readlink())
        elif real.is_dir():
            (root / name).mkdir()


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
