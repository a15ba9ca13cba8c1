"""Write schemas/ anew from what schemas/sources.yaml names: closed, without prose, every source recorded.

Usage: python scripts/vendor_schemas.py (needs pip, go and git, and the network unless they have the files cached)
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from vendoring.closing import Schema, as_kind, from_openapi
from vendoring.enumerations import Enumerations
from vendoring.inlining import Definitions
from vendoring.sources import Archive, go_module, repository, wheel
from vendoring.store import Store, compact, digest

from tritonfleet.yamlio.documents import split
from tritonfleet.yamlio.goyaml import construct

SCHEMAS = Path(__file__).resolve().parent.parent / "schemas"
_ANY = "any"

Kind = tuple[str, Schema]
"""``apiVersion Kind``, and the schema of the whole object."""


class Writer:
    """Gathers kinds by where they hold (a minor version, "any", a channel), and the files they come from."""

    def __init__(self) -> None:
        self.store = Store()
        self.kinds: dict[str, dict[str, str]] = {}
        self.origins: list[dict[str, Any]] = []

    def add(self, holds: str, origin: dict[str, Any], kinds: Iterator[Kind]) -> None:
        """Take the kinds of one file."""
        digests = {}
        for identity, schema in kinds:
            self.kinds.setdefault(holds, {})[identity] = self.store.add(schema)
            digests[identity] = digest(schema)
        if digests:
            self.origins.append({**origin, "holds": holds, "kinds": digests})

    def write(self) -> None:
        """Write the three files."""
        _write("definitions.json", _lines(self.store.definitions))
        _write("kinds.json", _lines(self.kinds))
        _write("origin.json", "[\n" + ",\n".join(map(compact, self.origins)) + "\n]\n")


def main() -> None:
    sources = yaml.safe_load((SCHEMAS / "sources.yaml").read_text(encoding="utf-8"))
    writer = Writer()
    metadata = kubernetes(sources["kubernetes"], writer)
    for source in sources["modules"]:
        custom_resources(source, go_module(source["module"], source["version"]), metadata, writer)
    for source in sources["repositories"]:
        custom_resources(source, repository(source["repository"], source["commit"]), metadata, writer)
    writer.write()


def kubernetes(source: dict[str, Any], writer: Writer) -> Schema:
    """Take the kinds of every minor version, oldest first; the metadata of objects in the newest."""
    archive = wheel(source["wheel"], source["version"])
    for minor, api in source["minors"].items():
        path = f"kubernetes_validate/kubernetes-json-schema/v{minor}.0-local-strict/_definitions.json"
        text = archive.read(path)
        definitions = Definitions(json.loads(text)["$defs"], Enumerations(go_module("k8s.io/api", api)))
        metadata = definitions.metadata()
        origin = _origin(source, archive, path, text) | {"enumerations": f"k8s.io/api@{api}"}
        whole = ((f"{v} {k}", as_kind(schema, v, k, metadata)) for v, k, schema in definitions.kinds())
        writer.add(minor, origin, whole)
    return metadata


def custom_resources(source: dict[str, Any], archive: Archive, metadata: Schema, writer: Writer) -> None:
    """Take every served version of each CustomResourceDefinition in the files of one source."""
    for path, text in archive.matching(source["paths"]):
        kinds = _custom_kinds(text.decode(), path, metadata)
        writer.add(source.get("channel", _ANY), _origin(source, archive, path, text), kinds)


def _custom_kinds(text: str, path: str, metadata: Schema) -> Iterator[Kind]:
    for document in split(text):
        data = construct(document.text, path, document.line)
        if isinstance(data, dict) and data.get("kind") == "CustomResourceDefinition":
            crd = data["spec"]
            for version in filter(lambda version: version["served"], crd["versions"]):
                api_version, kind = f"{crd['group']}/{version['name']}", crd["names"]["kind"]
                schema = from_openapi(version["schema"]["openAPIV3Schema"])
                yield f"{api_version} {kind}", as_kind(schema, api_version, kind, metadata)


def _origin(source: dict[str, Any], archive: Archive, path: str, text: bytes) -> dict[str, str]:
    (client,) = {"wheel", "module", "repository"} & set(source)
    return {
        client: source[client],
        "version": source["version"],
        "path": path,
        "sha256": hashlib.sha256(text).hexdigest(),
        "licence": source["licence"],
        **archive.proof,
    }


def _lines(mapping: dict[str, Any]) -> str:
    """A JSON object with an entry a line: readable diffs, and a line can be found without reading the rest."""
    entries = (f"{compact(key)}:{compact(value)}" for key, value in sorted(mapping.items()))
    return "{\n" + ",\n".join(entries) + "\n}\n"


def _write(name: str, text: str) -> None:
    (SCHEMAS / name).write_text(text, encoding="utf-8")
    sys.stdout.write(f"schemas/{name}: {len(text.encode()) / 1e6:.2f} MB\n")


if __name__ == "__main__":
    main()
