"""The whole check, on one part of a project after the other."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tritonfleet.errors import InputError

from .catalogue import Part, Project

if TYPE_CHECKING:
    from tritonfleet.render.inputs import Inputs
    from tritonfleet.yamlio import Manifest

UNREADABLE = "input"
"""Stands for a rule where the input itself was refused."""
_RELEASE, _NAMESPACE = "triton", "prod"


@dataclass(frozen=True, slots=True)
class Found:
    """A finding, or a refused input: on which part, by which rule, on which object (``Kind name``)."""

    part: str
    rule: str
    severity: str
    object: str
    message: str


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of one part."""

    objects: int
    found: tuple[Found, ...]


def examine(project: Project, folder: Path) -> Iterator[Examined]:
    """Check every part; paths are as they are in the project."""
    with chdir(folder):
        for part in parts(project):
            yield _examined(part)


def parts(project: Project) -> Iterator[Part]:
    """The parts named, then the files that are checked one by one; in the current folder."""
    yield from project.parts
    for each in project.each:
        besides = {str(path) for pattern in each.besides for path in Path().glob(pattern)}
        for path in sorted({str(path) for pattern in each.paths for path in Path().glob(pattern)} - besides):
            yield Part(name=path, paths=[path]) if each.how == "paths" else Part(name=path, embedded=[path])


def _examined(part: Part) -> Examined:
    from tritonfleet.checks import Facts, run

    try:
        inputs = _inputs(part)
        report = run(inputs.manifests, Facts(kubernetes=part.kubernetes, other_release=inputs.other_release))
    except InputError as error:
        refused = (
            Found(part.name, UNREADABLE, "error", problem.message, str(problem)) for problem in error.problems
        )
        return Examined(0, tuple(refused))
    found = (
        Found(part.name, f.rule, f.severity.value, f"{f.object.kind} {f.object.name}", f.message)
        for f in report.findings
        if f.object
    )
    return Examined(report.objects, tuple(found))


def _inputs(part: Part) -> Inputs:
    from tritonfleet.render.inputs import ChartOptions, Inputs, read_inputs

    options = ChartOptions(
        values=[Path(value) for value in part.values],
        set=part.set,
        release=_RELEASE,
        namespace=_NAMESPACE,
        api_versions=part.api_versions,
        kubernetes=part.kubernetes,
    )
    if part.without_dependencies:
        for path in part.paths:
            _drop_dependencies(Path(path))
            for subchart in part.subcharts:
                shutil.copytree(subchart, Path(path, "charts", Path(subchart).name), dirs_exist_ok=True)
    inputs = read_inputs(part.paths, options) if part.paths else Inputs()
    for path in part.embedded:
        inputs.add(_embedded(Path(path)))
    return inputs


def _drop_dependencies(chart: Path) -> None:
    file = chart / "Chart.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        re.sub(r"^dependencies:\n(?:[ #-].*\n|\n)*", "", text, flags=re.MULTILINE), encoding="utf-8"
    )


def _embedded(file: Path) -> list[Manifest]:
    """The file in a ConfigMap, which is how it comes into a cluster."""
    from tritonfleet.yamlio import load_manifests

    text = file.read_text(encoding="utf-8")
    dashboard = file.suffix == ".json"
    config_map = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {
            "name": re.sub(r"[^a-z0-9]+", "-", _called(file).lower()).strip("-"),
            "labels": {"grafana_dashboard": "1"} if dashboard else {},
        },
        "data": {file.name: _imported(text) if dashboard else text},
    }
    return load_manifests(json.dumps(config_map), os.fspath(file))


def _called(file: Path) -> str:
    return file.parent.name if file.name == "config.pbtxt" else file.stem


def _imported(dashboard: str) -> str:
    """The dashboard after Grafana's import, which asks for what ``__inputs`` names and puts it in."""
    for wanted in json.loads(dashboard).get("__inputs", ()):
        dashboard = dashboard.replace("${" + wanted["name"] + "}", "prometheus")
    return dashboard
