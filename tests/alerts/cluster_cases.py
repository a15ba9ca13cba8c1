"""Cases of the alerts on GPUs and KEDA, which a cluster has once."""

from __future__ import annotations

from promtool_cases import Case
from traffic import HOURS, MINUTES, counter, level

HOUR = 60 * MINUTES
GPU = 'gpu="0",UUID="GPU-1",hostname="node-a"'
OLD = 'gpu="0",UUID="GPU-1",Hostname="node-a"'
SLICE = f'{GPU},GPU_I_PROFILE="1g.10gb",GPU_I_ID="7"'


def gauge(name: str, value: float, of: str = GPU) -> dict[str, str]:
    return {f"{name}{{{of}}}": level(value, 2 * HOUR)}


def xid(code: int, of: str = GPU) -> dict[str, str]:
    return gauge("DCGM_FI_DEV_XID_ERRORS", code, f'{of},err_code="{code}",err_msg="…"')


def memory(used: float, free: float, *of: str) -> dict[str, str]:
    names = {"DCGM_FI_DEV_FB_USED": used, "DCGM_FI_DEV_FB_FREE": free}
    return {
        series: values
        for name, value in names.items()
        for device in of
        for series, values in gauge(name, value, device).items()
    }


def throttled(cause: str, share: float) -> dict[str, str]:
    return {f"DCGM_FI_DEV_{cause}_VIOLATION{{{GPU}}}": counter((2 * HOUR, share * 30e9))}


def remapped(values: str) -> dict[str, str]:
    return {f"DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS{{{GPU}}}": values}


def offered(*nodes: str, resource: str = "nvidia_com_gpu") -> dict[str, str]:
    name = "kube_node_status_allocatable"
    return {f'{name}{{node="{node}",resource="{resource}"}}': level(8, 2 * HOUR) for node in nodes}


def scaler(name: str, gain: float) -> dict[str, str]:
    own = f'namespace="keda",exported_namespace="prod",scaledObject="{name}"'
    return {f"keda_scaler_detail_errors_total{{{own}}}": counter((HOUR, gain))}


def refused(gain: float) -> dict[str, str]:
    own = 'namespace="keda",exported_namespace="prod",action="create",reason="other-scaled-object"'
    return {f"keda_webhook_scaled_object_validation_errors_total{{{own}}}": counter((HOUR, gain))}


def _of(alert: str, title: str, series: dict[str, str], at: str, firing: int) -> Case:
    return Case(alert, title, series, at, firing, rules="cluster")


SHARED = tuple(f'{GPU},pod="{pod}",namespace="prod"' for pod in ("a", "b", "c"))
CASES = [
    _of("GpuXidError", "79: it fell off the bus", xid(79), "5m", 1),
    _of("GpuXidError", "48, on a slice", xid(48, SLICE), "5m", 1),
    _of("GpuXidError", "31: a program's fault", xid(31), "5m", 0),
    _of("GpuXidError", "none", xid(0), "5m", 0),
    _of("GpuXidError", "shared by three pods", {k: v for of in SHARED for k, v in xid(79, of).items()}, "5m", 1),
    _of("GpuProgramError", "31", xid(31), "5m", 1),
    _of("GpuProgramError", "79", xid(79), "5m", 0),
    _of("GpuRowRemapFailed", "failed", gauge("DCGM_FI_DEV_ROW_REMAP_FAILURE", 1), "5m", 1),
    _of("GpuRowRemapFailed", "not", gauge("DCGM_FI_DEV_ROW_REMAP_FAILURE", 0), "5m", 0),
    _of("GpuRowsRemapped", "one an hour ago", remapped("0x60 1x200"), "1h30m", 1),
    _of("GpuRowsRemapped", "two, long ago", remapped(level(2, 3 * HOURS)), "2h", 0),
    _of("GpuMemoryFull", "99 %", memory(79000, 800, GPU), "30m", 1),
    _of("GpuMemoryFull", "90 %", memory(72000, 8000, GPU), "30m", 0),
    _of("GpuMemoryFull", "a full slice of an empty GPU", memory(9800, 100, SLICE) | memory(100, 79000, GPU), "30m", 1),
    _of("GpuMemoryFull", "three pods that share a half-full GPU", memory(40000, 40000, *SHARED), "30m", 0),
    _of("GpuThermalThrottled", "a fifth of the time", throttled("THERMAL", 0.2), "40m", 1),
    _of("GpuThermalThrottled", "a hundredth", throttled("THERMAL", 0.01), "40m", 0),
    _of("GpuPowerThrottled", "a fifth of the time", throttled("POWER", 0.2), "40m", 1),
    _of("GpuPowerThrottled", "a hundredth", throttled("POWER", 0.01), "40m", 0),
    _of("GpuHot", "90 degrees", gauge("DCGM_FI_DEV_GPU_TEMP", 90), "20m", 1),
    _of("GpuHot", "60 degrees", gauge("DCGM_FI_DEV_GPU_TEMP", 60), "20m", 0),
    _of("GpuHot", "90 degrees, an exporter before the rename", gauge("DCGM_FI_DEV_GPU_TEMP", 90, OLD), "20m", 1),
    _of("GpuExporterAbsent", "no series", {}, "20m", 1),
    _of("GpuExporterAbsent", "one GPU", memory(1, 1, GPU), "20m", 0),
    _of("GpuNodeUnwatched", "one of two nodes", offered("node-a", "node-b") | memory(1, 1, GPU), "30m", 1),
    _of("GpuNodeUnwatched", "a node with slices", offered("node-b", resource="nvidia_com_mig_1g_10gb"), "30m", 1),
    _of("GpuNodeUnwatched", "each has one", offered("node-a") | memory(1, 1, GPU), "30m", 0),
    _of("GpuNodeUnwatched", "a node without GPUs", offered("node-c", resource="cpu"), "30m", 0),
    _of("KedaAbsent", "no series", {}, "20m", 1),
    _of("KedaAbsent", "it is there", gauge("keda_build_info", 1, 'version="2.21.0"'), "20m", 0),
    _of("KedaScalersFailing", "two", scaler("vision", 1) | scaler("nlp", 1), "30m", 1),
    _of("KedaScalersFailing", "one", scaler("vision", 1) | scaler("nlp", 0), "30m", 0),
    _of("KedaWebhookRefuses", "one a minute", refused(0.5), "20m", 1),
    _of("KedaWebhookRefuses", "none", refused(0), "20m", 0),
]  # fmt: skip
