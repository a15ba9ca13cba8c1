"""R17, R18: an ensemble by itself: its steps and how tensors flow through them.

Source: triton-inference-server/core:src/model_config_utils.cc, BuildEnsembleGraph and
ValidateEnsembleSchedulingConfig.
"""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.modelconfig.definition import ModelConfig
from tritonfleet.modelconfig.rules.problem import Facts, Flaw, Path

STEPS: Path = ("ensemble", "steps")


def forbidden(config: ModelConfig, facts: Facts) -> Iterator[Flaw]:
    """R18: an ensemble runs nothing itself, so it has no instances, optimization or warm-up."""
    if not config.HasField("ensemble_scheduling"):
        return
    for wrong, key in (
        (len(config.instance_group), "instanceGroups"),
        (config.HasField("optimization"), "optimization"),
        (len(config.model_warmup), "warmup"),
    ):
        if wrong:
            yield Flaw(
                (key,), f"an ensemble cannot have {key}", "leave it out, or give it to the steps' models"
            )


def steps(config: ModelConfig, facts: Facts) -> Iterator[Flaw]:
    """R17: there are steps; each names a model, and maps some of its inputs and outputs."""
    if not config.HasField("ensemble_scheduling"):
        return
    if not config.ensemble_scheduling.step:
        yield Flaw(
            STEPS, "an ensemble needs at least one step", "add steps: [{model: …, inputs: …, outputs: …}]"
        )
    for index, step in enumerate(config.ensemble_scheduling.step):
        for present, key in (
            (step.model_name, "model"),
            (step.input_map, "inputs"),
            (step.output_map, "outputs"),
        ):
            if not present:
                yield Flaw((*STEPS, index, key), f"step {index + 1} has no {key}", f"add {key}")


def written_once(config: ModelConfig, facts: Facts) -> Iterator[Flaw]:
    """R17: no two outputs are written to the same tensor."""
    written: set[str] = set()
    for index, step in enumerate(config.ensemble_scheduling.step):
        for output, tensor in sorted(step.output_map.items()):
            if tensor in written:
                path = (*STEPS, index, "outputs", output)
                yield Flaw(
                    path, f"tensor {tensor} is already written by another output", "use another tensor name"
                )
            written.add(tensor)


def flow(config: ModelConfig, facts: Facts) -> Iterator[Flaw]:
    """R17: inputs are used, outputs are written, and no tensor is left over."""
    ensemble = config.ensemble_scheduling
    if not ensemble.step or not all(step.input_map and step.output_map for step in ensemble.step):
        return
    if config.platform != "ensemble":
        return  # Triton asks for the platform first, and without it much else is missing too.
    ready = _reachable(config)
    absent = _absent(config, ready)
    for name in sorted({output.name for output in config.output} - ready):
        missing = sorted(_missing_for(name, config, ready))
        if missing and absent:
            continue  # That the tensors are missing which its step reads is told below.
        because = f": nothing provides {', '.join(missing)}" if missing else ""
        yield Flaw(
            ("outputs", name), f"no step writes the output {name}{because}", "map it in a step's outputs"
        )
    yield from _loose(config, ready, absent)


def _loose(config: ModelConfig, ready: set[str], absent: list[str]) -> Iterator[Flaw]:
    """Tensors with one end: read and not provided, or provided and not read. One of each is one misspelt name."""
    read, written, outputs = _ends(config)
    inputs = [tensor.name for tensor in config.input if tensor.name not in read | written]
    idle = sorted((written & ready) - read - outputs)
    if len(absent) == len(inputs) + len(idle) == 1:
        message = f"nothing provides the tensor {absent[0]}, and nothing uses {(inputs + idle)[0]}"
        yield Flaw(STEPS, message, "give the reading and the writing side the same tensor name")
        return
    for name in inputs:
        yield Flaw(("inputs", name), f"no step uses the input {name}", "map it in a step's inputs")
    for name in absent:
        yield Flaw(STEPS, f"nothing provides the tensor {name}", "make it an input, or an output of a step")
    for name in idle:
        yield Flaw(STEPS, f"nothing uses the tensor {name}", "use it, or do not map that output")


def _absent(config: ModelConfig, ready: set[str]) -> list[str]:
    """Tensors that a step reads and nothing gives a value."""
    read, written, outputs = _ends(config)
    # What a step would write if it ran is not the fault; where all are written, steps wait for each other.
    return sorted((read - ready - written or (read | written) - ready) - outputs)


def _ends(config: ModelConfig) -> tuple[set[str], set[str], set[str]]:
    """The tensors that steps read, those that they write, and the outputs of the ensemble."""
    steps = config.ensemble_scheduling.step
    read = {tensor for step in steps for tensor in step.input_map.values()}
    written = {tensor for step in steps for tensor in step.output_map.values()}
    return read, written, {output.name for output in config.output}


def _reachable(config: ModelConfig) -> set[str]:
    """Tensors that get a value, starting from the ensemble's inputs."""
    ready = {tensor.name for tensor in config.input}
    waiting = list(config.ensemble_scheduling.step)
    while runnable := [step for step in waiting if ready.issuperset(step.input_map.values())]:
        waiting = [step for step in waiting if step not in runnable]
        ready.update(tensor for step in runnable for tensor in step.output_map.values())
    return ready


def _missing_for(output: str, config: ModelConfig, ready: set[str]) -> set[str]:
    """Inputs that keep the step from running which would write ``output``."""
    steps = [s for s in config.ensemble_scheduling.step if output in s.output_map.values()]
    return {tensor for step in steps for tensor in step.input_map.values()} - ready
