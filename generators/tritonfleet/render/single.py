"""One release, rendered as a person would."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tritonfleet.errors import InputError
from tritonfleet.render.chart import Chart, Release
from tritonfleet.render.helm_process import failure, helm
from tritonfleet.render.manifests import Object, objects
from tritonfleet.yamlio import dump


def render_one(release: Release, *, kube_version: str | None = None) -> list[Object]:
    """The objects of one release by plain ``helm template`` on a values file: the judge of ``render``.

    Raises InputError with Helm's own message, placed in the template.
    """
    chart = Chart.of(release.chart)
    with tempfile.TemporaryDirectory(prefix="tritonfleet-") as folder:
        values = Path(folder) / "values.yaml"
        values.write_text(dump(release.values), encoding="utf-8")
        namespace = ("--namespace", release.namespace)
        output = helm(
            "template", release.name, chart.folder, *namespace, "--values", values, kube_version=kube_version
        )
    if output.code:
        raise InputError(failure(release, chart, output.stderr))
    return objects(output.stdout, release)
