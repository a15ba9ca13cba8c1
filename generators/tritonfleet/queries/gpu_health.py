"""Queries on how GPUs are: power, heat, throttling, errors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType

from tritonfleet.queries.building import Ask
from tritonfleet.queries.gpu_devices import DEVICE, boards, gpu_query, series
from tritonfleet.queries.types import Extent, Unit


def _throttling(ask: Ask) -> str:
    metric = f"DCGM_FI_DEV_{ask.text('cause').upper()}_VIOLATION"
    rate = series(ask, f"rate({ask.ranged(ask.series(metric))})")
    return f"{ask.aggregate('max', rate)} / 1e9"


def _xid(ask: Ask) -> str:
    labels = (f'err_code{operator}"{codes}"' for operator, codes in _codes(ask))
    return ask.aggregate("max", series(ask, ask.series("DCGM_FI_DEV_XID_ERRORS", *labels)), *DEVICE)


def _codes(ask: Ask) -> Iterator[tuple[str, str]]:
    return (
        (operator, ask.text(name)) for operator, name in (("=~", "codes"), ("!~", "but")) if ask.text(name)
    )


def _remapped(ask: Ask) -> str:
    increase = f"increase({ask.ranged(ask.series('DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS'))})"
    return ask.aggregate("sum", ask.aggregate("max", series(ask, increase), "UUID"))


def _new_xid(ask: Ask) -> str:
    now, then = (
        ask.aggregate("max", series(ask, ask.series("DCGM_FI_DEV_XID_ERRORS") + offset), *DEVICE)
        for offset in ("", f" offset {ask.window}")
    )
    return f"(({now} > 0) unless ({now} == {then}))"


GPU_HEALTH = (
    gpu_query(
        "gpu-power",
        "Power",
        Unit.WATT,
        Extent.TOTAL,
        "Power that whole GPUs draw, each once; MIG instances and pods that share one have no power of their own.",
        lambda ask: boards(ask, "sum", "DCGM_FI_DEV_POWER_USAGE"),
    ),
    gpu_query(
        "gpu-temperature",
        "Temperature",
        Unit.CELSIUS,
        Extent.MEAN,
        "Temperature of the hottest GPU.",
        lambda ask: boards(ask, "max", "DCGM_FI_DEV_GPU_TEMP"),
    ),
    replace(
        gpu_query(
            "xid",
            "Last Xid error",
            Unit.CODE,
            Extent.MEAN,
            "Code of the last error that the driver reported, one element a device; 0 is none. It stays until another "
            "follows or the exporter restarts, so it tells not when: xid-new does. `codes` is a pattern of those to "
            "show, `but` of those to leave out, by a label that dcgm-exporter has from 3.3.6-3.4.2 on.",
            _xid,
        ),
        parameters=MappingProxyType({"codes": "", "but": ""}),
    ),
    gpu_query(
        "xid-new",
        "New Xid error",
        Unit.CODE,
        Extent.MEAN,
        "Code of the last error where it was another before the window, one element a device; nothing otherwise. The "
        "same error twice in a row does not show.",
        _new_xid,
    ),
    replace(
        gpu_query(
            "throttling",
            "Throttled",
            Unit.RATIO,
            Extent.MEAN,
            "Share of time in which the most throttled GPU ran slower, by `cause`: thermal, power, sync_boost, "
            "board_limit, low_util or reliability. These counters are off in dcgm-exporter's default file.",
            _throttling,
        ),
        parameters=MappingProxyType({"cause": "thermal"}),
    ),
    gpu_query(
        "rows-remapped",
        "Rows remapped",
        Unit.NUMBER,
        Extent.TOTAL,
        "Rows of memory that had uncorrectable errors and gave way to spare ones within the window, each GPU once.",
        _remapped,
    ),
    gpu_query(
        "row-remap-failed",
        "Failed remaps",
        Unit.NUMBER,
        Extent.MEAN,
        "1 for a GPU of which a broken row of memory could not be replaced: no spare one was left.",
        lambda ask: boards(ask, "max", "DCGM_FI_DEV_ROW_REMAP_FAILURE"),
    ),
)
