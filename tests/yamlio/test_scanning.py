"""The fast way to a field's place says what the parser says, or nothing."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tritonfleet import yamlio
from tritonfleet.yamlio.guard import compose
from tritonfleet.yamlio.positions import child
from tritonfleet.yamlio.scanning import Scanner

KEYS = st.sampled_from(["a", "b", "name", "spec", "x-y", "a.b/c", "8000", "on", "a b", "'q"])
LEAVES = st.sampled_from(
    [
        "x",
        "2",
        2,
        True,
        None,
        "a: b",
        "- a",
        "# no",
        "one\ntwo\n",
        "{x",
        "a, b,",
        'say "x"',
        "",
        "it's",
        "&a",
        "*",
        "? y",
    ]
)
DATA = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


def places(data: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every path in the data, and one step beyond each."""
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, (*path, "nothing"), (*path, 7), *(p for k, v in pairs for p in places(v, (*path, k)))]


def parsed(text: str, path: tuple[str | int, ...], *, key: bool) -> tuple[int, int]:
    node = compose(text)
    mark = node.start_mark
    for part in path:
        found = child(node, part)
        if found is None:
            break
        name, node = found
        mark = (name if key and name is not None else node).start_mark
    return mark.line, mark.column


def scanned(text: str, path: tuple[str | int, ...], *, key: bool) -> tuple[int, int] | None:
    return Scanner(text).find(path, key=key)


def agree(text: str, data: Any) -> int:
    """How many places are found; each that is found is where the parser says."""
    found = 0
    for path in places(data):
        for key in (True, False):
            place = scanned(text, path, key=key)
            if place is not None:
                found += 1
                assert place == parsed(text, path, key=key), (path, key)
    return found


@given(st.dictionaries(KEYS, DATA, min_size=1, max_size=4), st.booleans(), st.integers(0, 3))
def test_what_is_found_is_where_the_parser_says(data, flow, style):
    text = {
        0: lambda: yamlio.dump(data),
        1: lambda: yaml.dump(data, default_flow_style=None if flow else False, width=20),
        2: lambda: yaml.dump(data, indent=4, default_style='"' if flow else None),
        3: lambda: "# first\n\n" + yamlio.dump(data).replace("\n", "  # why\n\n", 1),
    }[style]()
    agree(text, yaml.safe_load(text))


DEPLOYMENT = """\
# Source: chart/templates/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: bert
  labels: {app: bert}
spec:
  template:
    spec:
      containers:
      - name: triton
        image: "tritonserver:26.07"
        args:
          # the first
          - tritonserver
          - --model-repository=/models

        command: [sh, -c, 'exec']
        env: []
      -   name: other
          text: |
            spec: no key
             - no item
          folded: >-
            a
            b
      volumes:
        - emptyDir: {}
          name: shm
"""


def test_every_field_of_a_rendered_manifest_is_found_without_the_parser():
    data = yaml.safe_load(DEPLOYMENT)
    real = [path for path in places(data) if "nothing" not in path and 7 not in path]
    # What lies in a flow collection is the parser's.
    wanted = [path for path in real if not {"app", "command"} & set(path)]
    assert [path for path in wanted if scanned(DEPLOYMENT, path, key=True) is None] == []
    agree(DEPLOYMENT, data)


@pytest.mark.parametrize(
    "text",
    [
        "a: {x: 1,\nb: 2}\n",
        'a: "x\nb: 1"\n',
        "a: &x\n  b: 1\n",
        "? a\n: b\n",
        "a:\n\tb: 1\n",
        "a: 'x\nb: 1'\n",
    ],
)
def test_what_it_is_not_sure_of_is_left_to_the_parser(text):
    assert scanned(text, ("a", "b"), key=True) is None
