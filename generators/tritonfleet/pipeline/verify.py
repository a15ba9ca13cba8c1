"""Hold everything that was generated against every rule, each service beside its platform.

Two services share nothing but their namespace, so a service's findings follow from its own objects and the
platform's, and are kept by content key. What only shows with all services at hand, names taken twice, is looked at
over all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from tritonfleet.checks import Facts, Finding, ObjectRef, Report, Severity, Skipped, run
from tritonfleet.checks.conformity import conformity, second_opinions
from tritonfleet.checks.engine import in_order
from tritonfleet.digests import digest
from tritonfleet.emit.argocd import health_setting
from tritonfleet.emit.gpu.nvidia_charts import made_by_nvidia
from tritonfleet.errors import Location
from tritonfleet.pipeline.clusters import scope_of
from tritonfleet.pipeline.facts import cluster_facts, earliest_release, facts_of
from tritonfleet.pipeline.records import finding_from
from tritonfleet.pipeline.run import Generated
from tritonfleet.pipeline.store import BUILT, CHECKED, Store, open_store
from tritonfleet.pipeline.workers import Progress, in_chunks
from tritonfleet.spec.resolve import BASE, PLATFORM
from tritonfleet.yamlio import Manifest, load_kubernetes, load_manifests

MANY = 500
"""Services a task: kubeconform compiles its schemas anew in every process."""
Object = dict[str, Any]


@dataclass(frozen=True)
class Verdict:
    """What was found on one unit, and the objects it has by environment."""

    findings: Sequence[Finding]
    skipped: Sequence[Skipped]
    identities: Mapping[str, Sequence[ObjectRef]]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Verdict:
        identities = {name: [ObjectRef(**ref) for ref in refs] for name, refs in data["identities"].items()}
        findings = [finding_from(finding) for finding in data["findings"]]
        return cls(findings, [Skipped(**skipped) for skipped in data["skipped"]], identities)


def verify(generated: Generated, store: Store, progress: Progress | None = None) -> Report:
    """Every finding on the generated objects and files."""
    file = generated.prepared.file
    platform = generated.keys[PLATFORM]
    facts = {name: facts_of(file.fleet, name) for name in file.fleet.environments}
    triton = earliest_release(file.fleet)
    facts |= {scope_of(name): cluster_facts(cluster, triton) for name, cluster in file.fleet.clusters.items()}
    # Every release of the charts has a name of its own from the fleet.
    facts = {name: replace(known, other_release=()) for name, known in facts.items()}
    all_facts = repr(facts)
    keys = {name: digest(key, platform, all_facts) for name, key in generated.keys.items()}
    known = store.metas(CHECKED)
    missing = [name for name, key in keys.items() if key not in known]
    store.commit()
    shared = (file.path, generated.keys, facts)
    for name, verdict in in_chunks(_check_units, missing, shared, "checked", progress, MANY):
        known[keys[name]] = verdict.to_json()
        store.put(CHECKED, keys[name], known[keys[name]])
    store.keep_only(CHECKED, keys.values())
    verdicts = {name: Verdict.from_json(known[key]) for name, key in keys.items()}
    findings = [finding for verdict in verdicts.values() for finding in verdict.findings]
    skipped = dict.fromkeys(skipped for verdict in verdicts.values() for skipped in verdict.skipped)
    apps = _argocd(generated)
    count = sum(len(refs) for verdict in verdicts.values() for refs in verdict.identities.values())
    everything = in_order([*findings, *_taken_twice(verdicts), *apps.findings])
    return Report(everything, (*skipped, *apps.skipped), count + apps.objects, apps.rules)


def _check_units(
    names: Sequence[str], path: Path, keys: Mapping[str, str], facts: Mapping[str, Facts]
) -> list[Verdict]:
    with open_store(path) as store:
        platform = store.body(BUILT, keys[PLATFORM])["objects"]
        bodies = {name: store.body(BUILT, keys[name]) for name in names}
    units = {name: body["objects"] for name, body in bodies.items()}
    others = _conformity(facts, units)
    return [
        _check_unit(facts, name, units[name], platform, others[name], bodies[name]["files"]) for name in names
    ]


def _check_unit(
    facts: Mapping[str, Facts],
    name: str,
    objects: Mapping[str, Sequence[Object]],
    platform: Mapping[str, Sequence[Object]],
    conformities: Sequence[Finding],
    files: Mapping[str, str],
) -> Verdict:
    findings: list[Finding] = []
    skipped: dict[Skipped, None] = {}
    identities = {}
    for environment in objects:
        if environment == BASE:
            continue
        own = _manifests(environment, name, objects[environment])
        beside = [] if name == PLATFORM else _manifests(environment, PLATFORM, platform.get(environment, ()))
        theirs = _of_nvidia(files, facts[environment].gpu_namespace) if environment in name else []
        report = run([*own, *theirs, *beside], facts[environment])
        identities[environment] = [manifest.ref for manifest in own]
        mine = {*identities[environment], *(manifest.ref for manifest in theirs)}
        findings += [finding for finding in report.findings if finding.object in mine]
        skipped |= dict.fromkeys(report.skipped)
    findings += second_opinions(findings, conformities)
    return Verdict(findings, list(skipped), identities)


def _of_nvidia(files: Mapping[str, str], namespace: str) -> list[Manifest]:
    """What NVIDIA's charts make of a cluster's values, as far as it matters to what is generated."""
    return [
        Manifest(obj, path)
        for path, text in files.items()
        if Path(path).name in ("gpu-operator.yaml", "dcgm-exporter.yaml")
        for obj in made_by_nvidia(Path(path).stem, load_kubernetes(text, path), namespace)
    ]


def _manifests(environment: str, name: str, objects: Iterable[Object]) -> list[Manifest]:
    """The objects, placed in the values file that they come from."""
    return [Manifest(obj, values_file(environment, name)) for obj in objects]


def values_file(environment: str, unit: str) -> str:
    """Where a unit's values for an environment lie; a cluster's unit has its scope in its name."""
    return f"values/{environment}/{unit.rpartition('/')[2]}.yaml"


def _conformity(
    facts: Mapping[str, Facts], units: Mapping[str, Mapping[str, Sequence[Object]]]
) -> dict[str, list[Finding]]:
    """Kubeconform's verdict by unit: one process for each Kubernetes version."""
    found: dict[str, list[Finding]] = {name: [] for name in units}
    by_version: dict[str, list[tuple[str, Manifest]]] = defaultdict(list)
    for name, environments in units.items():
        for environment, objects in environments.items():
            if environment != BASE:
                version = facts[environment].kubernetes or ""
                by_version[version] += [(name, m) for m in _manifests(environment, name, objects)]
    for version, owned in by_version.items():
        owners = {(manifest.ref, manifest.file): name for name, manifest in owned}
        for finding in conformity([manifest for _, manifest in owned], version):
            place = finding.location.file if finding.location else ""
            if finding.object:
                found[owners[finding.object, place]].append(finding)
    return found


