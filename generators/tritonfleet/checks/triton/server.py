"""One container that runs Triton, and what its command line means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tritonfleet.checks.objects import Path, Resource, Workload, items
from tritonfleet.checks.triton.arguments import Arguments, Flag, as_number, as_switch
from tritonfleet.checks.triton.options import Release
from tritonfleet.checks.triton.words import Environment

HTTP_PORT, GRPC_PORT, METRICS_PORT = 8000, 8001, 8002
EXIT_TIMEOUT = 30
"""Triton's defaults. Source: triton-inference-server/server:src/command_line_parser.h."""

_DEFAULT_PORTS = {"http": HTTP_PORT, "grpc": GRPC_PORT, "metrics": METRICS_PORT}


@dataclass(frozen=True)
class Server:
    """One container that runs Triton.

    workload: what makes its pods; None for KServe, whose objects hold parts of a pod.
    pod, pod_path: the PodSpec, or what KServe has in its place.  container, path: the container in the object.
    release: of the image, None if its tag does not tell.
    stock: whether the image is NVIDIA's own, whose entry point starts nothing by itself.
    started: whether the command line names the program.
    """

    resource: Resource
    workload: Workload | None
    pod: Mapping[str, Any]
    pod_path: Path
    container: Mapping[str, Any]
    path: Path
    release: Release | None
    stock: bool
    started: bool
    arguments: Arguments
    environment: Environment

    @property
    def name(self) -> str:
        """The container's name."""
        return str(self.container.get("name") or "")

    @property
    def image(self) -> str:
        """The container's image; "" where KServe's runtime gives it."""
        return str(self.container.get("image") or "")

    @property
    def tag(self) -> str:
        """The image's tag; "" if it has none."""
        name, _, tag = self.image.partition("@")[0].rpartition(":")
        return tag if name and "/" not in tag else ""

    @property
    def complete(self) -> bool:
        """Whether every flag is known, so that one which is not given has its default."""
        return self.arguments.complete

    def flags(self, name: str) -> list[Flag]:
        """Every occurrence of a flag."""
        return self.arguments.by_name.get(name, [])

    def flag(self, name: str) -> Flag | None:
        """The occurrence of a flag that counts: the last."""
        found = self.flags(name)
        return found[-1] if found else None

    def text(self, name: str, default: str) -> str | None:
        """The value that counts; None where it is not known."""
        flag = self.flag(name)
        if flag is None:
            return default if self.complete else None
        return flag.text

    def switched(self, name: str, *, default: bool) -> bool | None:
        """Whether a flag is on; None where that is not known."""
        flag = self.flag(name)
        if flag is None:
            return default if self.complete else None
        if flag.option is not None and not flag.option.takes_value:
            return True
        return None if flag.text is None else as_switch(flag.text)

    def number(self, name: str, default: int) -> int | None:
        """The number a flag gives; None where that is not known, or is none."""
        flag = self.flag(name)
        if flag is None:
            return default if self.complete else None
        return None if flag.text is None else as_number(flag.text)

    def port(self, protocol: str) -> int | None:
        """The port of ``http``, ``grpc`` or ``metrics``; None where it is not known."""
        return self._ports[protocol]

    @cached_property
    def _ports(self) -> Mapping[str, int | None]:
        return {name: self.number(f"{name}-port", default) for name, default in _DEFAULT_PORTS.items()}

    def listens(self, protocol: str) -> bool | None:
        """Whether it serves ``http``, ``grpc`` or ``metrics``; None where that is not known.

        On Vertex AI (AIP_MODE=PREDICTION) the first two are off unless a flag turns them on.
        """
        return self._endpoints[protocol]

    @cached_property
    def _endpoints(self) -> Mapping[str, bool | None]:
        vertex = self.environment.values.get("AIP_MODE", "") != ""
        return {
            name: self.switched(f"allow-{name}", default=name == "metrics" or not vertex)
            for name in _DEFAULT_PORTS
        }

    @cached_property
    def control_mode(self) -> str | None:
        """``none``, ``poll`` or ``explicit``; None where that is not known."""
        mode = self.text("model-control-mode", "none")
        return None if mode is None else mode.lower()

    @cached_property
    def exit_timeout(self) -> int | None:
        """Seconds that it waits for requests in flight before it exits; None where that is not known."""
        return self.number("exit-timeout-secs", EXIT_TIMEOUT)

    @cached_property
    def repositories(self) -> list[str]:
        """The model repositories whose place is known."""
        return [flag.text for flag in self.flags("model-repository") if flag.text]

    @cached_property
    def metrics_config(self) -> dict[str, str]:
        """The settings of ``--metrics-config``; the last of each counts."""
        texts = [flag.text for flag in self.flags("metrics-config") if flag.text]
        return {name: setting for name, _, setting in (text.partition("=") for text in texts)}

    def setting(self, name: str, *, default: bool) -> bool | None:
        """Whether a setting of ``--metrics-config`` is on; None where that is not known."""
        if name in self.metrics_config:
            return self.metrics_config[name] == "true"
        unknown = any(flag.text is None for flag in self.flags("metrics-config"))
        return None if unknown or not self.complete else default

    @cached_property
    def gpus(self) -> int | None:
        """How many GPUs the process can use; None where the manifests do not tell."""
        from tritonfleet.checks.triton.devices import visible_gpus

        unasked = self.workload is None or bool(self.pod.get("runtimeClassName"))
        return visible_gpus(self.container, self.environment, unasked=unasked)

    def volume_at(self, directory: str) -> Mapping[str, Any] | None:
        """The volume that is mounted exactly there; None when none is."""
        wanted = directory.rstrip("/")
        for _, mount in items(self.container, "volumeMounts"):
            if str(mount.get("mountPath")).rstrip("/") == wanted:
                named = (v for _, v in items(self.pod, "volumes") if v.get("name") == mount.get("name"))
                return next(named, None)
        return None
