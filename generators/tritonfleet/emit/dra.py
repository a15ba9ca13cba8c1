"""A GPU request as a claim on NVIDIA's DRA driver: values of charts/triton."""

from __future__ import annotations

from typing import Any

from tritonfleet.dra import device_class
from tritonfleet.planner.pools import Placement
from tritonfleet.spec.gpu import GpuRequest

_ATTRIBUTES = "device.attributes['gpu.nvidia.com']"


def claim_values(request: GpuRequest, placement: Placement | None) -> dict[str, Any]:
    """What ``gpu`` of the chart's values says of a request for whole GPUs or one slice.

    Without a placement (in the base) nothing says which product it is. A share cannot be claimed: FLT043.
    """
    claim: dict[str, Any] = {"deviceClassName": device_class(request)}
    if selectors := _selectors(request, placement):
        claim["selectors"] = selectors
    return {"count": request.count or 1, "claim": claim}


def _selectors(request: GpuRequest, placement: Placement | None) -> list[str]:
    selectors = []
    if placement and placement.pool.gpu:
        selectors.append(_of_product(placement.pool.gpu.product))
    if request.slice:
        selectors.append(f"{_ATTRIBUTES}.profile == {_literal(request.slice)}")
    return selectors


def _of_product(label: str) -> str:
    """Devices of the product that GPU feature discovery labels so.

    The driver publishes NVML's name, in which blanks stand where the label has dashes; a label has dashes of
    its own too (A100-SXM4), so it cannot be turned back, but the name can be turned into the label.
    Sources: kubernetes-sigs/dra-driver-nvidia-gpu:cmd/gpu-kubelet-plugin/nvlib.go (productName),
    NVIDIA/k8s-device-plugin:internal/lm/resource.go (sanitise).
    """
    return f"{_ATTRIBUTES}.productName.replace(' ', '-') == {_literal(label)}"


def _literal(text: str) -> str:
    """A CEL string."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
