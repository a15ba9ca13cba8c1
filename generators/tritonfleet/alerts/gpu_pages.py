"""Runbooks of the alerts on GPUs."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tritonfleet.alerts.asking import ask_gpus
from tritonfleet.alerts.types import Cause, Runbook

_BY = ("hostname", "gpu", "UUID", "GPU_I_ID")
_XID = {"Last Xid error": ask_gpus("xid", by=_BY)}
_HEALTH = {
    "Temperature (°C)": ask_gpus("gpu-temperature", by=_BY[:3]),
    "Power (W)": ask_gpus("gpu-power", by=_BY[:3]),
}
_DRAIN = Cause(
    "the GPU is broken, or its memory is",
    "cordon and drain the node, reset the GPU (`nvidia-smi -r -i UUID`) or reboot, and run `dcgmi diag -r 3`; if that "
    "finds something, have it replaced",
)
_UNTIL_GONE = "Silence it by `UUID` until the node is serviced; the value stays until the exporter restarts."


def _throttled(limit: str, causes: tuple[Cause, ...]) -> Runbook:
    return Runbook(
        f"The GPU lowered its clock for more than a tenth of the time, by its {limit} limit. Its counters are "
        "off in dcgm-exporter's own file; charts/triton-platform's counters have them.",
        "Slow answers of the services on it.",
        {"Share of time throttled": ask_gpus("throttling", by=_BY[:3], cause=limit), **_HEALTH},
        causes,
        ("MON401",),
    )


PAGES: Mapping[str, Runbook] = MappingProxyType({
    "GpuXidError": Runbook(
        "NVIDIA's driver reported an Xid error that is not one of those a faulty program causes. The device plugin "
        "marks the GPU unhealthy, so Kubernetes gives it to no new pod "
        "(NVIDIA/k8s-device-plugin:internal/rm/health.go). dcgm-exporter shows the last error only, for as long as it "
        "runs; its label err_msg says what it was.",
        "Requests on its pods fail or hang.",
        {**_XID, "Remap failures": ask_gpus("row-remap-failed", by=_BY[:3])},
        (_DRAIN, Cause("Xid 79: the GPU is gone from the PCIe bus", "power-cycle the node; look at power and seating"),
         Cause("Xid 63: a row of its memory waits to be replaced", "reset the GPU when its pods can move"),
         Cause("Xid 74: an NVLink fails", "reset the GPUs of the node; have the link looked at")),
        (),
        _UNTIL_GONE,
    ),
    "GpuProgramError": Runbook(
        "A program on the GPU did something wrong, or was stopped: Xid 13, 31, 43, 45, 68 or 109. The GPU is healthy.",
        "The requests that ran then failed.",
        _XID,
        (Cause("a fault in a model, a backend or its CUDA code", "look at the log of the pod that had the GPU then"),
         Cause("Xid 45: it was stopped after another error", "look for that error in the kernel's log"),
         Cause("the same on one GPU only, with many programs", "treat it as broken: see GpuXidError")),
        (),
        _UNTIL_GONE,
    ),
    "GpuRowRemapFailed": Runbook(
        "Memory cells failed and there was no spare row to take their place.",
        "Wrong results or failures may follow.",
        {"Remap failures": ask_gpus("row-remap-failed", by=_BY[:3]), **_XID},
        (_DRAIN,),
        (),
        _UNTIL_GONE,
    ),
    "GpuRowsRemapped": Runbook(
        "Uncorrectable errors of the GPU's memory had rows replaced by spare ones; the next reset puts them to use.",
        "The program that met the error failed.",
        {"Rows replaced in a day": ask_gpus("rows-remapped", "1d", _BY[:3]), **_XID},
        (Cause("memory cells wear out", "reset the GPU when its pods can move; watch whether it comes back"), _DRAIN),
        (),
    ),
    "GpuMemoryFull": Runbook(
        "Nearly all memory of a GPU or MIG instance is in use. On a shared GPU everybody's use counts.",
        "Models fail to load, or requests fail with out-of-memory errors.",
        {"Memory in use": ask_gpus("gpu-memory-ratio", by=_BY), "GPU busy": ask_gpus("gpu-busy", by=_BY)},
        (Cause("too many models or instances on it", "lower the instances, or move a model: `tritonfleet plan --map`"),
         Cause("a backend takes all memory by design (TensorRT-LLM, vLLM, TensorFlow)",
               "expected: limit it in the backend's settings, or silence the alert by `UUID`"),
         Cause("sharers do not fit together", "give them MIG slices, which keep memory apart")),
        ("FLT028", "FLT029", "MON118"),
        "Silence it by `UUID` where a backend takes the whole memory by design.",
    ),
    "GpuThermalThrottled": _throttled(
        "thermal", (Cause("airflow or cooling", "look at the fans, the inlet temperature and the neighbours"),)
    ),
    "GpuPowerThrottled": _throttled(
        "power", (Cause("the load takes all the power that the GPU may draw", "expected at full load; look at its cap"),
                  Cause("somebody lowered the cap", "compare `nvidia-smi -q -d POWER` with the other nodes")),
    ),
    "GpuHot": Runbook(
        "The GPU has been hotter than 85 °C for ten minutes. How hot it may get depends on the product.",
        "Nothing yet; slow answers when it throttles.",
        _HEALTH,
        (Cause("airflow or cooling", "look at the fans, the inlet temperature and the neighbours"),),
        (),
    ),
    "GpuExporterAbsent": Runbook(
        "Prometheus has no series of dcgm-exporter.",
        "Nothing.",
        {"GPUs and instances": ask_gpus("gpu-devices", by=("hostname",)), "Exporters": 'up{job=~".*dcgm-exporter.*"}'},
        (Cause("no monitor selects it, or Prometheus does not select the monitor", "see MON001 and MON003"),
         Cause("the exporter crashes: a line of its counters file is wrong", "read its log; see MON402"),
         Cause("the cluster has no GPUs", "switch `monitoring.rules.gpu` off")),
        ("MON001", "MON003", "MON402"),
    ),
    "GpuNodeUnwatched": Runbook(
        "A node offers GPUs to pods, and Prometheus has no series of them: no alert on its GPUs can fire.",
        "Nothing.",
        {"GPUs offered, by node": ask_gpus("gpus-offered", by=("node",)),
         "GPUs and instances, by node": ask_gpus("gpu-devices", by=("hostname",))},
        (Cause("its dcgm-exporter crashes or was never started", "`kubectl get pods -o wide` beside the exporters"),
         Cause("a taint keeps the exporter off the node", "tolerate it in the operator's `daemonsets.tolerations`"),
         Cause("the exporter's hostname is not the node's name", "set its NODE_NAME, as NVIDIA's charts do")),
        ("MON001", "MON402"),
        "Silence it by `node` while the node is set up.",
    ),
})  # fmt: skip
