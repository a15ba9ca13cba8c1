"""Queries on how busy GPUs are and how full."""

from __future__ import annotations

from dataclasses import replace

from tritonfleet.queries.building import Ask, quotient
from tritonfleet.queries.gpu_devices import devices, gpu_query, shares
from tritonfleet.queries.types import Extent, Unit

_MEBIBYTE = 1024**2


def _memory(ask: Ask, part: str) -> str:
    return ask.aggregate("sum", devices(ask, f"DCGM_FI_DEV_FB_{part}"))


def _memory_ratio(ask: Ask) -> str:
    used, free = _memory(ask, "USED"), _memory(ask, "FREE")
    return quotient(used, f"({used} + {free})")


def _busy(ask: Ask) -> str:
    active, utilised = (shares(ask, f"DCGM_FI_{name}") for name in ("PROF_GR_ENGINE_ACTIVE", "DEV_GPU_UTIL"))
    return ask.aggregate("avg", f"{active} or {utilised} / 100")


GPU = (
    replace(
        gpu_query(
            "gpu-busy",
            "GPU busy",
            Unit.RATIO,
            Extent.MEAN,
            "Share of time in which the compute engine of a GPU or a MIG instance was busy, mean over them. Where that "
            "is not measured (before Volta, or without the right to profile), whether anything ran at all. How much "
            "of the GPU was used is another matter. Of a shared GPU it is everybody's use.",
            _busy,
        ),
        scales=True,
    ),
    gpu_query(
        "gpu-utilisation",
        "GPU utilisation",
        Unit.RATIO,
        Extent.MEAN,
        "Share of time in which anything ran on a whole GPU, mean over GPUs. DCGM does not measure it with MIG: "
        "gpu-busy works everywhere. Of a shared GPU it is everybody's use.",
        lambda ask: f"{ask.aggregate('avg', shares(ask, 'DCGM_FI_DEV_GPU_UTIL'))} / 100",
    ),
    gpu_query(
        "gpu-memory",
        "GPU memory",
        Unit.BYTES,
        Extent.TOTAL,
        "Memory in use, each GPU or MIG instance once. Of a shared GPU each pod shows everybody's use, unless "
        "dcgm-exporter runs with KUBERNETES_VIRTUAL_GPUS (from 4.5.3-4.8.2 on it then shows each pod its own).",
        lambda ask: f"{_memory(ask, 'USED')} * {_MEBIBYTE}",
    ),
    gpu_query(
        "gpu-memory-ratio",
        "GPU memory in use",
        Unit.RATIO,
        Extent.MEAN,
        "Memory in use out of what programs can have. The driver's own is on neither side, as in DCGM's "
        "FB_USED_RATIO, so 1 is full. Not by pod with KUBERNETES_VIRTUAL_GPUS: a pod's use, the device's free memory.",
        _memory_ratio,
    ),
    gpu_query(
        "gpu-tensor-active",
        "Tensor cores busy",
        Unit.RATIO,
        Extent.MEAN,
        "Share of cycles in which the tensor cores worked, mean over GPUs and MIG instances.",
        lambda ask: ask.aggregate("avg", shares(ask, "DCGM_FI_PROF_PIPE_TENSOR_ACTIVE")),
    ),
    gpu_query(
        "gpu-dram-active",
        "GPU memory bus busy",
        Unit.RATIO,
        Extent.MEAN,
        "Share of cycles in which the memory interface moved data, mean over GPUs and MIG instances.",
        lambda ask: ask.aggregate("avg", shares(ask, "DCGM_FI_PROF_DRAM_ACTIVE")),
    ),
    gpu_query(
        "gpu-devices",
        "GPUs and instances",
        Unit.NUMBER,
        Extent.TOTAL,
        "GPUs and MIG instances that dcgm-exporter sees.",
        lambda ask: ask.aggregate("count", devices(ask, "DCGM_FI_DEV_FB_USED")),
    ),
)
