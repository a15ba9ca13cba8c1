"""Finding the containers that run Triton."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from tritonfleet.checks.objects import Path, Resource, Workload, items, mapping, value
from tritonfleet.checks.triton.arguments import read_arguments
from tritonfleet.checks.triton.options import Release
from tritonfleet.checks.triton.server import Server
from tritonfleet.checks.triton.words import starts_triton, words
from tritonfleet.checks.world import World

_PROGRAM = "tritonserver"
_WRAPPERS = {
    "nvidia_entrypoint.sh", "mpirun", "numactl", "taskset", "env", "exec", "tini", "dumb-init", "nice", "nsys",
}  # fmt: skip
"""Programs that start another one with its arguments untouched."""


def servers(world: World) -> list[Server]:
    """Every container that runs Triton, in the order in which the objects were read."""
    return world.derived(_servers)


def _servers(world: World) -> list[Server]:
    return [*_of_workloads(world), *_of_runtimes(world), *_of_services(world)]


class _Host(NamedTuple):
    """Where a container lies: the first fields of a Server."""

    resource: Resource
    workload: Workload | None
    pod: Mapping[str, Any]
    pod_path: Path


def _of_workloads(world: World) -> Iterator[Server]:
    for workload in world.index.workloads:
        for path, container in workload.containers:
            if path[-2] == "containers" and _may_run_triton(container):
                host = _Host(workload.resource, workload, workload.spec, (*workload.path, "spec"))
                yield from _server(world, host, container, path)


def _of_runtimes(world: World) -> Iterator[Server]:
    for runtime in world.index.of_kind("ServingRuntime", "ClusterServingRuntime"):
        yield from _of_containers(world, _Host(runtime, None, mapping(runtime.data, "spec"), ("spec",)))


def _of_services(world: World) -> Iterator[Server]:
    for service in world.index.of_kind("InferenceService"):
        path = ("spec", "predictor")
        host = _Host(service, None, mapping(service.data, *path), path)
        yield from _of_containers(world, host)
        for field in ("triton", "model"):
            container = mapping(host.pod, field)
            if container and (field == "triton" or _is_for_triton(container)):
                yield _part(world, host, container, (*path, field))


def _of_containers(world: World, host: _Host) -> Iterator[Server]:
    for number, container in items(host.pod, "containers"):
        if _may_run_triton(container):
            yield from _server(world, host, container, (*host.pod_path, "containers", number))


def _is_for_triton(model: Mapping[str, Any]) -> bool:
    return "triton" in str(model.get("runtime")) or value(model, "modelFormat", "name") == "triton"


def _may_run_triton(container: Mapping[str, Any]) -> bool:
    """A quick look, so that containers of anything else cost next to nothing."""
    if _PROGRAM in str(container.get("image")):
        return True
    given = (value(container, field) for field in ("command", "args"))
    return any(
        isinstance(text, str) and _PROGRAM in text
        for part in given
        if isinstance(part, list)
        for text in part
    )


def _server(world: World, host: _Host, container: Mapping[str, Any], path: Path) -> Iterator[Server]:
    """The server that the container runs; none when it runs another program."""
    given, environment = words(container, path)
    image = str(container.get("image") or "")
    release = release_of(world, image)
    start = next((number for number, word in enumerate(given) if starts_triton(word.text)), None)
    if start is not None:
        before = [word.text.rpartition("/")[2] for word in given[:start]]
        direct = not before or before[0] in _WRAPPERS or given[start].shell
        arguments = read_arguments(given[start + 1 :], release, complete=direct)
    elif value(container, "command") or (given and not given[0].text.startswith("-")):
        return
    elif _PROGRAM in image:
        arguments = read_arguments(given, release, complete=bool(given))
    else:
        return
    started = start is not None
    yield Server(*host, container, path, release, is_stock(image), started, arguments, environment)


def _part(world: World, host: _Host, container: Mapping[str, Any], path: Path) -> Server:
    """A server of which KServe's runtime gives the rest: the arguments here are added to its own."""
    given, environment = words(container, path)
    version = value(container, "runtimeVersion")
    release = Release.of_tag(version) if isinstance(version, str) else None
    arguments = read_arguments(given, release, complete=False)
    return Server(*host, container, path, release, False, True, arguments, environment)


def release_of(world: World, image: str) -> Release | None:
    """The release of an image: by its tag, else the cluster's (a team's own image says nothing)."""
    name, _, tag = image.partition("@")[0].rpartition(":")
    found = Release.of_tag(tag) if _PROGRAM in name and "/" not in tag else None
    if found is not None or not world.facts.versions.get("triton"):
        return found
    return Release.of_tag(world.facts.versions["triton"])


def is_stock(image: str) -> bool:
    """Whether an image is NVIDIA's own, or a mirror of it."""
    name, _, tag = image.partition("@")[0].rpartition(":")
    return (tag if "/" in tag or not name else name).endswith("nvidia/tritonserver")
