"""A chart that renders many releases of another chart in one Helm process.

Starting Helm costs far more than rendering one service. So the real chart's templates are wrapped into
named templates, and one more template calls them for every release, with the same dot that Helm would have
given them: Values (merged beforehand), Release, Chart, Capabilities, Files, Template. What they render comes out as
JSON in comments, which Helm prints but need not understand.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from tritonfleet.errors import InputError
from tritonfleet.render.chart import Chart, Prepared
from tritonfleet.yamlio import read_text

MARK = "#rendered "
"""Begins each line of output that holds a release: a JSON list of texts, one per template."""

FILES = "files"
"""The folder of what a chart's templates read, beside the templates."""

_LOOP = """\
{{- range $index := until (int .Values.count) }}
{{- $input := $.Files.Get (printf "releases/%%d.json" $index) | fromJson }}
{{- $release := dict "Name" $input.name "Namespace" $input.namespace "Service" "Helm" -}}
{{- $release = merge $release (dict "IsInstall" true "IsUpgrade" false "Revision" 1) }}
{{- $dot := dict "Values" $input.values "Release" $release "Chart" $.Chart "Capabilities" $.Capabilities }}
{{- $_ := set $dot "Files" $.Files }}
{{- $texts := list }}
{{- range $template := list %(names)s }}
{{- $_ := set $dot "Template" (dict "Name" $template "BasePath" (printf "%%s/templates" $.Chart.Name)) }}
{{- $texts = append $texts (include (printf "driver/%%s" $template) $dot) }}
{{- end }}

%(mark)s{{ toJson $texts }}
{{- end }}
apiVersion: v1
kind: Rendered
"""


def write(chart: Chart, releases: Sequence[Prepared], folder: Path) -> list[str]:
    """Write the driver chart for these releases; the templates' names, in the order of the rendered texts."""
    names = []
    for source in _templates(chart.folder):
        relative = source.relative_to(chart.folder)
        target = folder / relative
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.name.startswith("_"):
            shutil.copyfile(source, target)
        else:
            name = f"{chart.name}/{relative.as_posix()}"
            target.write_text(_wrapped(name, read_text(source)), encoding="utf-8")
            names.append(name)
    if (chart.folder / FILES).is_dir():
        shutil.copytree(chart.folder / FILES, folder / FILES)
    loop = _LOOP % {"names": " ".join(map(json.dumps, names)), "mark": MARK}
    (folder / "templates" / "tritonfleet-driver.yaml").write_text(loop, encoding="utf-8")
    # The real Chart.yaml: the templates see the real chart's name and version.
    shutil.copyfile(chart.folder / "Chart.yaml", folder / "Chart.yaml")
    (folder / "values.yaml").write_text(f"count: {len(releases)}\n", encoding="utf-8")
    (folder / "releases").mkdir()
    for index, prepared in enumerate(releases):
        (folder / "releases" / f"{index}.json").write_bytes(_input(prepared))
    return names


def _templates(chart: Path) -> Iterator[Path]:
    for path in sorted((chart / "templates").rglob("*")):
        if path.is_file() and path.name != "NOTES.txt":
            yield path


def _wrapped(name: str, text: str) -> str:
    # No trimming and no added line: text and line numbers stay the template's own.
    return f'{{{{- define "driver/{name}" }}}}{text}{{{{ end }}}}'


def _input(prepared: Prepared) -> bytes:
    """What the loop reads. Helm's fromJson makes every number a float64, as reading a values file does."""
    release = prepared.release
    data = {"name": release.name, "namespace": release.namespace, "values": prepared.values}
    try:
        return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    except (TypeError, ValueError) as error:
        raise InputError.of(f"release {release.name}: values that no file can hold: {error}") from error
