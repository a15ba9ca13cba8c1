"""Manifests of any number, as the render of many services looks: what ``check`` is measured on.

Two mixes. ``CORE`` is ServiceAccount, Service, Deployment and Pod, in equal parts: kinds that every validator knows,
so that others can be measured on the same file. ``FLEET`` adds what hangs together with them: model configurations,
autoscalers, monitors, disruption budgets and network policies.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from itertools import count, islice
from pathlib import Path

from bench.corpus import around, pods
from bench.corpus.service import Object, Service, service, service_account
from tritonfleet import yamlio

Maker = Callable[[Service], Object]

CORE: tuple[Maker, ...] = (service_account, service, pods.deployment, pods.client_pod)
FLEET: tuple[Maker, ...] = (
    service_account,
    around.model_config,
    service,
    around.metrics_service,
    pods.scaled_deployment,
    around.scaled_object,
    around.service_monitor,
    around.disruption_budget,
    around.network_policy,
    pods.client_pod,
)

_MODELS = ("bert", "resnet", "whisper", "yolo", "clip", "dlrm", "conformer", "detr")
_SERVICES_A_NAMESPACE = 20


def write_corpus(path: Path, number: int, seed: int = 0, mix: Sequence[Maker] = CORE) -> None:
    """Write exactly ``number`` objects as one stream of documents; equal arguments give equal bytes."""
    with path.open("w", encoding="utf-8") as stream:
        for data in islice(corpus(seed, mix), number):
            stream.write(yamlio.dump_all([data]))


def corpus(seed: int = 0, mix: Sequence[Maker] = CORE) -> Iterator[Object]:
    """Objects without end, service by service; each service has one of every maker in the mix."""
    draw = random.Random(seed)
    for number in count():
        model = draw.choice(_MODELS)
        of = Service(
            name=f"{model}-{number:05}",
            namespace=f"team-{number // _SERVICES_A_NAMESPACE:04}",
            model=model,
            replicas=draw.randint(2, 6),
            cpu=draw.choice((2, 4, 8)),
            memory=draw.choice((8, 16, 32)),
            load_seconds=draw.randrange(30, 240, 10),
        )
        for make in mix:
            yield make(of)
