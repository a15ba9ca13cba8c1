"""Manifests are read as the API server reads them: Helm, which shares its reader, is the judge."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tritonfleet import yamlio
from tritonfleet.errors import InputError
from tritonfleet.yamlio.dialects import differs
from tritonfleet.yamlio.goyaml import construct
from tritonfleet.yamlio.parsing import parse
from yamlio.odd import ODD

HEAD = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: prod}\n"
NUMBER_LIKE = st.text("0123456789+-._eExXoObBaAfF", min_size=1, max_size=8)


def is_plain(token: str) -> bool:
    """Whether the token is one plain scalar in a block sequence, and no float without a JSON form."""
    try:
        node = yaml.compose(f"- {token}\n", Loader=yaml.CBaseLoader)
    except yaml.YAMLError:
        return False
    value = node.value[0]
    plain = isinstance(value, yaml.ScalarNode) and not value.style and value.value == token
    return (
        plain
        and not token.lower().lstrip("+-").startswith((".inf", ".nan"))
        and not value.tag.startswith("!")
    )


def assert_read_alike(tokens: list[str], helm_reads) -> None:
    text = "tokens:\n" + "".join(f"- {token}\n" for token in tokens)
    expected = helm_reads(text)["tokens"]
    assert dict(zip(tokens, construct(text, "f", 1)["tokens"], strict=True)) == dict(
        zip(tokens, expected, strict=True)
    )
    for token, value in zip(tokens, expected, strict=True):
        if not differs(f"a: {token}\n"):
            assert parse(f"a: {token}\n", "f") == {"a": value}


def test_odd_scalars_are_read_as_kubernetes_reads_them(helm_reads):
    assert_read_alike([text for text in ODD if text and is_plain(text)], helm_reads)


@settings(max_examples=5, deadline=None, derandomize=True)
@given(tokens=st.lists(NUMBER_LIKE.filter(is_plain), min_size=100, max_size=300, unique=True))
def test_whatever_looks_like_a_number_is_read_as_kubernetes_reads_it(helm_reads, tokens):
    assert_read_alike(tokens, helm_reads)


@pytest.mark.parametrize(
    "text",
    [
        "on: 1\n8080: 2\n1.5: 3\noff: 4\n",
        "a: &a {p: 1, q: 2}\nb:\n  <<: *a\n  q: 3\n",
        "a: &a {p: 1}\nb: &b {p: 2, r: 3}\nc:\n  <<: [*a, *b]\n",
        "a: !!str 123\nb: !!int '7'\nc: !!float 1\nd: 'on'\ne: \"0123\"\n",
        "a: {b: on, c: [y, n]}\nd: on # comment\n",
        "? a\n: on\n",
        "a:\ton\nb: [x,on]\n",
        "a:\t&x 010\nb: *x\n",
        '{"a":on}\n',
        "a: |\n  on\nb: >-\n  off\n  no\n",
    ],
)
def test_documents_are_read_as_kubernetes_reads_them(helm_reads, text):
    assert construct(text, "f", 1) == helm_reads(text)
    assert differs(text) or parse(text, "f") == helm_reads(text)


def test_a_plain_document_takes_the_fast_way():
    assert not differs(HEAD + 'data:\n  a: "on"\n  b: x & z\n  c: a*b\n  d: 10Gi\n  e: 1.5\n  port: 8080\n')


def test_an_unquoted_boolean_in_a_config_map_is_what_the_server_sees():
    (manifest,) = yamlio.load_manifests(HEAD + "data: {a: on, b: 0123, c: x}\n", "f.yaml")
    assert manifest.data["data"] == {"a": True, "b": 83, "c": "x"}


def test_lines_count_in_the_whole_stream():
    text = f"---\n# Source: triton/templates/a.yaml\n{HEAD}---\n# nothing\n---\n{HEAD}data:\n  a: b\n"
    first, second = yamlio.load_manifests(text, "<stdin>")
    assert str(first.location(("metadata", "name"))) == "<stdin>:5:12"
    assert str(second.location(("data", "a"))) == "<stdin>:13:3"
    assert (first.origin, second.origin) == ("triton/templates/a.yaml", "")


def test_an_object_knows_its_identity():
    (manifest,) = yamlio.load_manifests(HEAD, "f.yaml")
    assert str(manifest.ref) == "ConfigMap prod/c"


@pytest.mark.parametrize("kind", ["List", "ConfigMapList"])
def test_lists_are_flattened_and_keep_their_places(kind):
    item = "- apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: a\n"
    text = f"apiVersion: v1\nkind: {kind}\nitems:\n{item}"
    (manifest,) = yamlio.load_manifests(text, "f.yaml")
    assert manifest.data["metadata"] == {"name": "a"}
    assert str(manifest.location(("metadata", "name"))) == "f.yaml:7:5"


def test_the_items_of_a_typed_list_take_its_kind():
    text = "apiVersion: v1\nkind: ConfigMapList\nitems: [{metadata: {name: a}}]\n"
    (manifest,) = yamlio.load_manifests(text, "f.yaml")
    assert (manifest.ref.api_version, manifest.ref.kind) == ("v1", "ConfigMap")


def test_json_is_read_one_value_or_several():
    values = [{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}} for name in "ab"]
    text = "\n".join(json.dumps(value) for value in values) + "\n"
    assert [m.data for m in yamlio.load_manifests(text, "f.json")] == values
    assert [m.data for m in yamlio.load_manifests(json.dumps(values[0], indent="\t"), "f.json")] == values[:1]


def test_every_broken_document_is_named():
    text = "a: 1\n---\n[\n---\n- x\n---\nfoo\n---\n" + HEAD + "data: {1: a, '1': b}\n"
    with pytest.raises(InputError) as caught:
        yamlio.load_manifests(text, "f.yaml")
    assert [str(problem) for problem in caught.value.problems] == [
        "f.yaml:1:1: is no Kubernetes object: `apiVersion` is missing or no text",
        "f.yaml:3:1: is not valid YAML: unclosed bracket '['",
        "f.yaml:5:1: expected a Kubernetes object, got a list (one object a document, or a List)",
        "f.yaml:7:1: expected a Kubernetes object, got 'foo' (one object a document, or a List)",
        "f.yaml:12:14: duplicate key `1` (keep one)",
    ]


def test_a_key_twice_in_json_is_named():
    with pytest.raises(InputError, match=r"f.json:1:31: duplicate key `kind`, first on line 1"):
        yamlio.load_manifests('{"apiVersion":"v1","kind":"X","kind":"Y"}', "f.json")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1", 1),
        ("9223372036854775807", 2**63 - 1),
        ("9223372036854775808", 2.0**63),
        ("-9223372036854775809", -(2.0**63)),
        ("9" * 300, float("9" * 300)),
        ("1.5", 1.5),
        (r'"\ud83d\ude00"', "\U0001f600"),
        (r'"a\ud800b"', "a\ufffdb"),
        (r'"\ude00\ud83d"', "\ufffd\ufffd"),
        (r'"\\ud800"', r"\ud800"),
    ],
)
def test_json_is_read_as_go_reads_it(written, read):
    (manifest,) = yamlio.load_manifests(f'{{"apiVersion":"v1","kind":"A","a":{written}}}', "f.json")
    assert manifest.data["a"] == read
    assert type(manifest.data["a"]) is type(read)


@pytest.mark.parametrize("written", ["NaN", "-Infinity", "9" * 5000, "1e999"])
def test_what_is_no_number_of_json_becomes_none(written):
    (manifest,) = yamlio.load_manifests(f'{{"apiVersion":"v1","kind":"A","a":{written}}}', "f.json")
    assert manifest.data["a"] == written
