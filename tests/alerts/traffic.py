"""Series of a service under load, as promtool writes them: a value every 30 seconds."""

from __future__ import annotations

from collections.abc import Sequence

OF_POD = 'namespace="prod",job="vision",pod="{pod}",model="{model}",version="1"'
POD, MODEL = "vision-7d9f8c6b5-abcde", "resnet50"
MINUTES, HOURS = 2, 120
"""In steps of 30 seconds."""
Stretch = tuple[int, float]
"""So many steps, and what a counter gains in each."""


def labels(pod: str = POD, model: str = MODEL) -> str:
    return OF_POD.format(pod=pod, model=model)


def counter(*stretches: Stretch, start: float = 0) -> str:
    """A counter that gains evenly within each stretch."""
    parts, value = [], start
    for steps, gain in stretches:
        parts.append(f"{value:.12g}+{gain:.12g}x{steps - 1}")
        value += gain * steps
    return " ".join(parts)


def responses(
    *stretches: tuple[int, float, float], le: str = "80", pod: str = POD, start: float = 0
) -> dict[str, str]:
    """The histogram: for each stretch its steps, the responses in a step, and the share of them that is late."""
    own, name = labels(pod), "nv_inference_first_response_histogram_ms"
    total = counter(*((steps, each) for steps, each, _ in stretches), start=start)
    within = counter(*((steps, each * (1 - late)) for steps, each, late in stretches), start=start)
    return {
        f"{name}_count{{{own}}}": total,
        f'{name}_bucket{{{own},le="{le}"}}': within,
        f'{name}_bucket{{{own},le="+Inf"}}': total,
    }


def requests(
    *stretches: tuple[int, float, float],
    reason: str = "BACKEND",
    pod: str = POD,
    model: str = MODEL,
    counted: int = 1,
) -> dict[str, str]:
    """Answered and failed requests: for each stretch its steps, the requests in a step, and the share that fails.

    ``counted``: how often each failed one is.
    """
    own = labels(pod, model)
    return {
        f"nv_inference_request_success{{{own}}}": counter(
            *((n, each * (1 - bad)) for n, each, bad in stretches)
        ),
        f'nv_inference_request_failure{{{own},reason="{reason}"}}': counter(
            *((n, each * bad * counted) for n, each, bad in stretches)
        ),
    }


def level(value: float, steps: int) -> str:
    """A gauge that stays."""
    return f"{value:g}x{steps}"


def targets(values: Sequence[str], steps: int) -> dict[str, str]:
    """``up`` of one pod after the other."""
    return {
        f'up{{namespace="prod",job="vision",pod="vision-7d9f8c6b5-{number:05d}"}}': value or level(1, steps)
        for number, value in enumerate(values)
    }
