"""Whatever fleet a person writes: nothing that is generated disagrees, and both ways of applying it are one."""

from __future__ import annotations

import copy
from collections import defaultdict
from typing import Any

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from support.generated import by_identity, made_in
from support.random_fleets import fleets
from support.random_scaling import scalings, slos
from tritonfleet import yamlio
from tritonfleet.checks import Finding, Severity, run
from tritonfleet.errors import InputError
from tritonfleet.pipeline.facts import facts_of
from tritonfleet.pipeline.prepare import load, prepare
from tritonfleet.pipeline.store import open_store
from tritonfleet.render.kustomize import build
from tritonfleet.yamlio import Manifest

CHOSEN = {
    "GPU315": "one pool of the cluster renames its shares, and another does not",
    "NET017": "hosts are drawn without TLS",
    "NET022": "one host is drawn for the Ingresses of two services",
    "ROL004": "recreate is drawn as strategy",
    "SCL216": "cpu is drawn as signal of services on GPUs",
    "TRT002": "old releases are drawn beside settings of later ones",
    "TRT043": "poll is drawn as mode",
}
"""Rules that may speak, because they speak of what the fleet's author chose."""
GAPS = {
    "MON105": "boards read `hostname`, which our monitor makes of old exporters' `Hostname`, also with monitors: none",
}
"""Rules that speak of what the generator could do better."""
SOME = settings(
    max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),
)  # fmt: skip
"""A fleet that fails takes minutes to shrink, and is printed as it is."""
ODD = [
    None,
    -1,
    0,
    0.5,
    10**9,
    "",
    "x",
    "70%",
    "100%",
    "0s",
    "99h",
    "5min",
    [],
    {},
    {"a": 1},
    True,
    "http://",
]
"""Values that stand where others belong."""


def spoken(findings) -> list[str]:
    """What of the findings needs an answer."""
    return [str(f) for f in findings if f.severity is not Severity.INFO and f.rule not in CHOSEN | GAPS]


def made(folder, fleet):
    """The generated fleet; another one is drawn where it is refused."""
    try:
        return made_in(folder, fleet)
    except InputError:
        assume(False)


@SOME
@given(fleet=fleets())
def test_a_fleet_has_no_mistakes_and_is_the_same_by_helm_and_by_kustomize(tmp_path_factory, fleet):
    folder = tmp_path_factory.mktemp("fleet")
    found = made(folder, fleet)
    assert spoken(found.findings) == []
    for environment in fleet["environments"]:
        by_kustomize = by_identity(build(folder / "kustomize" / "overlays" / environment))
        assert by_kustomize == by_identity(found.objects(environment))


@SOME
@given(fleet=fleets())
def test_an_environment_has_no_mistakes_when_all_of_it_is_looked_at_at_once(tmp_path_factory, fleet):
    found = made(tmp_path_factory.mktemp("fleet"), fleet)
    for name in fleet["environments"]:
        objects = [*found.objects(name), *found.objects("clusters/main")]
        findings: tuple[Finding, ...] = run(
            [Manifest(o, "all") for o in objects], facts_of(found.file.fleet, name)
        ).findings
        assert spoken(findings) == []


@SOME
@given(fleet=fleets())
def test_autoscalers_together_never_ask_for_more_than_the_pools_have(tmp_path_factory, fleet):
    found = made(tmp_path_factory.mktemp("fleet"), fleet)
    most, capacity = defaultdict(int), {}
    for name, record in found.generated.prepared.examined.items():
        for environment, demand in record.demands.items():
            capacity[demand.pool_key] = demand.capacity
            pods = bound(found.rendered[environment][name], stated_most(fleet, environment, name))
            most[demand.pool_key] += demand.per_pod * pods if pods else demand.total
    assert {key: total for key, total in most.items() if total > capacity[key]} == {}


def bound(objects, stated: bool) -> int:
    """The most pods that an autoscaler makes by itself: its maximum, or its minimum where the fleet states that."""
    keys = ("minReplicaCount", "minReplicas") if stated else ("maxReplicaCount", "maxReplicas")
    scalers = [o["spec"] for o in objects if o["kind"] in ("ScaledObject", "HorizontalPodAutoscaler")]
    return next((spec[key] for spec in scalers for key in keys if key in spec), 0)


def stated_most(fleet, environment: str, service: str) -> bool:
    """Whether the fleet states the maximum; beyond the pool it gets a warning (FLT071)."""
    overrides = fleet["environments"][environment].get("overrides", {}).get("services", {}).get(service, {})
    declared = [fleet["services"][service].get("scaling"), overrides.get("scaling")]
    return any("max" in scaling for scaling in declared if scaling)


@SOME
@given(fleet=fleets(), data=st.data())
def test_after_a_change_of_one_service_the_tree_is_what_a_first_run_makes(
    tmp_path_factory, monkeypatch, fleet, data
):
    name = data.draw(st.sampled_from(sorted(fleet["services"])))
    field, drawn = data.draw(
        st.sampled_from([("scaling", scalings()), ("slo", slos(fleet["services"][name]["models"]))])
    )
    changed = copy.deepcopy(fleet)
    changed["services"][name][field] = data.draw(drawn)
    folder = tmp_path_factory.mktemp("fleet")
    before, kept = made(folder, fleet), made(folder, changed)
    assert kept.files == made(tmp_path_factory.mktemp("anew"), changed).files
    assert before.files == made(folder, fleet).files
    for other in fleet["services"]:
        if other != name and not fleet["services"][other].get("gpu"):
            assert of_service(before, other) == of_service(kept, other)


def of_service(found, name: str) -> dict[str, bytes]:
    """The values of a service."""
    return {
        path: text
        for path, text in found.files.items()
        if path.endswith(f"/{name}.yaml") and "values/" in path
    }


@st.composite
def odd_fleets(draw: st.DrawFn) -> dict[str, Any]:
    """A fleet in which one value of the objectives, the scaling or the watching is another one."""
    fleet = draw(fleets())
    service = fleet["services"][draw(st.sampled_from(sorted(fleet["services"])))]
    for key, drawn in (("slo", slos(service["models"])), ("scaling", scalings())):
        service.setdefault(key, draw(drawn))
    cluster = fleet["clusters"]["main"]
    holders = [
        service["slo"],
        service["scaling"],
        cluster.get("prometheus"),
        cluster.get("keda"),
        cluster["versions"],
    ]
    holder = draw(st.sampled_from([each for each in holders if each] or [service["scaling"]]))
    while True:
        key = draw(st.sampled_from(sorted(holder)))
        if not (isinstance(holder[key], dict) and holder[key] and draw(st.booleans())):
            break
        holder = holder[key]
    holder[key] = draw(st.sampled_from(ODD))
    return fleet


@settings(SOME, max_examples=60)
@given(fleet=odd_fleets())
def test_what_cannot_be_meant_is_refused_in_one_line_with_its_place(tmp_path_factory, fleet):
    path = tmp_path_factory.mktemp("fleet") / "fleet.yaml"
    path.write_text(yamlio.dump(fleet))
    with open_store(path) as store:
        try:
            prepare(load(path, store), store)
        except InputError as error:
            told = [(str(problem).count("\n"), problem.location is None) for problem in error.problems]
            assert set(told) == {(0, False)}
