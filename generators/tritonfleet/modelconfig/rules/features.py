"""R11, R16: response cache and metrics.

Source: triton-inference-server/core:src/model_config_utils.cc, ValidateModelConfig, ValidateModelMetrics.
"""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.modelconfig.definition import ModelConfig
from tritonfleet.modelconfig.rules.problem import Facts, Flaw


def response_cache(config: ModelConfig, facts: Facts) -> Iterator[Flaw]:
    """R11: answers of sequences and of decoupled models cannot be cached."""
    if not config.response_cache.enable:
        return
    for wrong, what in (
        (config.HasField("sequence_batching"), "of a sequence"),
        (config.model_transaction_policy.decoupled, "of a decoupled model"),
    ):
        if wrong:
            yield Flaw(("responseCache",), f"answers {what} cannot be cached", "drop responseCache")


def metrics(config: ModelConfig, facts: Facts) -> Iterator[Flaw]:
    """R16: a metric's setting names the family and gives buckets. Since Triton 24.11."""
    for control in config.model_metrics.metric_control:
        family = control.metric_identifier.family
        if not family:
            yield Flaw(
                ("metrics",),
                "a metric has no family",
                "name it, e.g. nv_inference_first_response_histogram_ms",
            )
        if not control.histogram_options.buckets:
            yield Flaw(("metrics", family), "a histogram needs buckets", "give buckets: […]")
