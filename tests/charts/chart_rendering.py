"""Rendering charts in tests: many cases in one Helm process, as sub-charts of an umbrella."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

CHARTS = Path(__file__).parents[2] / "charts"
NAMESPACE = "ml"
OLDEST_KUBERNETES = "1.33.0"

Values = Mapping[str, Any]
Object = dict[str, Any]


@dataclass(frozen=True)
class Rendered:
    """The objects of one release, hooks included."""

    objects: list[Object]

    def __getitem__(self, kind: str) -> Object:
        return self.named(kind)

    def named(self, kind: str, suffix: str = "") -> Object:
        """The object of a kind whose name ends in ``suffix``; hooks only when the suffix says test."""
        found = [
            o
            for o in self.of(kind)
            if o["metadata"]["name"].endswith(suffix) and (suffix == "-test" or not is_hook(o))
        ]
        assert found, (
            f"no {kind} *{suffix} among {[(o['kind'], o['metadata']['name']) for o in self.objects]}"
        )
        return min(found, key=lambda o: len(o["metadata"]["name"]))

    def of(self, kind: str) -> list[Object]:
        return [o for o in self.objects if o["kind"] == kind]

    @property
    def pod(self) -> Object:
        return self["Deployment"]["spec"]["template"]["spec"]

    @property
    def container(self) -> Object:
        return self.pod["containers"][0]

    @property
    def args(self) -> list[str]:
        return self.container["args"]

    @property
    def env(self) -> dict[str, Object]:
        return {entry["name"]: entry for entry in self.container["env"]}


def is_hook(obj: Object) -> bool:
    return "helm.sh/hook" in (obj["metadata"].get("annotations") or {})


class StrictLoader(yaml.CSafeLoader):
    """Refuses a mapping with a key twice, which the API server refuses too."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        assert len(keys) == len(set(keys)), f"duplicate key in {keys} at {node.start_mark}"
        return super().construct_mapping(node, deep)


StrictLoader.add_constructor(
    "tag:yaml.org,2002:map", lambda loader, node: loader.construct_mapping(node, deep=True)
)
# A lone "=" is a text to Helm and to the API server; PyYAML knows its YAML 1.1 type, but not what to make of it.
StrictLoader.add_constructor("tag:yaml.org,2002:value", lambda loader, node: loader.construct_scalar(node))


def objects(text: str) -> list[Object]:
    return [document for document in yaml.load_all(text, StrictLoader) if document]


class Helm:
    """A Helm binary; ``scratch`` holds values files and umbrella charts."""

    def __init__(self, binary: Path, scratch: Path) -> None:
        self.binary, self.scratch = binary, scratch
        self._count = 0

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([self.binary, *arguments], capture_output=True, text=True, check=False)

    def template(
        self, values: Values, chart: str = "triton", release: str = "demo", *flags: str
    ) -> subprocess.CompletedProcess[str]:
        """``helm template`` of one release."""
        self._count += 1
        file = self.scratch / f"values-{self._count}.json"
        file.write_text(json.dumps(values, ensure_ascii=False))
        return self._template(release, CHARTS / chart, file, *flags)

    def _template(
        self, release: str, chart: Path, file: Path, *flags: str
    ) -> subprocess.CompletedProcess[str]:
        where = ("-n", NAMESPACE, "--kube-version", OLDEST_KUBERNETES)
        return self.run("template", release, str(chart), *where, "-f", str(file), *flags)

    def render(self, values: Values, chart: str = "triton", release: str = "demo") -> Rendered:
        done = self.template(values, chart, release)
        assert done.returncode == 0, done.stderr
        return Rendered(objects(done.stdout))

    def refuse(self, values: Values, chart: str = "triton", *flags: str) -> str:
        """The message with which Helm refuses the values."""
        done = self.template(values, chart, "demo", *flags)
        assert done.returncode != 0, "Helm accepted the values"
        return done.stderr

    def render_many(
        self, cases: Mapping[str, Values], chart: str = "triton", *flags: str
    ) -> dict[str, Rendered]:
        """Every case in one process; each is called ``demo`` unless its values say otherwise."""
        umbrella = self._umbrella(cases, chart)
        # A file of its own, because Helm ignores null in an umbrella's own values.yaml.
        done = self._template("demo", umbrella, umbrella / "cases.json", *flags)
        assert done.returncode == 0, done.stderr
        found: dict[str, list[str]] = {case: [] for case in cases}
        names = dict(zip((f"case{i}" for i in range(len(cases))), cases, strict=True))
        for document in re.split(r"^---$", done.stdout, flags=re.MULTILINE):
            if origin := re.search(r"^# Source: [^/]+/charts/(case\d+)/", document, re.MULTILINE):
                found[names[origin[1]]].append(document)
        return {case: Rendered(objects("---\n".join(texts))) for case, texts in found.items()}

    def _umbrella(self, cases: Mapping[str, Values], chart: str) -> Path:
        self._count += 1
        umbrella = self.scratch / f"umbrella-{self._count}"
        (umbrella / "charts").mkdir(parents=True)
        (umbrella / "charts" / chart).symlink_to(CHARTS / chart)
        aliases = [{"name": chart, "version": "0.1.0", "alias": f"case{i}"} for i in range(len(cases))]
        meta = {"apiVersion": "v2", "name": "umbrella", "version": "0.0.0", "dependencies": aliases}
        (umbrella / "Chart.yaml").write_text(json.dumps(meta))
        named = {"nameOverride": chart, "fullnameOverride": f"demo-{chart}"}
        values = {f"case{i}": {**named, **case} for i, case in enumerate(cases.values())}
        (umbrella / "cases.json").write_text(json.dumps(values, ensure_ascii=False))
        return umbrella
