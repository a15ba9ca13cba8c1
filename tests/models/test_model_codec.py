"""A model of the fleet and Triton's message say the same, and neither can say what the other cannot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import ValidationError

from tritonfleet.errors import InputError
from tritonfleet.modelconfig import definition
from tritonfleet.modelconfig.fields import fields_of
from tritonfleet.modelconfig.proto import from_message, parse, to_message, to_text
from tritonfleet.spec.base import Spec
from tritonfleet.spec.model import Model
from tritonfleet.spec.model_wire import Prefixed


def message_of(text: str) -> Any:
    return parse(text, "config.pbtxt")


def data_of(text: str) -> dict[str, Any]:
    return from_message(message_of(text))


def text_of(**data: Any) -> str:
    return to_text(to_message("m", Model.model_validate(data))).removeprefix('name: "m"\n')


def protobuf_paths(descriptor: Any, prefix: str = "") -> Iterator[str]:
    """Every field below a message, dotted; fields of a map's items stand below the map."""
    for field in descriptor.fields:
        path = f"{prefix}{field.name}"
        below = field.message_type
        if below is not None and below.GetOptions().map_entry:
            below = below.fields_by_name["value"].message_type
        yield path
        if below is not None:
            yield from protobuf_paths(below, f"{path}.")


def written_paths(spec: type[Spec], prefix: str = "") -> Iterator[str]:
    """Every field of the message that some field of the spec is written to."""
    for field in fields_of(spec):
        steps = [*field.parents, field.leaf]
        yield from (prefix + ".".join(steps[: length + 1]) for length in range(len(steps)))
        base = prefix + ".".join(steps)
        if field.key not in ("", "*"):
            keys = field.key.split(".")
            yield from (f"{base}.{'.'.join(keys[: length + 1])}" for length in range(len(keys)))
        if field.value:
            base = f"{base}.{field.value}"
            yield base
        if field.spec:
            yield from written_paths(field.spec, f"{base}.")


def test_every_field_of_tritons_message_can_be_said():
    said = set(written_paths(Model)) | {"name"}
    assert set(protobuf_paths(definition.module().ModelConfig.DESCRIPTOR)) - said == set()


def test_every_enumeration_of_the_types_is_tritons():
    for field, annotation in _enumerations(Model):
        prefix = next((mark.prefix for mark in annotation[1:] if isinstance(mark, Prefixed)), "")
        theirs = {value.name for value in field.enum_type.values} - {"TYPE_INVALID"}
        assert {prefix + name for name in get_args(annotation[0])} == theirs, field.full_name


def _enumerations(spec: type[Spec]) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    descriptor = definition.module().ModelConfig.DESCRIPTOR
    for owner, message in _specs(spec, descriptor):
        for field in fields_of(owner):
            info = owner.model_fields[field.attribute]
            if not field.parents and (theirs := message.fields_by_name[field.leaf]).enum_type:
                yield theirs, _literal(info.annotation, tuple(info.metadata))


def _specs(spec: type[Spec], message: Any) -> Iterator[tuple[type[Spec], Any]]:
    yield spec, message
    for field in fields_of(spec):
        below = message
        for name in (*field.parents, field.leaf, *([field.value] if field.value else [])):
            below = below.fields_by_name[name].message_type
            if below is not None and below.GetOptions().map_entry:
                below = below.fields_by_name["value"].message_type
            if below is None:
                break
        if field.spec:
            yield from _specs(field.spec, below)


def _literal(annotation: Any, marks: tuple[Any, ...]) -> tuple[Any, ...]:
    """The Literal in an annotation, and the marks beside it."""
    if get_origin(annotation) is Literal:
        return annotation, *marks
    for part in get_args(annotation):
        inner = getattr(part, "__metadata__", ())
        if (found := _literal(getattr(part, "__origin__", part), inner or marks)) != ():
            return found
    return ()


def test_tensor_types_may_be_written_as_in_config_pbtxt():
    assert Model.model_validate({"inputs": {"x": {"dataType": "TYPE_FP32", "dims": [1]}}}) == (
        Model.model_validate({"inputs": {"x": {"dataType": "FP32", "dims": [1]}}})
    )


