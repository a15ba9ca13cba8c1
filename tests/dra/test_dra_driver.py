"""What is said of the driver's feature gates and configuration is what the driver itself (0.4.1) says."""

from __future__ import annotations

from itertools import combinations

import pytest
import yaml
from dra_fleets import claimed

from support.fleets import parsed
from tritonfleet.dra import facts
from tritonfleet.paths import data_dir
from tritonfleet.render.helm import Release, render
from tritonfleet.spec.consistency.dra import check_dra
from tritonfleet.tools.version import Version

RELEASE = "0.4.1"
GATES = [name for name, gate in facts().driver_gates.items() if gate.since <= Version.parse(RELEASE)]
BOTH_SHARINGS = {"TimeSlicingSettings": True, "MPSSupport": True}


def is_refused(gates: dict[str, bool]) -> bool:
    """Whether our rule says that the driver does not start."""
    dra = {
        "driver": RELEASE,
        "featureGates": gates,
        "kubernetesFeatureGates": {"DRAPartitionableDevices": True},
    }
    found = [broken.rule for broken in check_dra(parsed(claimed({"count": 1}, clusters__main__dra=dra)))]
    assert set(found) <= {"FLT045"}
    return bool(found)


PAIRS = [{one: True, two: True} for one, two in combinations(GATES, 2)]
SWITCHED = [{name: on} for name in GATES for on in (True, False)]


@pytest.mark.parametrize(
    "gates", [*PAIRS, *SWITCHED], ids=lambda gates: ",".join(f"{g}={v}" for g, v in gates.items())
)
def test_gates_are_refused_exactly_when_the_driver_refuses_them(judge, gates):
    assert is_refused(gates) == bool(judge.start_failure(gates))


def test_the_driver_knows_every_gate_of_its_release_and_no_later_one(judge):
    later = set(facts().driver_gates) - set(GATES)
    unknown = {name for name in facts().driver_gates if "unrecognized" in judge.start_failure({name: False})}
    assert unknown == later


@pytest.fixture(scope="module")
def configured() -> dict[str, dict]:
    """The opaque configuration of each example that has one, by the example's name."""
    files = sorted((data_dir("charts") / "triton" / "ci").glob("claim-*.yaml"))
    chart = data_dir("charts") / "triton"
    releases = [Release(chart, "x", "ml", yaml.safe_load(file.read_text())) for file in files]
    found = {}
    for file, objects in zip(files, render(releases), strict=True):
        (template,) = (o for o in objects if o["kind"] == "ResourceClaimTemplate")
        for config in template["spec"]["spec"]["devices"].get("config", ()):
            found[file.stem] = config["opaque"]["parameters"]
    return found


def test_the_driver_accepts_every_configuration_of_the_examples(judge, configured):
    assert len(configured) == 3
    assert judge.refusals(list(configured.values()), BOTH_SHARINGS) == [""] * 3


def test_the_driver_asks_for_the_gate_of_each_way_to_share(judge, configured):
    answers = dict(zip(configured, judge.refusals(list(configured.values()), {}), strict=True))
    assert '"TimeSlicingSettings" feature gate is not enabled' in answers["claim-turns-values"]
    assert '"MPSSupport" feature gate is not enabled' in answers["claim-gpus-values"]


def test_the_driver_takes_no_interval_for_a_slice(judge, configured):
    turns = configured["claim-turns-values"] | {"kind": "MigDeviceConfig"}
    (answer,) = judge.refusals([turns], BOTH_SHARINGS)
    assert 'unknown field "sharing.timeSlicingConfig"' in answer
