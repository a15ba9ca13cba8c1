"""R5, R7 to R10: batch sizes, priorities and order.

Source: triton-inference-server/core:src/model_config_utils.cc, ValidateModelConfig.
"""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.modelconfig.definition import Message, ModelConfig
from tritonfleet.modelconfig.rules.problem import Facts, Flaw, Path


def max_batch_size(config: ModelConfig, facts: Facts) -> Iterator[Flaw]:
    """R5: the maximum batch size is not negative."""
    if config.max_batch_size < 0:
        yield Flaw(
            ("maxBatchSize",), f"maxBatchSize is {config.max_batch_size}", "use 0 for a model without batches"
        )


def preferred_sizes(config: ModelConfig, facts: Facts) -> Iterator[Flaw]:
    """R7: preferred sizes of the dynamic batcher lie between 1 and the maximum batch size."""
    sizes = config.dynamic_batching.preferred_batch_size
    yield from sizes_within(sizes, config.max_batch_size, ("dynamicBatching", "preferredBatchSizes"))


def sizes_within(sizes: list[int], maximum: int, path: Path) -> Iterator[Flaw]:
    """A flaw for each preferred batch size that is below 1 or above ``maximum``."""
    for index, size in enumerate(sizes):
        if size < 1:
            yield Flaw((*path, index), f"preferred batch size {size} is not positive", "use sizes from 1 on")
        elif size > maximum:
            fix = f"raise maxBatchSize to {size}, or lower the preferred size"
            yield Flaw((*path, index), f"preferred batch size {size} is above maxBatchSize {maximum}", fix)


def default_priority(config: ModelConfig, facts: Facts) -> Iterator[Flaw]:
    """R8: with priority levels, the default is one of them."""
    batching = config.dynamic_batching
    levels, default = batching.priority_levels, batching.default_priority_level
    if levels and not 1 <= default <= levels:
        path = ("dynamicBatching", "defaultPriorityLevel")
        yield Flaw(path, f"the default priority {default} is not one of 1 to {levels}", f"use 1 to {levels}")


def policy_levels(config: ModelConfig, facts: Facts) -> Iterator[Flaw]:
    """R9: with priority levels, queue policies are for those levels."""
    levels = config.dynamic_batching.priority_levels
    for level in sorted(config.dynamic_batching.priority_queue_policy):
        if levels and not 1 <= level <= levels:
            path = ("dynamicBatching", "priorityQueuePolicies", level)
            yield Flaw(
                path, f"there is no priority level {level}", f"use 1 to {levels}, or raise priorityLevels"
            )


def ordering(config: ModelConfig, facts: Facts) -> Iterator[Flaw]:
    """R10: order is kept only with one priority level, and if no request is delayed behind later ones."""
    batching = config.dynamic_batching
    if not batching.preserve_ordering:
        return
    if batching.priority_levels > 1:
        path: Path = ("dynamicBatching", "preserveOrdering")
        message = f"order cannot be kept over {batching.priority_levels} priority levels"
        yield Flaw(path, message, "use one level, or drop preserveOrdering")
    policies: dict[Path, Message] = {("defaultQueuePolicy",): batching.default_queue_policy}
    for level in sorted(batching.priority_queue_policy):
        policies["priorityQueuePolicies", level] = batching.priority_queue_policy[level]
    for where, policy in policies.items():
        if policy.default_timeout_microseconds and policy.timeout_action == policy.DELAY:
            path = ("dynamicBatching", *where, "timeoutAction")
            yield Flaw(
                path, "a delayed request breaks the order that preserveOrdering asks for", "use REJECT"
            )
