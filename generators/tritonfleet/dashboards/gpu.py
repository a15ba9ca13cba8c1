"""GPUs: by device, by MIG slice, and by who shares them; from dcgm-exporter."""

from __future__ import annotations

from tritonfleet.dashboards.asking import CLUSTER, ask, view
from tritonfleet.dashboards.views import Board, Choice, Row, Shape, Step, Tone, View

_DEVICE = ("hostname", "gpu", "GPU_I_PROFILE", "GPU_I_ID")
_NAMED = "{{hostname}} GPU {{gpu}} {{GPU_I_PROFILE}} {{GPU_I_ID}}"
_BOARD = ("hostname", "gpu")
_CARD = "{{hostname}} GPU {{gpu}}"
_POD = ("namespace", "pod")
_FULL = (Step(0.85, Tone.WARN), Step(0.95, Tone.BAD))
_HOT = (Step(80, Tone.WARN), Step(90, Tone.BAD))
_NODE = Choice(
    "hostname",
    "Node",
    "hostname",
    'DCGM_FI_DEV_FB_USED{cluster=~"$cluster"}',
    "Nodes with GPUs. Exporters from before May 2026 write another label: then there is only All.",
    ".*",
)


def gpu() -> Board:
    """How busy, full, hot and healthy the GPUs are, right for whole, MIG and shared ones."""
    return Board(
        "triton-gpu",
        "tf-triton-gpu",
        "Triton / GPUs",
        "GPUs and MIG instances: memory, load, power, temperature, errors; by device, by slice and by pod.",
        (CLUSTER, _NODE),
        (
            Row("Now", _numbers()),
            Row("By GPU and MIG slice", _devices()),
            Row("By pod", _pods()),
            Row("Health", _health()),
        ),
    )


def _numbers() -> tuple[View, ...]:
    return (
        view("gpu-devices", "", shape=Shape.STAT, width=4, height=4, tone=Tone.PLAIN),
        view("gpu-memory-ratio", "", shape=Shape.STAT, width=5, height=4, steps=_FULL),
        view("gpu-busy", "", shape=Shape.STAT, width=5, height=4, tone=Tone.PLAIN),
        view("gpu-power", "", shape=Shape.STAT, width=5, height=4, tone=Tone.PLAIN),
        view("gpu-temperature", "", shape=Shape.STAT, width=5, height=4, steps=_HOT),
        view(
            "gpu-devices",
            "{{modelName}} {{GPU_I_PROFILE}}",
            ("modelName", "GPU_I_PROFILE"),
            title="Devices by model and MIG profile",
            shape=Shape.BARS,
            tone=Tone.PLAIN,
        ),
        view("gpu-memory-ratio", _NAMED, _DEVICE, shape=Shape.BARS, width=16, steps=_FULL, most=1.0),
    )


def _devices() -> tuple[View, ...]:
    return (
        view("gpu-busy", _NAMED, _DEVICE, most=1.0),
        view("gpu-tensor-active", _NAMED, _DEVICE, most=1.0),
        view("gpu-dram-active", _NAMED, _DEVICE, most=1.0),
        view("gpu-memory", _NAMED, _DEVICE, width=12),
        view("gpu-utilisation", _NAMED, _DEVICE, width=12, most=1.0, title="GPU utilisation (whole GPUs)"),
    )


def _pods() -> tuple[View, ...]:
    shared = "Of a shared GPU each pod shows what all of them do together: do not add these up."
    return (
        view(
            "gpu-busy",
            "{{namespace}} {{pod}}",
            _POD,
            most=1.0,
            width=12,
            note=shared,
            title="GPU busy, by pod",
        ),
        view("gpu-memory", "{{namespace}} {{pod}}", _POD, width=12, title="GPU memory, by pod"),
    )


def _health() -> tuple[View, ...]:
    causes = [
        ask("throttling", cause, parameters={"cause": cause}) for cause in ("thermal", "power", "board_limit")
    ]
    return (
        view("gpu-power", _CARD, _BOARD, width=6),
        view("gpu-temperature", _CARD, _BOARD, width=6, steps=_HOT),
        view("xid", f"{_CARD} {{{{GPU_I_ID}}}}", _BOARD, width=6),
        View(
            "Throttled, by cause",
            "Share of time in which the most throttled GPU ran slower. These counters are off in dcgm-exporter's "
            "default file; charts/triton-platform writes one that has them.",
            causes,
            causes[0].unit,
            width=6,
            least=0.0,
            most=1.0,
        ),
    )
