"""Helm's own linter over the charts: what it looks at lies in the chart, so one values file each is enough."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from tritonfleet import paths
from tritonfleet.checks import Finding
from tritonfleet.pipeline.keys import tool_digest
from tritonfleet.pipeline.records import finding_from
from tritonfleet.pipeline.run import Generated
from tritonfleet.pipeline.store import LINTED, Store
from tritonfleet.render.lint import lint
from tritonfleet.spec.resolve import CLUSTERS, PLATFORM


def lint_charts(generated: Generated, store: Store) -> list[Finding]:
    """The findings of ``helm lint`` on both charts, with values of the first environment."""
    key = tool_digest()
    known = store.metas(LINTED)
    if key not in known:
        known[key] = [asdict(finding) for finding in _lint(generated)]
        store.put(LINTED, key, known[key])
        store.keep_only(LINTED, [key])
    return [finding_from(finding) for finding in known[key]]


def _lint(generated: Generated) -> list[Finding]:
    findings: list[Finding] = []
    with TemporaryDirectory(prefix="tritonfleet-") as folder:
        for chart in ("triton", "triton-platform"):
            values = _first_values(generated, platform=chart == "triton-platform")
            files = []
            if values:
                file = Path(folder) / f"{chart}.yaml"
                file.write_bytes(values)
                files.append(file)
            findings += lint(paths.data_dir("charts") / chart, files)
    return findings


def _first_values(generated: Generated, *, platform: bool) -> bytes | None:
    for path, content in generated.files.items():
        # A cluster's values may be for another chart, NVIDIA's.
        if not path.startswith("values/") or path.startswith(f"values/{CLUSTERS}/"):
            continue
        if path.endswith(f"/{PLATFORM}.yaml") == platform:
            return content.load()
    return None
