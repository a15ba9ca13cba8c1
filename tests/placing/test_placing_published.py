"""ParvaGPU's scenarios as a fleet: its CSV files as profiles, its rates and latencies as SLOs, read where they lie.

A Deployment has one template, so all pods of a service are on slices of one size. Even so no scenario takes more GPUs
than ParvaGPU published for mixed sizes.
"""

from __future__ import annotations

import pytest
from bench.packing import data

from support.planning import PLANNED, fleet, plan, planned_pool

FEWEST = {1: 2, 2: 3, 3: 5, 4: 7, 5: 13, 6: 16}


def services(scenario: int):
    found = {}
    for load in data.scenario(scenario):
        latency = {"objective": "99%", "within": f"{load.slo_ms:g}ms"}
        profile = data.folder("parvagpu") / "prof_data" / f"{load.model}.csv"
        found[load.model.lower()] = {
            "gpu": PLANNED,
            "replicas": 1,
            "slo": {"latency": latency, "requestsPerSecond": load.rate},
            "profile": {"file": str(profile), "latencyShare": "45%", "maxProcesses": 5},
        }
    return found


@pytest.mark.parametrize("scenario", FEWEST)
def test_a_scenario_takes_the_fewest_gpus(tmp_path, scenario):
    try:
        wanted = services(scenario)
    except data.DataAbsent as absent:
        pytest.skip(str(absent))
    (placed,) = plan(tmp_path, fleet({"a": planned_pool(4, 8)}, wanted, memory="1Gi")).clusters
    assert (placed.solution.used, placed.solution.bound) == (FEWEST[scenario], FEWEST[scenario])
