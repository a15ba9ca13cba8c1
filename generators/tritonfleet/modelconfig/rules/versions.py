"""R30: which versions of a model are served.

Source: triton-inference-server/core:src/model_repository_manager/model_lifecycle.cc, VersionsToLoad.
"""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.modelconfig.definition import ModelConfig
from tritonfleet.modelconfig.rules.problem import Facts, Flaw, Layout, Path

_POLICY: Path = ("versionPolicy",)


def loaded(config: ModelConfig, layout: Layout) -> list[int]:
    """The versions Triton loads from a folder under the model's version policy, the newest first."""
    there = sorted(layout.versions, reverse=True)
    policy = config.version_policy
    if policy.HasField("specific"):
        return [version for version in there if version in policy.specific.versions]
    return there[: policy.latest.num_versions] if policy.HasField("latest") else there


def some_version(config: ModelConfig, facts: Facts) -> Iterator[Flaw]:
    """R30: at least one version is there under the version policy; a named one that is not is passed over."""
    policy = config.version_policy
    if policy.HasField("latest") and not policy.latest.num_versions:
        yield Flaw((*_POLICY, "latest"), "the latest 0 versions are no version", "use latest: 1 or more")
    elif policy.HasField("specific") and not policy.specific.versions:
        yield Flaw((*_POLICY, "specific"), "no version is named", "name at least one")
    elif (layout := facts.layouts.get(config.name)) is not None:
        yield from _absent(config, layout)


def _absent(config: ModelConfig, layout: Layout) -> Iterator[Flaw]:
    found = ", ".join(map(str, sorted(layout.versions))) or "none"
    if not loaded(config, layout):
        message = f"no version is there that the version policy serves (found: {found})"
        yield Flaw(_POLICY, message, "add a folder with a number, such as 1, or mend versionPolicy")
        return
    for index, version in enumerate(config.version_policy.specific.versions):
        if version not in layout.versions:
            path = (*_POLICY, "specific", index)
            message = f"version {version} is not there (found: {found})"
            yield Flaw(path, message, "add its folder, or do not name it", Severity.WARNING)
