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
        items = self._items[namespace]
        for key, value in labels.items():
            self._having[namespace, key, value].append(len(items))
        items.append((item, labels))

    def select(self, namespace: str, selector: Mapping[str, Any]) -> list[T]:
        """Everything in the namespace that the selector matches, in order; an empty one matches all."""
        items = self._items.get(namespace, [])
        equal = labels_of(selector.get("matchLabels"))
        expressions = _expressions(selector)
        places: Sequence[int] = range(len(items))
        for key, value in equal.items():
            having = self._having.get((namespace, key, value), ())
            if len(having) < len(places):
                places = having
        wanted = equal.items()
        return [
            items[place][0]
            for place in places
            if wanted <= items[place][1].items()
            and (not expressions or all(_holds(items[place][1], e) for e in expressions))
        ]


def labels_of(value: Any) -> dict[str, str]:
    """A mapping of labels as text; empty when the value is no mapping."""
    return {str(k): str(v) for k, v in value.items()} if isinstance(value, dict) else {}


def selects(selector: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    """Whether one LabelSelector matches these labels."""
    wanted = labels_of(selector.get("matchLabels"))
    return wanted.items() <= labels.items() and all(_holds(labels, e) for e in _expressions(selector))


def _expressions(selector: Mapping[str, Any]) -> list[dict[str, Any]]:
    given = selector.get("matchExpressions")
    return [e for e in given if isinstance(e, dict)] if isinstance(given, list) else []


def _holds(labels: Mapping[str, str], expression: Mapping[str, Any]) -> bool:
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
