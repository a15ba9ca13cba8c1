"""``tritonfleet check``: a fleet with everything generated from it, or any manifests."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tritonfleet.errors import InputError, Location

if TYPE_CHECKING:
    from tritonfleet.checks import Report
    from tritonfleet.yamlio import Manifest
OWN_AREAS = ("FLT", "TRT")
"""Areas whose rules look at the fleet itself, not at objects."""


def run_check(
    paths: list[str], kubernetes: str | None, style: str, fail_on: str, select: list[str], ignore: list[str]
) -> int:
    """Check and write the report on stdout; the exit code says whether something at or above ``fail_on`` was found."""
    from tritonfleet import report as reports
    from tritonfleet.checks.finding import Severity

    fleets = [path for path in paths if _is_fleet(path)]
    if fleets and len(paths) > 1:
        raise InputError.of("expected one fleet file, or manifests, not both", Location(fleets[0]))
    found = _fleet(Path(fleets[0])) if fleets else _manifests(paths, kubernetes)
    found = _chosen(found, select, ignore)
    reports.write(found, style, sys.stdout)
    return reports.exit_code(found, Severity(fail_on))


def _is_fleet(path: str) -> bool:
    """Whether this is a fleet file; a file that is missing is treated as one, for its name says what was meant."""
    file = Path(path)
    if path == "-" or file.is_dir():
        return False
    if not file.exists():
        return file.name == "fleet.yaml"
    with file.open("rb") as stream:
        return b"tritonfleet.dev/" in stream.read(65536)


def _fleet(path: Path) -> Report:
    from tritonfleet.cli.output import progress
    from tritonfleet.pipeline.drift import drift
    from tritonfleet.pipeline.lint import lint_charts
    from tritonfleet.pipeline.prepare import load, prepare
    from tritonfleet.pipeline.run import generate
    from tritonfleet.pipeline.store import open_store
    from tritonfleet.pipeline.verify import verify

    with open_store(path) as store, progress() as show:
        prepared = prepare(load(path, store), store, show)
        generated = generate(prepared, store, show)
        report = verify(generated, store, show)
        others = [*prepared.warnings, *lint_charts(generated, store), *drift(generated, store)]
    return report.adding(others)


def _manifests(paths: list[str], kubernetes: str | None) -> Report:
    from tritonfleet.checks import Facts, run
    from tritonfleet.checks.conformity import conformity, second_opinions
    from tritonfleet.checks.facts import NEWEST_KUBERNETES

    manifests = [manifest for path in paths for manifest in _read(path)]
    if not manifests:
        raise InputError.of("no Kubernetes object found", Location(", ".join(paths)))
    report = run(manifests, Facts(kubernetes=kubernetes))
    others = conformity(manifests, kubernetes or NEWEST_KUBERNETES)
    return report.adding(second_opinions(report.findings, others))


def _read(path: str) -> list[Manifest]:
    """Objects of a file, of a folder (built if it is a kustomization), or of standard input."""
    from tritonfleet.render import kustomize
    from tritonfleet.yamlio import Manifest, decode, load_manifests, read_text

    if path == "-":
        return load_manifests(decode(sys.stdin.buffer.read(), "<stdin>"), "<stdin>")
    place = Path(path)
    if not place.exists():
        raise InputError.of("there is no such file or folder", Location(path))
    if place.is_file():
        return load_manifests(read_text(place), path)
    if (place / "kustomization.yaml").exists():
        return [Manifest(obj, path) for obj in kustomize.build(place)]
    files = sorted(p for s in ("*.yaml", "*.yml", "*.json") for p in place.rglob(s))
    return [manifest for file in files for manifest in load_manifests(read_text(file), str(file))]


def _chosen(report: Report, select: list[str], ignore: list[str]) -> Report:
    """The report with only the rules selected and not ignored."""
    from dataclasses import replace

    for prefix in (*select, *ignore):
        _require_rule(prefix)

    def wanted(rule: str) -> bool:
        return (not select or rule.startswith(tuple(select))) and not rule.startswith(tuple(ignore))

    return replace(
        report,
        findings=tuple(finding for finding in report.findings if wanted(finding.rule)),
        skipped=tuple(skipped for skipped in report.skipped if wanted(skipped.rule)),
    )


def _require_rule(prefix: str) -> None:
    from tritonfleet.checks.registry import rules

    areas = sorted({rule.area for rule in rules()} | set(OWN_AREAS))
    if not prefix.startswith(OWN_AREAS) and not any(rule.id.startswith(prefix) for rule in rules()):
        raise InputError.of(f"no rule is called {prefix}", fix=f"areas are {', '.join(areas)}")
