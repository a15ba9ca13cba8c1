"""Quantities are read as Kubernetes reads them, and rules about them speak of what cannot be meant."""

from __future__ import annotations

import pytest
from workload_examples import breaches, container, pod, said, severities, thing, together, workload

from tritonfleet.checks.pods import by_workload, pod_request
from tritonfleet.checks.quantities import LARGEST, amount, cpu, memory, shown
from tritonfleet.checks.world import World
from tritonfleet.yamlio import load_manifests


def limits(**given: object) -> str:
    return pod(container(resources={"limits": given}))


@pytest.mark.parametrize(
    ("written", "cores"),
    [
        ("500m", 0.5),
        (2, 2.0),
        (0.25, 0.25),
        ("1e3", 1000.0),
        ("1E3", 1000.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("100u", 0.0001),
    ],
)
def test_cores(written, cores):
    assert cpu(written) == cores


@pytest.mark.parametrize(
    ("written", "size"),
    [
        ("1Gi", 2**30),
        ("1G", 10**9),
        ("1.5Gi", 3 * 2**29),
        ("1E", 10**18),
        ("128974848", 128974848),
        ("100m", 1),
        ("-1", -1),
    ],
)
def test_bytes(written, size):
    assert memory(written) == size


@pytest.mark.parametrize(
    "written", ["", "1gi", "1 Gi", "1GB", "Gi", "1e", "١", "Infinity", True, None, [], {}, float("inf")]
)
def test_what_is_no_quantity(written):
    assert (cpu(written), memory(written), amount(written)) == (None, None, None)


def test_a_quantity_is_capped_as_in_kubernetes():
    assert memory("1e300") == LARGEST


def test_a_fraction_is_no_whole_amount():
    assert (amount("2"), amount("0.5"), amount("500m")) == (2, None, None)


@pytest.mark.parametrize(
    ("size", "text"), [(2**29, "512Mi"), (3 * 2**29, "1.5Gi"), (10, "10 bytes"), (1000 * 2**20, "1000Mi")]
)
def test_bytes_for_people(size, text):
    assert shown(size) == text


def requested(**spec: object) -> float:
    world = World(load_manifests(workload(pod=spec), "f.yaml"))
    ((found, own),) = world.derived(by_workload).items()
    return pod_request(found, own, "cpu", cpu)


def needing(cores: float, **fields: object) -> dict[str, object]:
    return container(resources={"requests": {"cpu": cores}}, **fields)


def test_containers_of_a_pod_add_up():
    assert requested(containers=[needing(1), needing(2)]) == 3


def test_an_init_container_counts_where_it_needs_more():
    assert requested(containers=[needing(1)], initContainers=[needing(4)]) == 4


def test_a_sidecar_runs_beside_the_others_and_beside_later_init_containers():
    sidecar = needing(1, restartPolicy="Always")
    assert requested(containers=[needing(2)], initContainers=[sidecar, needing(2.5)]) == 3.5


def test_a_limit_stands_for_the_request_and_overhead_comes_on_top():
    limited = container(resources={"limits": {"cpu": 2}})
    assert requested(containers=[limited], overhead={"cpu": "250m"}) == 2.25


def test_resources_of_the_pod_hold_for_all_its_containers():
    assert requested(containers=[needing(1)], resources={"requests": {"cpu": 8}}) == 8


@pytest.mark.parametrize(
    ("written", "fix"),
    [
        ("16GB", "did you mean `16Gi`?"),
        ("2 gi", "did you mean `2Gi`?"),
        ("512mb", "did you mean `512Mi`?"),
        ("lots", ""),
    ],
)
def test_an_unreadable_quantity_gets_a_suggestion(written, fix):
    (breach,) = breaches("K8S027", limits(memory=written))
    assert breach.fix == fix


def test_a_volume_a_claim_and_a_quota_are_read_too():
    claim = thing("PersistentVolumeClaim", "v1", spec={"resources": {"requests": {"storage": "10GB"}}})
    quota = thing("ResourceQuota", "v1", spec={"hard": {"requests.memory": "1 Ti", "limits.cpu": 2000}})
    volume = pod(volumes=[{"name": "shm", "emptyDir": {"sizeLimit": "1gb"}}])
    assert len(said("K8S027", together(claim, quota, volume))) == 3


@pytest.mark.parametrize("written", ["512m", "1500m", "4096", 64])
def test_memory_of_a_few_bytes(written):
    assert severities("K8S028", limits(memory=written)) == ["error"]


@pytest.mark.parametrize(
    "given", [{"memory": "512Mi"}, {"memory": 0}, {"cpu": "500m"}, {"cpu": 192}, {"nvidia.com/gpu": 1}]
)
def test_plausible_quantities(given):
    assert said("K8S027", limits(**given)) + said("K8S028", limits(**given)) == []


def test_five_hundred_cores_are_a_warning():
    (breach,) = breaches("K8S028", limits(cpu=500))
    assert (breach.severity, breach.fix) == ("warning", "write 500m if millicores are meant")


def test_a_quota_may_hold_more_cores_than_a_node():
    assert said("K8S028", thing("ResourceQuota", "v1", spec={"hard": {"requests.cpu": 2000}})) == []


def test_equal_amounts_in_other_units_are_no_contradiction():
    resources = {"requests": {"memory": "1024Mi", "cpu": "1"}, "limits": {"memory": "1Gi", "cpu": "1000m"}}
    assert said("K8S026", pod(container(resources=resources))) == []


@pytest.mark.parametrize(("mode", "found"), [("ReadOnlyMany", 0), ("ReadWriteOnce", 1)])
def test_a_claim_that_is_only_read_may_have_any_size(mode, found):
    spec = {"accessModes": [mode], "resources": {"requests": {"storage": 1}}}
    assert len(said("K8S028", thing("PersistentVolumeClaim", "v1", "cvmfs", spec=spec))) == found
