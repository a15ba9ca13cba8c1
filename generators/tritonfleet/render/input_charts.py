"""Charts as a check reads them: rendered by Helm, under two release names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tritonfleet.errors import InputError, Location
from tritonfleet.yamlio import load_kubernetes, load_manifests, read_text
from tritonfleet.yamlio.documents import split

if TYPE_CHECKING:
    from tritonfleet.checks.finding import ObjectRef
    from tritonfleet.render.inputs import ChartOptions, Inputs
    from tritonfleet.render.process import Output
    from tritonfleet.yamlio import Manifest

OTHER = "other"
"""What stands behind the names of the second render: of the release, and of overrides of names."""

ALWAYS_SERVED = ("apiregistration.k8s.io/v1",)
"""API groups of every cluster that Helm, without one, does not know of (helm/helm:pkg/chart/common/capabilities.go)."""

_SINGLETONS = frozenset(
    {
        "APIService", "ClusterPolicy", "CSIDriver", "DeviceClass", "MutatingWebhookConfiguration", "RuntimeClass",
        "ValidatingAdmissionPolicy", "ValidatingWebhookConfiguration",
    }
)  # fmt: skip
"""Kinds of the whole cluster by which a driver or operator is known; none is an application's."""

_OVERRIDE = re.compile(r"((?:[\w-]+\.)*fullnameOverride)=(.*)")
_UNBUILT = "missing in charts/ directory"


def add_charts(charts: Sequence[Path], options: ChartOptions, inputs: Inputs) -> None:
    """Add the objects of every chart, and what it makes for another release.

    Raises InputError in one line for a chart that Helm cannot render.
    """
    if not charts:
        return
    given = [_values(file) for file in options.values]
    chosen = {text for values in given for text in _texts(values)} | {
        s.partition("=")[2] for s in options.set
    }
    others: set[ObjectRef] = set()
    with ThreadPoolExecutor(max_workers=2) as pool:
        first = [pool.submit(_started(chart, options)) for chart in charts]
        second = [pool.submit(_started(chart, _for_other(options, given))) for chart in charts]
        for chart, mine, theirs in zip(charts, first, second, strict=True):
            text = _text(chart, options, mine.result())
            manifests = load_manifests(text, str(chart))
            refs = _refs(manifests, text, _text(chart, options, theirs.result()))
            if not _once_a_cluster(manifests, refs):
                others |= refs
            inputs.add([replace(m, file=_template(chart, m.origin), _positions=None) for m in manifests])
    # A name that somebody gave in values is theirs to give: another release would get another one.
    inputs.other_release = frozenset(ref for ref in others if ref.name not in chosen)


def _once_a_cluster(manifests: Sequence[Manifest], others: Set[ObjectRef]) -> bool:
    """Whether the chart is meant for one release a cluster, as those of operators and drivers are.

    ``others``: what another release makes. Such charts make what a cluster has one of, or give constant names
    to all that is their own; a subchart may do as it likes.
    """
    every = {manifest.ref for manifest in manifests}
    own = {manifest.ref for manifest in manifests if "/charts/" not in manifest.origin}
    return (own or every) <= others or any(ref.kind in _SINGLETONS for ref in every & others)


def _started(chart: Path, options: ChartOptions) -> Callable[[], Output]:
    from tritonfleet.render.helm_process import helm_run

    arguments: list[str | Path] = ["template", options.release, chart, "--namespace", options.namespace]
    for flag, several in (("--values", options.values), ("--set", options.set)):
        arguments += [part for each in several for part in (flag, each)]
    served = (*ALWAYS_SERVED, *options.api_versions)
    arguments += [part for each in served for part in ("--api-versions", each)]
    return helm_run(*arguments, kube_version=options.kubernetes)


def _for_other(options: ChartOptions, given: Sequence[Any]) -> ChartOptions:
    """The same for a release of another name; names that values fix are another's too."""
    fixed = dict(pair for values in given for pair in _overrides(values))
    fixed |= {match[1]: match[2] for match in map(_OVERRIDE.fullmatch, options.set) if match}
    others = [f"{path}={name}-{OTHER}" for path, name in fixed.items()]
    return replace(
        options, release=f"{OTHER}-{options.release}"[:53].rstrip("-."), set=[*options.set, *others]
    )


def _text(chart: Path, options: ChartOptions, output: Output) -> str:
    """What Helm printed. Raises InputError when it failed."""
    if output.code:
        raise _failure(chart, options, output.stderr)
    return output.stdout


def _refs(manifests: Sequence[Manifest], text: str, other: str) -> set[ObjectRef]:
    """The objects of the other render; what is word for word the same in both is not parsed again."""
    mine, theirs = [d.text for d in split(text)], [d.text for d in split(other)]
    same, known = set(theirs), set(mine)
    new = "\n---\n".join(document for document in theirs if document not in known)
    refs = {manifest.ref for manifest in manifests if mine[manifest.document] in same}
    return refs | {manifest.ref for manifest in load_manifests(new, "another release")}


def _template(chart: Path, origin: str) -> str:
    """Where a template lies: Helm names it by the chart's name, not its folder."""
    return str(chart / origin.partition("/")[2]) if origin else str(chart)


def _failure(chart: Path, options: ChartOptions, stderr: str) -> InputError:
    from tritonfleet.render.chart import Chart, Release
    from tritonfleet.render.helm_process import failure

    release = Release(chart, options.release, options.namespace)
    problem = failure(release, Chart(chart, "", None, None), stderr)
    where = problem.location or Location(str(chart))
    message = problem.message.removeprefix(f"release {options.release}: ")
    fix = f"run: helm dependency build {chart}" if _UNBUILT in message else ""
    return InputError.of(f"Helm cannot render it: {message}", where, fix)


def _values(file: Path) -> Any:
    return load_kubernetes(read_text(file), str(file))


def _texts(values: Any) -> Iterator[str]:
    """Every text in values."""
    pending = [values]
    while pending:
        found = pending.pop()
        if isinstance(found, str):
            yield found
        elif isinstance(found, (dict, list)):
            pending.extend(found.values() if isinstance(found, dict) else found)


def _overrides(values: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every ``fullnameOverride``, of the chart and of its subcharts: its path for ``--set``, and the name."""
    for key, found in values.items() if isinstance(values, dict) else ():
        if key == "fullnameOverride" and isinstance(found, str) and found:
            yield f"{path}{key}", found
        elif isinstance(found, dict) and "." not in str(key):
            yield from _overrides(found, f"{path}{key}.")
