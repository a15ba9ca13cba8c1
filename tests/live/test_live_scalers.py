"""What autoscalers ask has one number under load, 0 without, and no answer when nothing is scraped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from live.asking import selector_of
from live.fleet import ENTRY, NAMESPACE, SERVICE, Generated, fleet, generate
from tritonfleet import yamlio
from tritonfleet.queries import entry_models, queries
from tritonfleet.render import kustomize

pytestmark = [pytest.mark.triton, pytest.mark.prometheus]

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted(folder.parent for folder in ROOT.glob("kustomize/overlays/*/*/kustomization.yaml"))
LONG_AFTER = 600
"""Seconds after the last scrape at which no window of a scaler reaches back to it."""
SCALINGS: Mapping[str, dict[str, Any]] = {
    "auto": {"on": "auto"},
    "queue-time": {"on": "queue-time"},
    "concurrency": {"on": "concurrency"},
    "pending": {"on": "pending"},
    "requests": {"on": "requests", "target": 5.0},
}
SIGNALS = {name: query for name, query in queries().items() if query.scales}
OF_TRITON = [name for name, query in SIGNALS.items() if query.exporter == "triton"]


def keda_queries(objects: list[dict[str, Any]]) -> Iterator[str]:
    """What ScaledObjects ask Prometheus."""
    for obj in objects:
        triggers = obj["spec"]["triggers"] if obj["kind"] == "ScaledObject" else ()
        yield from (each["metadata"]["query"] for each in triggers if each["type"] == "prometheus")


def adapter_queries(tree: Generated) -> Iterator[str]:
    """What prometheus-adapter makes of its rules for the generated HorizontalPodAutoscaler.

    It adds the HPA's namespace to the labels that the metric is chosen by
    (kubernetes-sigs/prometheus-adapter:pkg/naming/metrics_query.go).
    """
    file = tree.root / "values" / "clusters" / "main" / "prometheus-adapter.yaml"
    rules = yamlio.load(file.read_text(encoding="utf-8"), file.name)["rules"]["external"]
    by_name = {rule["name"]["as"]: rule["metricsQuery"] for rule in rules}
    for metric in tree.of("HorizontalPodAutoscaler")["spec"]["metrics"]:
        asked = metric["external"]["metric"]
        labels = {"namespace": NAMESPACE, **asked["selector"]["matchLabels"]}
        matchers = ",".join(f'{name}="{value}"' for name, value in labels.items())
        yield by_name[asked["name"]].replace("<<.LabelMatchers>>", matchers)


@pytest.fixture(scope="session", params=SCALINGS)
def scaling(request: pytest.FixtureRequest) -> dict[str, Any]:
    return SCALINGS[request.param]


@pytest.fixture(scope="session", params=["keda", "hpa"])
def asked(request: pytest.FixtureRequest, scaling, tmp_path_factory) -> list[str]:
    """The queries of the live service, scaled on a signal by KEDA or by an HPA."""
    tree = generate(tmp_path_factory.mktemp("scaled"), fleet(owner=request.param, **scaling))
    found = list(keda_queries(list(tree.objects)) if request.param == "keda" else adapter_queries(tree))
    assert found
    return found


def test_under_load_there_is_one_number(asked, prometheus, recording):
    assert all(prometheus.one(query, recording.loaded) is not None for query in asked)


def test_idle_it_is_zero(asked, prometheus, recording):
    assert [prometheus.one(query, recording.idle) for query in asked] == [0.0] * len(asked)


def test_with_one_pod_gone_there_is_one_number(asked, prometheus, recording):
    assert all(prometheus.one(query, recording.halved) is not None for query in asked)


def test_when_nothing_is_scraped_there_is_no_answer_and_so_the_fallback(asked, prometheus, recording):
    assert [prometheus.one(query, recording.broken + LONG_AFTER) for query in asked] == [None] * len(asked)


@pytest.mark.parametrize("name", SIGNALS)
def test_every_query_to_scale_on_is_one_number(name, prometheus, recording):
    query = SIGNALS[name]
    assert prometheus.one(query.signal(selector_of(query)), recording.loaded) is not None


@pytest.mark.parametrize("name", OF_TRITON)
@pytest.mark.parametrize("entry", ["", entry_models(ENTRY)], ids=["all", "entry"])
def test_every_query_to_scale_on_is_zero_when_idle(name, entry, prometheus, recording):
    query = SIGNALS[name]
    assert prometheus.one(query.signal(selector_of(query), entry=entry), recording.idle) == 0


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: "-".join(folder.parts[-2:]))
def test_the_example_fleet_asks_what_has_one_number(folder, prometheus, recording):
    """Its models are not here: those that count are those of the live service instead."""
    for query in keda_queries(kustomize.build(folder)):
        assert prometheus.one(as_if_live(query), recording.loaded) is not None, query
        assert prometheus.one(as_if_live(query), recording.idle) == 0, query


def as_if_live(query: str) -> str:
    """The query, of the live service instead of its own."""
    own = {"namespace": NAMESPACE, "job": SERVICE}
    for label, value in own.items():
        query = re.sub(rf'\b{label}="[^"]*"', f'{label}="{value}"', query)
    return re.sub(r'\bmodel=~"[^"]*"', f'model=~"{entry_models(ENTRY)}"', query)
