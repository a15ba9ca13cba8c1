"""Write schemas/ anew from what schemas/sources.yaml names: closed, without prose, every source recorded.

Usage: python scripts/vendor_schemas.py (needs pip and go, and the network unless both have the files cached)
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from vendoring.closing import Schema, as_kind, from_openapi, inlined
from vendoring.sources import go_module, wheel
from vendoring.store import Store, compact, digest

SCHEMAS = Path(__file__).resolve().parent.parent / "schemas"
OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"

Origin = dict[str, str]


def main() -> None:
    sources = yaml.safe_load((SCHEMAS / "sources.yaml").read_text(encoding="utf-8"))
    store = Store()
    kinds: dict[str, dict[str, str]] = {}
    origins: list[Origin] = []
    metadata: Schema = {}
    for minor, identity, schema, origin in kubernetes(sources["kubernetes"]):
        metadata = schema["properties"]["metadata"]
        kinds.setdefault(minor, {})[identity] = store.add(schema)
        origins.append({"kubernetes": minor, "kind": identity, **origin, "ours": digest(schema)})
    for module in sources["modules"]:
        for identity, schema, origin in custom_resources(module, metadata):
            kinds.setdefault("any", {})[identity] = store.add(schema)
            origins.append({"kubernetes": "any", "kind": identity, **origin, "ours": digest(schema)})
    write("definitions.json", lines(store.definitions))
    write("kinds.json", lines(kinds))
    write("origin.json", "[\n" + ",\n".join(map(compact, origins)) + "\n]\n")


def kubernetes(source: dict[str, Any]) -> Iterator[tuple[str, str, Schema, Origin]]:
    """Each core kind at each minor version: minor, "apiVersion Kind", schema, origin."""
    archive = wheel(source["wheel"], source["version"])
    for minor in source["minors"]:
        path = f"kubernetes_validate/kubernetes-json-schema/v{minor}.0-local-strict/_definitions.json"
        text = archive.read(path)
        definitions = json.loads(text)["$defs"]
        metadata = inlined(definitions[OBJECT_META], definitions)
        by_identity = dict(identified(definitions))
        origin = origin_of(source, "wheel", path, text)
        for api_version, kinds in source["kinds"].items():
            if older(minor, source["since"].get(api_version, minor)):
                continue
            for kind in kinds:
                schema = inlined(by_identity[f"{api_version} {kind}"], definitions)
                whole = as_kind(schema, api_version, kind, metadata)
                yield minor, f"{api_version} {kind}", whole, origin


def older(minor: str, other: str) -> bool:
    """Whether a minor version of Kubernetes comes before another."""
    return int(minor.split(".")[1]) < int(other.split(".")[1])


def identified(definitions: dict[str, Schema]) -> Iterator[tuple[str, Schema]]:
    """Definitions of whole objects by "apiVersion Kind"."""
    for definition in definitions.values():
        for gvk in definition.get("x-kubernetes-group-version-kind", ()):
            api_version = f"{gvk['group']}/{gvk['version']}" if gvk["group"] else gvk["version"]
            yield f"{api_version} {gvk['kind']}", definition


def custom_resources(source: dict[str, Any], metadata: Schema) -> Iterator[tuple[str, Schema, Origin]]:
    """Each served version of each CRD of a module: "apiVersion Kind", schema, origin."""
    archive, checksum = go_module(source["module"], source["version"])
    for path in source["paths"]:
        text = archive.read(f"{source['module']}@{source['version']}/{path}")
        origin = origin_of(source, "module", path, text) | {"go.sum": checksum}
        crd = yaml.load(text, Loader=yaml.CSafeLoader)["spec"]
        for version in crd["versions"]:
            if version["served"]:
                api_version, kind = f"{crd['group']}/{version['name']}", crd["names"]["kind"]
                schema = from_openapi(version["schema"]["openAPIV3Schema"])
                yield f"{api_version} {kind}", as_kind(schema, api_version, kind, metadata), origin


def origin_of(source: dict[str, Any], kind: str, path: str, text: bytes) -> Origin:
    return {
        kind: source[kind],
        "version": source["version"],
        "path": path,
        "sha256": hashlib.sha256(text).hexdigest(),
        "licence": source["licence"],
    }


def lines(mapping: dict[str, Any]) -> str:
    """A JSON object with an entry a line, for readable diffs."""
    entries = (f"{compact(key)}:{compact(value)}" for key, value in sorted(mapping.items()))
    return "{\n" + ",\n".join(entries) + "\n}\n"


def write(name: str, text: str) -> None:
    (SCHEMAS / name).write_text(text, encoding="utf-8")
    sys.stdout.write(f"schemas/{name}: {len(text) / 1e6:.2f} MB\n")


if __name__ == "__main__":
    main()
