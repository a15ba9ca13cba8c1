"""Alerts on the GPUs of a cluster, by dcgm-exporter's metrics."""

from __future__ import annotations

from functools import cache

from tritonfleet.alerts.asking import ask_gpus
from tritonfleet.alerts.gpu_pages import PAGES
from tritonfleet.alerts.types import Alert, Group, Scope, Severity
from tritonfleet.paths import catalog_file

BY_GPU = ("hostname", "gpu", "UUID")
BY_DEVICE = (*BY_GPU, "GPU_I_ID")
WHERE = "GPU {{ $labels.gpu }} of {{ $labels.hostname }}"
MEMORY_FULL = 0.97
THROTTLED = 0.1
HOT = 85
"""Degrees Celsius: a rule of thumb. At which it slows down, `nvidia-smi -q -d TEMPERATURE` tells of each GPU."""


@cache
def program_codes() -> str:
    """Codes of Xid errors after which the GPU is healthy, as a pattern."""
    from tritonfleet import yamlio

    file = "xid.yaml"
    data = yamlio.load(yamlio.read_text(catalog_file(file)), f"catalog/{file}")
    return "|".join(str(code) for code in data["program"]["codes"])


def alert_group() -> Group:
    """Alerts on every GPU of a cluster."""
    return Group("gpu-alerts", Scope.CLUSTER, (*_errors(), *_limits(), *_exporter()), when="gpu")


def _errors() -> tuple[Alert, ...]:
    codes = program_codes()
    hardware, program = (
        ask_gpus("xid", by=BY_DEVICE, but=f"0|{codes}"),
        ask_gpus("xid", by=BY_DEVICE, codes=codes),
    )
    return (
        _alert(
            "GpuXidError", Severity.CRITICAL, f"{hardware} > 0", "",
            f"{WHERE} reports Xid {{{{ $value | humanize }}}}",
            "The driver reports an error after which NVIDIA's device plugin gives the GPU to no pod: it needs a reset, "
            "or the node service.",
        ),
        _alert(
            "GpuProgramError", Severity.INFO, f"{program} > 0", "",
            f"A program on {WHERE} ended with Xid {{{{ $value | humanize }}}}",
            "The GPU is healthy; what ran on it did something wrong or was stopped.",
        ),
        _alert(
            "GpuRowRemapFailed", Severity.CRITICAL, f"{ask_gpus('row-remap-failed', by=BY_GPU)} > 0", "",
            f"{WHERE} has no spare memory left",
            "A broken row of its memory could not be replaced.",
        ),
        _alert(
            "GpuRowsRemapped", Severity.WARNING, f"{ask_gpus('rows-remapped', '1d', BY_GPU)} > 0", "",
            f"{WHERE} had uncorrectable memory errors",
            "{{ $value | humanize }} rows of its memory were replaced within a day; the spare ones are used once the "
            "GPU is reset.",
        ),
    )  # fmt: skip


def _limits() -> tuple[Alert, ...]:
    return (
        _alert(
            "GpuMemoryFull", Severity.WARNING, f"{ask_gpus('gpu-memory-ratio', by=BY_DEVICE)} > {MEMORY_FULL}", "15m",
            f"The memory of {WHERE} is full",
            "{{ $value | humanizePercentage }} is in use: loading a model or a larger batch will fail.",
        ),
        *(_throttled(cause) for cause in ("thermal", "power")),
        _alert(
            "GpuHot", Severity.WARNING, f"{ask_gpus('gpu-temperature', by=BY_GPU)} > {HOT}", "10m",
            f"{WHERE} has {{{{ $value | humanize }}}} °C",
            "It is about as hot as it may be before it slows down.",
        ),
    )  # fmt: skip


def _throttled(cause: str) -> Alert:
    asked = ask_gpus("throttling", "10m", BY_GPU, cause=cause)
    severity = Severity.WARNING if cause == "thermal" else Severity.INFO
    return Alert(
        f"Gpu{cause.title()}Throttled",
        severity,
        f"{asked} > {THROTTLED}",
        "15m",
        f"{WHERE} runs slower than it could",
        f"{{{{ $value | humanizePercentage }}}} of the time it is held back by its {cause} limit.",
        PAGES[f"Gpu{cause.title()}Throttled"],
        needs=(f"DCGM_FI_DEV_{cause.upper()}_VIOLATION",),
    )


def _exporter() -> tuple[Alert, ...]:
    """An exporter's ``hostname`` is the node's name: NVIDIA's charts set NODE_NAME.

    Source: NVIDIA/dcgm-exporter:internal/pkg/hostname/hostname.go, NVIDIA/gpu-operator:assets/state-dcgm-exporter.
    """
    seen = f'label_replace({ask_gpus("gpu-devices", by=("hostname",))}, "node", "$1", "hostname", "(.+)")'
    return (
        _alert(
            "GpuExporterAbsent", Severity.WARNING, f"absent({ask_gpus('gpu-devices', by=())})", "10m",
            "Prometheus has no metric of any GPU",
            "dcgm-exporter does not run, or is not scraped: no alert on GPUs can fire.",
        ),
        _alert(
            "GpuNodeUnwatched", Severity.WARNING,
            f"{ask_gpus('gpus-offered', by=('node',))} > 0\nunless on (node)\n{seen}", "15m",
            "Nothing is known of the GPUs of {{ $labels.node }}",
            "The node offers {{ $value | humanize }} GPUs or slices to pods, and no dcgm-exporter tells of them.",
        ),
    )  # fmt: skip


def _alert(name: str, severity: Severity, expr: str, lasts: str, summary: str, description: str) -> Alert:
    return Alert(name, severity, expr, lasts, summary, description, PAGES[name])
