"""The label index gives what Kubernetes' own selection would give."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tritonfleet.checks.labels import LabelIndex, selects

KEYS, VALUES = st.sampled_from("abc"), st.sampled_from("xyz")
LABELS = st.dictionaries(KEYS, VALUES)
EXPRESSION = st.fixed_dictionaries(
    {
        "key": KEYS,
        "operator": st.sampled_from(["In", "NotIn", "Exists", "DoesNotExist"]),
        "values": st.lists(VALUES, min_size=1, max_size=2),
    }
)
SELECTOR = st.fixed_dictionaries(
    {}, optional={"matchLabels": LABELS, "matchExpressions": st.lists(EXPRESSION, max_size=2)}
)


@given(things=st.lists(LABELS, max_size=8), selector=SELECTOR)
def test_the_index_agrees_with_looking_at_everything(things, selector):
    index = LabelIndex[int]()
    for number, labels in enumerate(things):
        index.add("prod", labels, number)
    expected = [number for number, labels in enumerate(things) if selects(selector, labels)]
    assert index.select("prod", selector) == expected
    assert index.select("dev", selector) == []


def test_operators():
    labels = {"app": "bert"}
    assert selects({"matchExpressions": [{"key": "app", "operator": "In", "values": ["bert", "x"]}]}, labels)
    assert selects({"matchExpressions": [{"key": "tier", "operator": "NotIn", "values": ["x"]}]}, labels)
    assert selects({"matchExpressions": [{"key": "app", "operator": "Exists"}]}, labels)
    assert not selects({"matchExpressions": [{"key": "app", "operator": "DoesNotExist"}]}, labels)
    assert not selects({"matchLabels": {"app": "bert", "tier": "gpu"}}, labels)
    assert selects({}, labels)
