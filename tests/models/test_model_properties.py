"""Whatever Triton's message can hold comes back unchanged from the fleet's data and from text."""

from __future__ import annotations

import math
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tritonfleet.modelconfig import definition
from tritonfleet.modelconfig.proto import from_message, parse, to_message, to_text
from tritonfleet.spec.model import Model

NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9_.]{0,6}", fullmatch=True)
TEXTS = st.text(max_size=6).map(lambda text: text.encode("utf-8", "ignore").decode())
KEYS = {"input": "name", "output": "name", "control_input": "name", "resources": "name"} | {
    f"{device}_execution_accelerator": "name" for device in ("gpu", "cpu")
}
NAMED = {"backend", "default_model_filename", "family", "label_filename", "model_name", "name", "runtime"}
NAMED |= {"op_library_filename", "source_input", "target_name"}


def scalars(field: Any) -> st.SearchStrategy[Any]:
    """Values of a field that is no message."""
    if field.enum_type is not None:
        return st.sampled_from([value.number for value in field.enum_type.values])
    if field.type == field.TYPE_STRING:
        return NAMES if field.name in NAMED else TEXTS
    if field.type == field.TYPE_BOOL:
        return st.booleans()
    if field.type in (field.TYPE_FLOAT, field.TYPE_DOUBLE):
        return st.floats(width=32, allow_nan=False)
    bits = 32 if field.type in (field.TYPE_INT32, field.TYPE_UINT32) else 64
    if field.name == "max_batch_size" or field.type in (field.TYPE_UINT32, field.TYPE_UINT64):
        return st.integers(0, 2**31 - 1 if bits == 32 else 2**64 - 1)
    return st.integers(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)


@st.composite
def messages(draw: st.DrawFn, kind: Any) -> Any:
    """A message with some of its fields, as deep as it goes."""
    message = kind()
    fields = list(message.DESCRIPTOR.fields)
    for field in (
        draw(st.lists(st.sampled_from(fields), max_size=5, unique_by=lambda f: f.name)) if fields else []
    ):
        put(draw, message, field)
    return message


def put(draw: st.DrawFn, message: Any, field: Any) -> None:
    below = field.message_type
    if below is None:
        value = draw(st.lists(scalars(field), max_size=3) if field.is_repeated else scalars(field))
        if field.is_repeated:
            getattr(message, field.name).extend(value)
        else:
            setattr(message, field.name, value)
    elif below.GetOptions().map_entry:
        put_map(draw, getattr(message, field.name), below)
    elif field.is_repeated:
        items = draw(st.lists(messages(below._concrete_class), max_size=2))
        getattr(message, field.name).extend(items)
    else:
        getattr(message, field.name).CopyFrom(draw(messages(below._concrete_class)))
        getattr(message, field.name).SetInParent()


def put_map(draw: st.DrawFn, target: Any, entry: Any) -> None:
    keys = scalars(entry.fields_by_name["key"])
    if entry.fields_by_name["key"].type == entry.fields_by_name["key"].TYPE_STRING:
        keys = NAMES
    value = entry.fields_by_name["value"]
    for key in draw(st.lists(keys, max_size=2, unique=True)):
        if value.message_type is None:
            target[key] = draw(scalars(value))
        else:
            target[key].CopyFrom(draw(messages(value.message_type._concrete_class)))


def sayable(message: Any) -> Any:
    """The message, with names where the fleet needs them: keys are given and distinct, steps name models."""
    for field, value in message.ListFields():
        if field.message_type is None or field.message_type.GetOptions().map_entry:
            continue
        for number, item in enumerate(value if field.is_repeated else [value]):
            sayable(item)
            if field.name in KEYS:
                setattr(item, KEYS[field.name], f"{field.name}_{number}")
            if field.name == "metric_control":
                item.metric_identifier.family = f"family_{number}"
            if field.name in {"step", "agents"}:
                setattr(item, "model_name" if field.name == "step" else "name", f"m{number}")
    return message


def configurations() -> st.SearchStrategy[Any]:
    return messages(definition.module().ModelConfig).map(sayable).map(as_ensemble)


def as_ensemble(message: Any) -> Any:
    if message.HasField("ensemble_scheduling"):
        message.platform = message.platform or "ensemble"
    return message


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(configurations())
def test_a_message_survives_the_fleet_and_the_text(message: Any):
    data = from_message(message)
    model = Model.model_validate(data)
    again = to_message(message.name, model)
    assert again == message
    assert from_message(parse(to_text(again), "config.pbtxt")) == data


@settings(max_examples=50, deadline=None)
@given(st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_single_precision_numbers_survive(share: float):
    data = {"sequenceBatching": {"direct": {"minimumSlotUtilization": share}}}
    message = to_message("m", Model.model_validate(data))
    read = message.sequence_batching.direct.minimum_slot_utilization
    assert math.isclose(read, share, rel_tol=0, abs_tol=0)
