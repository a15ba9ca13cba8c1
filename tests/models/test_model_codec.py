"""A model of the fleet and Triton's message say the same, and neither can say what the other cannot."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from tritonfleet.errors import InputError
from tritonfleet.modelconfig import definition
from tritonfleet.modelconfig.proto import from_message, parse, to_message, to_text
from tritonfleet.spec.model import Model


def message_of(text: str) -> Any:
    return parse(text, "config.pbtxt")


def data_of(text: str) -> dict[str, Any]:
    return from_message(message_of(text))


def text_of(**data: Any) -> str:
    return to_text(to_message("m", Model.model_validate(data))).removeprefix('name: "m"\n')


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


def test_a_negative_zero_is_kept():
    text = "sequence_batching {\n  direct {\n    minimum_slot_utilization: -0.0\n  }\n}\n"
    assert text_of(**data_of(text)) == text
