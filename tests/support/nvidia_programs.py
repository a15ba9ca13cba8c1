"""Running NVIDIA's device plugin and GPU feature discovery once, and reading their logs."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import threading
from collections.abc import Callable
from typing import Any

from support.gpus import Node
from support.kubelet import Kubelet, Plugin
from support.private_root import CONFIG, LABELS, SOCKETS, Machine, machine

PLUGIN, DISCOVERY = "nvidia-device-plugin", "gpu-feature-discovery"
RUN_SECONDS = 30
# klog: severity and date, time, thread, file:line] message. k8s.io/klog:klog.go
_KLOG = re.compile(r"^([IWEF])\d{4} \S+\s+\d+ \S+\] (.*)$", re.MULTILINE)
_RESOLVED = "Running with config:\n"


def run_plugin(
    config: str, node: Node, visit: Callable[[Plugin], None] = lambda plugin: None
) -> tuple[dict[str, int], str]:
    """Start the plugin, let it register everything, stop it: devices by resource name, and its log."""
    with machine(node, config) as here, Kubelet(here.root / SOCKETS, visit) as kubelet:
        command = here.command(PLUGIN, f"--config-file=/{CONFIG}")
        # It heeds a signal only once it has started every plugin, so this one ends it when all is registered.
        return kubelet.resources, _run(here, command, stop_at="Starting Plugins.")


def run_discovery(config: str, node: Node) -> tuple[dict[str, str] | None, str]:
    """The labels GPU feature discovery writes (None: none), and its log."""
    arguments = (f"--config-file=/{CONFIG}", f"--output-file=/{LABELS}", "--oneshot", "--no-timestamp",
                 "--use-node-feature-api=false")  # fmt: skip
    with machine(node, config) as here:
        log = _run(here, here.command(DISCOVERY, *arguments))
        written = here.root / LABELS
        if not written.is_file():
            return None, log
        return dict(line.split("=", 1) for line in written.read_text(encoding="utf-8").splitlines()), log


def warnings(log: str) -> tuple[str, ...]:
    """The warnings in a log."""
    return tuple(message for severity, message in _KLOG.findall(log) if severity == "W")


def last_error(log: str) -> str | None:
    """The last error in a log; None when all went well."""
    errors = [message for severity, message in _KLOG.findall(log) if severity in "EF"]
    return errors[-1] if errors else None


def resolved_config(log: str) -> dict[str, Any] | None:
    """The configuration a program printed after it read the file and its flags; None when it got not that far."""
    _, found, rest = log.partition(_RESOLVED)
    if not found:
        return None
    config: dict[str, Any] = json.JSONDecoder().raw_decode(rest)[0]
    return config


def _run(here: Machine, command: list[str], stop_at: str | None = None) -> str:
    """Run to the end, which is RUN_SECONDS away at most; the log (standard error)."""
    process = subprocess.Popen(
        command,
        env=here.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    limit = threading.Timer(RUN_SECONDS, process.kill)
    limit.start()
    log: list[str] = []
    try:
        assert process.stderr is not None
        with process.stderr:
            for line in process.stderr:
                log.append(line)
                if stop_at and stop_at in line:
                    process.send_signal(signal.SIGTERM)
    finally:
        limit.cancel()
        process.kill()
        process.wait()
    return _checked("".join(log), process.returncode)


def _checked(log: str, status: int) -> str:
    """The log of a program that ended in order, or with an error it named."""
    if status < 0 or (status and last_error(log) is None):
        raise AssertionError(f"ended with status {status}:\n{log}")
    return log
