"""The names that one profile has in different places."""

from __future__ import annotations

import re

RESOURCE_PREFIX = "nvidia.com/mig-"

_SPELLED = re.compile(r"(?:\dc\.)?(?P<plain>\d+g\.\d+gb)(?P<attribute>[.+-](?:me\.all|me|gfx))?")


def resource_name(profile: str) -> str:
    """The extended resource of a profile under strategy mixed.

    Source: NVIDIA/k8s-device-plugin:internal/rm/device_map.go ("+" becomes ".", "-me" stays).
    """
    return RESOURCE_PREFIX + profile.replace("+", ".")


def all_config_name(profile: str) -> str:
    """The mig-parted configuration that fills a GPU with one profile.

    Source: NVIDIA/mig-parted:deployments/systemd/config-default.yaml.
    """
    return "all-" + profile.replace("+", ".")


def canonical_spelling(text: str) -> str:
    """The profile name in a resource, configuration or carelessly written name.

    ``nvidia.com/mig-1g.5gb.me``, ``all-1g.5gb.me`` and ``MIG 1G.5GB.ME`` are all ``1g.5gb+me``. Text that holds no
    profile comes back as it is.
    """
    lowered = text.lower()
    match = _SPELLED.search(lowered)
    if not match or lowered[match.end() :].strip():
        return text
    attribute = match["attribute"] or ""
    return match["plain"] + (f"+{attribute[1:]}" if attribute.startswith(".") else attribute)