def _taken_twice(verdicts: Mapping[str, Verdict]) -> list[Finding]:
    """Objects of two services with one identity in one environment: the later apply wins."""
    owners: dict[tuple[str, ObjectRef], str] = {}
    findings = []
    for name, verdict in verdicts.items():
        for environment, refs in verdict.identities.items():
            for ref in refs:
                first = owners.setdefault((environment, ref), name)
                if first != name:
                    message = f"{first} and {name} both make {ref} in {environment}"
                    where = Location(values_file(environment, name))
                    fix = "rename one of the services"
                    findings.append(
                        Finding("K8S004", Severity.ERROR, message, fix, ref, "metadata.name", where)
                    )
    return findings


def _argocd(generated: Generated) -> Report:
    """Argo CD's own objects, the app-of-apps and its alternative each by itself."""
    by_folder: dict[str, list[Manifest]] = defaultdict(list)
    file = generated.prepared.file
    # The component that comes with them is part of how they are meant to be applied.
    component = "kustomize/components/argocd-application-health"
    namespaces = {cluster.argocd.namespace for cluster in file.fleet.clusters.values()}
    beside = [Manifest(health_setting(namespace), component) for namespace in sorted(namespaces)]
    for path, content in generated.files.items():
        if path.startswith("kustomize/argocd/") and not path.endswith("kustomization.yaml"):
            by_folder[str(Path(path).parent)] += load_manifests(content.load().decode(), path)
    reports = [run([*manifests, *beside]) for manifests in by_folder.values()] or [run([])]
    findings = [finding for report in reports for finding in report.findings]
    skipped = dict.fromkeys(skipped for report in reports for skipped in report.skipped)
    objects = sum(map(len, by_folder.values()))
    return Report(tuple(findings), tuple(skipped), objects, reports[0].rules)