@pytest.mark.parametrize(
    ("text", "microseconds"),
    [("100us", 100), ("10ms", 10_000), ("1.5ms", 1_500), ("5s", 5_000_000), ("1h", 3_600_000_000)],
)
def test_durations_are_exact_microseconds(text: str, microseconds: int):
    model = Model.model_validate({"dynamicBatching": {"maxQueueDelay": text}})
    assert to_message("m", model).dynamic_batching.max_queue_delay_microseconds == microseconds


@pytest.mark.parametrize(
    ("microseconds", "text"),
    [(100, "100us"), (10_000, "10ms"), (1_500, "1500us"), (5_000_000, "5s"), (90_000_000, "90s")],
)
def test_durations_come_back_in_the_largest_whole_unit(microseconds: int, text: str):
    data = data_of(f"dynamic_batching {{ max_queue_delay_microseconds: {microseconds} }}")
    assert data["dynamicBatching"] == {"maxQueueDelay": text}


def test_a_duration_below_a_microsecond_is_refused():
    with pytest.raises(ValidationError, match="whole microseconds"):
        Model.model_validate({"dynamicBatching": {"maxQueueDelay": "1.5us"}})


def test_an_ensemble_needs_no_platform_of_its_own():
    assert 'platform: "ensemble"' in text_of(ensemble={"steps": []})
    assert data_of('platform: "ensemble" ensemble_scheduling { }') == {"ensemble": {}}


def test_a_step_uses_the_latest_version_unless_it_names_one():
    assert "model_version: -1" in text_of(ensemble={"steps": [{"model": "a"}]})
    assert data_of('ensemble_scheduling { step { model_name: "a" } }')["ensemble"]["steps"] == [
        {"model": "a", "version": 0}
    ]


def test_instance_groups_without_a_name_stay_without():
    text = (
        "instance_group { kind: KIND_GPU gpus: [0] } instance_group { kind: KIND_GPU gpus: [1, 2] count: 2 }"
    )
    data = data_of(text)
    assert data["instanceGroups"] == {
        "gpu": {"kind": "GPU", "gpus": [0]},
        "gpu_2": {"kind": "GPU", "gpus": [1, 2], "count": 2},
    }
    assert to_message("", Model.model_validate(data)) == message_of(text)


@pytest.mark.parametrize("enabled", ["true", "false"])
def test_a_switch_that_is_off_is_not_a_switch_that_is_absent(enabled: str):
    text = f"response_cache {{ enable: {enabled} }}"
    assert to_message("", Model.model_validate(data_of(text))) == message_of(text)
    assert data_of("") == {}


def test_single_precision_numbers_stay_short():
    data = data_of("sequence_batching { direct { minimum_slot_utilization: 0.1 } }")
    assert data["sequenceBatching"]["direct"] == {"minimumSlotUtilization": 0.1}


def test_two_tensors_of_one_name_are_refused():
    with pytest.raises(InputError, match="input 'x' is given twice"):
        data_of('input { name: "x" } input { name: "x" }')


def test_only_one_scheduler_can_be_chosen():
    with pytest.raises(ValidationError, match="one of dynamicBatching, sequenceBatching, ensemble"):
        Model.model_validate({"dynamicBatching": {}, "sequenceBatching": {}})


def test_load_and_files_are_not_written():
    assert text_of(load={"time": "40s", "gpuMemory": "2Gi"}, files="models/m") == ""


def test_numbers_of_a_list_stand_on_one_line():
    assert text_of(inputs={"x": {"dataType": "FP32", "dims": [3, 224, 224]}}) == (
        'input {\n  name: "x"\n  data_type: TYPE_FP32\n  dims: [3, 224, 224]\n}\n'
    )


def test_the_schema_for_editors_is_closed_everywhere():
    schema = Model.model_json_schema()
    objects = [schema, *schema["$defs"].values()]
    assert [
        o["title"] for o in objects if o.get("properties") and o.get("additionalProperties") is not False
    ] == []


def test_tritonclient_defines_the_same_message():
    from tritonclient.grpc import model_config_pb2

    assert model_config_pb2.ModelConfig is definition.module().ModelConfig
