"""Maps to draw: a fleet with one of everything, a big one, and names that try to break out."""

from __future__ import annotations

from tritonfleet.picture.model import (
    Cluster,
    FleetMap,
    Gpu,
    Node,
    Occupant,
    Pool,
    ServiceRow,
    Slice,
    Unplaced,
)

PROFILES = {"1g.10gb": (1, 10.0), "2g.20gb": (2, 20.0), "3g.40gb": (4, 40.0), "7g.80gb": (8, 80.0)}

HOSTILE = (
    "<script>document.title='broken'</script>",
    '"><img src=x onerror=alert(1)>',
    "n" * 63,
    "日本語-сервис-خدمة",
    "{{ 7 * 7 }}",
    "</style><h1>out</h1>",
)


def pod(service: str, replica: int = 0, environment: str = "prod", note: str = "") -> Occupant:
    return Occupant(environment, service, replica, note)


def mig(profile: str, start: int, *pods: Occupant, sharers: int = 1, reserved: str = "") -> Slice:
    size, memory = PROFILES[profile]
    return Slice(profile, start, size, memory, f"nvidia.com/mig-{profile}", sharers, pods, reserved)


def whole(*pods: Occupant, sharers: int = 1, gb: float = 80.0) -> Slice:
    return Slice("", 0, 1, gb, "nvidia.com/gpu.shared" if sharers > 1 else "nvidia.com/gpu", sharers, pods)


def a100(index: int, *slices: Slice, compute_lost: int = 0) -> Gpu:
    return Gpu(index, 8, 80.0, compute_lost, slices)


def uncut(index: int, item: Slice) -> Gpu:
    return Gpu(index, 1, item.memory_gib, slices=(item,))


def row(service: str, environment: str = "prod", **changes: object) -> ServiceRow:
    given = {
        "cluster": "eu-1",
        "pool": "a100",
        "resource": "nvidia.com/mig-1g.10gb",
        "replicas": 2,
        "why": "the smallest slice that holds its models",
        "numbers": {},
    }
    return ServiceRow(environment, service, **given | changes)  # type: ignore[arg-type]


def fleet_of(
    *pools: Pool, services: tuple[ServiceRow, ...] = (), unplaced: tuple[Unplaced, ...] = ()
) -> FleetMap:
    return FleetMap(
        "example",
        (Cluster("eu-1", "1.36", pools),),
        services,
        unplaced,
        "proven optimal: 7 GPUs",
        "fleet.yaml",
    )


def mixed_pool() -> Pool:
    """Two nodes of A100s cut in every way."""
    first = (
        a100(0, *(mig("1g.10gb", start, pod("vision", start)) for start in range(7))),
        a100(1, mig("3g.40gb", 0, pod("ranking")), mig("3g.40gb", 4, pod("ranking", 1)), compute_lost=1),
        a100(2, mig("2g.20gb", 0, pod("speech")), mig("2g.20gb", 2, reserved="surge"), mig("3g.40gb", 4)),
        a100(
            3,
            mig("1g.10gb", 0, pod("vision", 0, "staging")),
            mig("1g.10gb", 1),
            mig("2g.20gb", 4, pod("speech", 1)),
        ),
    )
    shared = (pod("tagger"), pod("tagger", 1), pod("vision", 1, "staging"))
    second = (
        a100(0, mig("7g.80gb", 0, pod("ranking", 0, "staging", "moved"))),
        a100(1, mig("1g.10gb", 0, *shared, sharers=4), mig("3g.40gb", 4, *shared[:2], sharers=4)),
        a100(2, mig("3g.40gb", 0), mig("2g.20gb", 4), mig("1g.10gb", 6)),
        a100(3, *(mig("1g.10gb", start, pod("vision", 7 + start)) for start in range(7))),
    )
    nodes = (
        Node("a100-node-0", first, "fleet-a100-0", "default"),
        Node("a100-node-1", second, "fleet-a100-1", "mig-x4"),
    )
    labels = {"nvidia.com/gpu.product": "NVIDIA-A100-SXM4-80GB", "nvidia.com/mig.strategy": "mixed"}
    return Pool("a100", "NVIDIA-A100-SXM4-80GB", "MIG mixed", nodes, labels, 3.4, "USD")


