"""Which releases of Triton and dcgm-exporter the manifests, or the facts, speak of."""

from __future__ import annotations

from tritonfleet.checks.monitors.exporters import dcgm_exporters
from tritonfleet.checks.triton import servers
from tritonfleet.checks.world import World

MODEL_CONFIG = "the config.pbtxt of the model, in a ConfigMap"


def triton_releases(world: World) -> tuple[str, ...]:
    """The releases of all servers, such as ``24.10``; nothing when one of them is not known."""
    found = {None if server.release is None else str(server.release) for server in servers(world)}
    if found:
        return tuple(sorted(release for release in found if release)) if None not in found else ()
    return (world.facts.versions["triton"],) if "triton" in world.facts.versions else ()


def dcgm_exporter_versions(world: World) -> tuple[str, ...]:
    """The versions of all dcgm-exporters, such as ``4.5.3-4.8.2``; nothing when none is known."""
    found = {exporter.version for exporter in world.derived(dcgm_exporters)}
    if found:
        return tuple(sorted(found)) if all(any(c.isdigit() for c in version) for version in found) else ()
    given = world.facts.versions.get("dcgm-exporter")
    return (given,) if given else ()
