"""A Hypothesis strategy for the part of JSON Schema that our own values schemas use."""

from __future__ import annotations

import re
from typing import Any

import hypothesis.strategies as st

Schema = dict[str, Any]


def values_of(schema: Schema, definitions: Schema) -> st.SearchStrategy[Any]:
    """Values of the shape. Rules between keys (allOf, not, if) are left to the caller."""
    if "$ref" in schema:
        return values_of(definitions[schema["$ref"].rpartition("/")[2]], definitions)
    if schema.get("if") == {"type": "null"}:
        return st.none() | values_of(schema["else"], definitions)
    if "anyOf" in schema:
        return st.one_of([values_of(choice, definitions) for choice in schema["anyOf"]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return st.one_of([_of_kind(kind, schema, definitions) for kind in kinds])


def _of_kind(kind: str, schema: Schema, definitions: Schema) -> st.SearchStrategy[Any]:
    if kind == "object":
        return _objects(schema, definitions)
    if kind == "array":
        return st.lists(
            values_of(schema["items"], definitions), min_size=schema.get("minItems", 0), max_size=3
        )
    if kind == "string":
        return _texts(schema)
    if kind in ("integer", "number"):
        return st.integers(schema.get("minimum", 0), schema.get("maximum", 10**9))
    return st.none() if kind == "null" else st.booleans()


def _texts(schema: Schema) -> st.SearchStrategy[str]:
    longest = min(schema.get("maxLength", 40), 40)
    if "pattern" not in schema:
        return st.text(
            st.characters(categories=["L", "N", "P", "S", "Zs"], include_characters="\n"), max_size=longest
        )
    return st.from_regex(schema["pattern"].replace(r"\d", "[0-9]"), fullmatch=True).filter(
        lambda t: len(t) <= longest
    )


def _objects(schema: Schema, definitions: Schema) -> st.SearchStrategy[dict[str, Any]]:
    if "properties" not in schema:
        return _maps(schema, definitions)
    fields = {key: values_of(value, definitions) for key, value in schema["properties"].items()}
    needed = schema.get("required", [])
    optional = {key: value for key, value in fields.items() if key not in needed}
    return st.fixed_dictionaries({key: fields[key] for key in needed}, optional=optional)


def _maps(schema: Schema, definitions: Schema) -> st.SearchStrategy[dict[str, Any]]:
    rules = schema.get("patternProperties", {"[a-z]{1,9}": schema["additionalProperties"]})
    ((pattern, item),) = ((regex, value) for regex, value in rules.items() if value is not False)
    refused = [regex for regex, value in rules.items() if value is False]
    keys = _texts({"type": "string", "pattern": pattern, **schema.get("propertyNames", {})})
    allowed = keys.filter(lambda key: not any(re.search(regex, key) for regex in refused))
    return st.dictionaries(
        allowed, values_of(item, definitions), min_size=schema.get("minProperties", 0), max_size=2
    )