def shared_pool() -> Pool:
    """Uncut GPUs, each for four."""
    pods = (pod("nlp"), pod("nlp", 1), pod("search-embedding-multilingual"), pod("nlp", 0, "staging"))
    gpus = tuple(uncut(index, whole(*pods[: 4 - index], sharers=4, gb=24.0)) for index in range(4))
    node = Node("l4-node-0", gpus, device_plugin_config="shared-x4")
    return Pool("l4", "NVIDIA-L4", "time-slicing × 4, renamed", (node,), {}, 0.8, "USD")


def whole_pool() -> Pool:
    """Uncut GPUs, one pod on two of them."""
    gpus = tuple(
        uncut(index, whole(pod("llm", 0, "prod", f"{index + 1} of 2 GPUs"), gb=80.0)) for index in range(2)
    )
    free = tuple(uncut(index, whole(gb=80.0)) for index in range(2, 4))
    return Pool("h100", "NVIDIA-H100-80GB-HBM3", "whole GPUs", (Node("h100-node-0", gpus + free),), {})


def example() -> FleetMap:
    """A fleet with one of everything that the picture can show."""
    numbers = {
        "batch": "8",
        "processes": "2",
        "p95 latency": "12.4 ms",
        "throughput": "412 req/s",
        "surge": "+1 -0",
    }
    services = (
        row("vision", numbers=numbers, replicas=14),
        row(
            "ranking",
            resource="nvidia.com/mig-3g.40gb",
            why="31 GB of weights need 40 GB",
            numbers={"batch": "32"},
        ),
        row("speech", resource="nvidia.com/mig-2g.20gb"),
        row(
            "tagger",
            why="little load: shares a slice with others",
        ),
        row(
            "nlp",
            pool="l4",
            resource="nvidia.com/gpu.shared",
            why="cheapest GPU that holds it",
            numbers={"batch": "64"},
        ),
        row("search-embedding-multilingual", pool="l4", resource="nvidia.com/gpu.shared", replicas=3),
        row("llm", pool="h100", resource="nvidia.com/gpu", replicas=1, why="two whole GPUs of one node"),
        row("vision", "staging"),
        row("ranking", "staging", resource="nvidia.com/mig-7g.80gb", replicas=1),
        row("nlp", "staging", pool="l4", resource="nvidia.com/gpu.shared", replicas=1),
    )
    lacking = Unplaced(
        "prod",
        "llm-large",
        2,
        "each pod needs 8 GPUs of one node; the largest node of pool h100 has 4.",
        "one node with 8 GPUs in pool h100, or gpu.count 4",
    )
    return fleet_of(mixed_pool(), shared_pool(), whole_pool(), services=services, unplaced=(lacking,))


def big(gpus: int, kinds: int) -> FleetMap:
    """A pool of ``gpus`` A100s on nodes of eight, cut and occupied in ``kinds`` different ways."""
    nodes = tuple(
        Node(
            f"node-{number:03}",
            tuple(_varied(8 * number + i, i, kinds) for i in range(min(8, gpus - 8 * number))),
        )
        for number in range((gpus + 7) // 8)
    )
    return fleet_of(Pool("a100", "NVIDIA-A100-SXM4-80GB", "MIG mixed", nodes, {}))


def _varied(number: int, index: int, kinds: int) -> Gpu:
    kind = number % kinds
    return a100(index, *(mig("1g.10gb", s, pod(f"service-{kind}-{s}", number)) for s in range(7)))


def hostile() -> FleetMap:
    """Every text of the map is one that would break a careless template."""
    slices = (mig("1g.10gb", start, pod(name, start, HOSTILE[0])) for start, name in enumerate(HOSTILE))
    pool = Pool(
        HOSTILE[0],
        HOSTILE[1],
        HOSTILE[5],
        (Node(HOSTILE[2], (a100(0, *slices),), HOSTILE[0], HOSTILE[1]),),
        {},
    )
    services = tuple(row(name, HOSTILE[3], why=name, numbers={name: name}) for name in HOSTILE)
    return fleet_of(
        pool, services=services, unplaced=(Unplaced(HOSTILE[0], HOSTILE[1], 1, HOSTILE[4], HOSTILE[5]),)
    )
