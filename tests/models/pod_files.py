"""What a container sees below its mounts of ConfigMaps, laid out as the kubelet does.

Source: kubernetes/kubernetes:pkg/volume/util/atomic_writer.go: the files lie in a dated folder, ``..data`` points to
it, and each first part of a path is a link through ``..data``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

Object = dict[str, Any]
DATED, CURRENT = "..2026_01_01_00_00_00.0", "..data"


def materialise(objects: Iterable[Object], pod: Object, root: Path) -> None:
    """Write every ConfigMap that the pod's first container mounts below ``root``."""
    config_maps = {obj["metadata"]["name"]: obj["data"] for obj in objects if obj["kind"] == "ConfigMap"}
    volumes = {volume["name"]: volume["configMap"] for volume in pod["volumes"] if "configMap" in volume}
    for mount in pod["containers"][0]["volumeMounts"]:
        if volume := volumes.get(mount["name"]):
            data = config_maps[volume["name"]]
            files = {item["path"]: data[item["key"]] for item in volume["items"]}
            _write_volume(root / mount["mountPath"].lstrip("/"), files)


def _write_volume(folder: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        file = folder / DATED / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    (folder / CURRENT).symlink_to(DATED)
    for first in {Path(path).parts[0] for path in files}:
        (folder / first).symlink_to(Path(CURRENT) / first)
