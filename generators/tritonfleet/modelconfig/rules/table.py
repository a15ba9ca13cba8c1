"""The table of rules: id, and the functions that look for it.

Ids are TRT1NN with NN the number of the rule; they never change. Three of Triton's checks have none here,
since nothing that reaches them can fail: R1 (the name is filled in from the folder), R6 (the version policy
is filled in) and R19 (an instance group is added). R21, R30, R31 and R35 need facts: the number of GPUs, the
model's folder, the server's rate limits.
"""

from __future__ import annotations

from tritonfleet.modelconfig.rules import (
    backend,
    batch_io,
    batching,
    dependencies,
    ensemble_decoupled,
    ensemble_graph,
    ensemble_tensors,
    features,
    instances,
    loading,
    rate_limits,
    sequence,
    tensors,
    versions,
)
from tritonfleet.modelconfig.rules.problem import FleetRule, Rule

OF_ONE_MODEL: tuple[tuple[str, Rule], ...] = (
    ("TRT102", backend.named),
    ("TRT103", backend.platform_known),
    ("TRT104", backend.ensemble_platform),
    ("TRT105", batching.max_batch_size),
    ("TRT107", batching.preferred_sizes),
    ("TRT108", batching.default_priority),
    ("TRT109", batching.policy_levels),
    ("TRT110", batching.ordering),
    ("TRT111", features.response_cache),
    ("TRT112", sequence.control_names),
    ("TRT112", sequence.control_values),
    ("TRT113", sequence.correlation_id),
    ("TRT114", sequence.oldest_sizes),
    ("TRT115", sequence.slot_utilization),
    ("TRT116", features.metrics),
    ("TRT117", ensemble_graph.steps),
    ("TRT117", ensemble_graph.written_once),
    ("TRT117", ensemble_graph.flow),
    ("TRT118", ensemble_graph.forbidden),
    ("TRT120", instances.gpus_of_kind),
    ("TRT121", instances.gpus_present),
    ("TRT122", instances.profiles),
    ("TRT123", tensors.declared),
    ("TRT123", tensors.countable),
    ("TRT123", tensors.reshapes),
    ("TRT124", tensors.image_formats),
    ("TRT125", tensors.tensorrt_only),
    ("TRT126", batch_io.batch_inputs),
    ("TRT126", batch_io.batch_outputs),
    ("TRT127", backend.deducible),
    ("TRT130", versions.some_version),
    ("TRT132", loading.warmup),
    ("TRT133", loading.initial_states),
    ("TRT134", loading.batch_strategy),
    ("TRT135", loading.label_files),
)

OF_MODELS_TOGETHER: tuple[tuple[str, FleetRule], ...] = (
    ("TRT128", ensemble_tensors.batch_sizes),
    ("TRT128", ensemble_tensors.mappings),
    ("TRT128", ensemble_tensors.consistency),
    ("TRT128", ensemble_decoupled.decoupled),
    ("TRT129", dependencies.folder_names),
    ("TRT129", dependencies.present),
    ("TRT129", dependencies.circular),
    ("TRT131", rate_limits.one_scope),
    ("TRT131", rate_limits.enough),
)
