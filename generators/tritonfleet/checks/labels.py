"""Label selectors, answered from an index: the cost follows the answer, not the number of objects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class LabelIndex(Generic[T]):
    """Things with labels, by namespace. Selectors follow Kubernetes' LabelSelector (meta/v1)."""

    def __init__(self) -> None:
        self._items: dict[str, list[tuple[T, Mapping[str, str]]]] = defaultdict(list)
        self._having: dict[tuple[str, str, str], list[int]] = defaultdict(list)

    def add(self, namespace: str, labels: Mapping[str, str], item: T) -> None:
        """Enter one thing."""
        place = len(self._items[namespace])
        self._items[namespace].append((item, labels))
        for key, value in labels.items():
            self._having[namespace, key, str(value)].append(place)

    def select(self, namespace: str, selector: Mapping[str, Any]) -> list[T]:
        """Everything in the namespace that the selector matches, in order; an empty one matches all."""
        items = self._items.get(namespace, [])
        equal = labels_of(selector.get("matchLabels"))
        expressions = _expressions(selector)
        postings: list[Sequence[int]] = [
            self._having.get((namespace, key, value), []) for key, value in equal.items()
        ]
        return [
            items[place][0]
            for place in min(postings, key=len, default=range(len(items)))
            if matches(items[place][1], equal) and all(_holds(items[place][1], e) for e in expressions)
        ]


def labels_of(value: Any) -> dict[str, str]:
    """A mapping of labels as text; empty when the value is no mapping."""
    return {str(k): str(v) for k, v in value.items()} if isinstance(value, dict) else {}


def matches(labels: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """Whether the labels hold every wanted pair."""
    return all(str(labels.get(key)) == value and key in labels for key, value in wanted.items())


def selects(selector: Mapping[str, Any], labels: Mapping[str, Any]) -> bool:
    """Whether one LabelSelector matches these labels."""
    wanted = labels_of(selector.get("matchLabels"))
    return matches(labels, wanted) and all(_holds(labels, e) for e in _expressions(selector))


def _expressions(selector: Mapping[str, Any]) -> list[dict[str, Any]]:
    given = selector.get("matchExpressions")
    return [e for e in given if isinstance(e, dict)] if isinstance(given, list) else []


def _holds(labels: Mapping[str, Any], expression: Mapping[str, Any]) -> bool:
    key, values = str(expression.get("key")), expression.get("values")
    values = values if isinstance(values, list) else ()
    match expression.get("operator"):
        case "In":
            return key in labels and labels[key] in values
        case "NotIn":
            return labels.get(key) not in values
        case "Exists":
            return key in labels
        case "DoesNotExist":
            return key not in labels
        case _:
            return False


def shown(labels: Mapping[str, Any]) -> str:
    """Labels as kubectl prints them: ``a=b,c=d``."""
    return ",".join(f"{key}={value}" for key, value in labels.items())
