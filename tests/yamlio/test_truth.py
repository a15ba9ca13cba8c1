"""A document means what the API server takes it for, or it is refused: Helm, which reads alike, is the judge."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
import yaml

from tritonfleet.errors import InputError
from tritonfleet.yamlio import load, load_kubernetes, load_manifests
from tritonfleet.yamlio.dialects import differs
from tritonfleet.yamlio.goyaml import construct, reread
from tritonfleet.yamlio.parsing import parse
from yamlio.judge import REFUSED, Judge, alike

SCALARS = [
    "0", "1", "007", "08", "0x1F", "0b11", "0o17", "0O17", "1e3", "1E+3", "1_000", "0_1", "1.", ".5", "1.2.3", "-1",
    "+1", "--1", "12:30", "190:20:30", "2001-01-01", "2001-01-01T00:00:00Z", "1e999", "-1e999", ".inf", "-.Inf",
    ".nan", "18446744073709551615", "18446744073709551616", "-9223372036854775809", "0xFFFFFFFFFFFFFFFFFF",
    "0777777777777777777777777", "y", "n", "yes", "No", "on", "OFF", "yEs", "true", "True", "tRue", "~", "null", "",
    "NULL", "nUll", "=", "<<", "!!str 1", "!!int '7'", "!!float 1", "!!bool yes", "!foo x",
    "!!timestamp 2001-01-01", '"a"', "'it''s'", '"x\\ny"', '"\\u00e9"', '"\\/"', '"a\\\\/b"', "'\\/'", "a\\/b",
    '"\\ud800"', '"\\ud83d\\ude00"', '"\\x41"', '"\\q"', '"a\tb"', "abc", "a b", "a: b", "a:b", "a#b", "a # b",
    "http://x:80/y", "$(X)", "*.x", "a, b", "a]", "a}", "é", "@a", "%a", "`a`", "-", "- x", "?", ":", "&a x", "*a",
    "{}", "[]", "{a: 1}", "[1, 2]", "[1, 2,]", "[1,,2]", "{a, b}", "{a: {b: on}}", "{a: 1, {b: 2}}", "{[a]: b}",
    "{{ .Values.x }}", "[{a: 1}, {b: on}]", "[\n1,\n2\n]", "{\n a: 1\n}", "|\n  x\n  y", "|\n    x\n   y", "|-\n  x\n",
    "|+\n  x\n\n", ">\n  a\n\n  b", "|", "|\n", ">-\n", "|2\n   x", "|\n \tx", "\tb", "b\t", '"b"# c', "'b'\n  c",
    "b\n  c", "b\n c: d", "b c\n  - on\n\n  *on", "12\n  on",
    "b\n  on # c\n  on", "b[*]", "'a\n\n b'", "x\u2028y", "x\x80y", "9" * 5000, "0" * 5000, "b\x85c: d",
    "! 12", "! on", "&x ! on", "! 'on'", "!", "!!binary aGVsbG8=", "!!binary a=", "!!binary //4=",
    "!!binary |\n  aGVs\n  bG8=", "!!int x", "!!int 1.5", "!!int", "!!int 0b11", "!!int 99999999999999999999",
    "!!float x", "!!float 0x10", "!!float 18446744073709551615", "!!float 1e400", "!!bool x", "!!bool 1", "!!bool 'no'",
    "!!null x", "!!null ~", "!<tag:yaml.org,2002:int> 12", "!!map [1]", "!!str {b: on}", "!!set {b, c}",
]  # fmt: skip
DOCUMENTS = [
    "on: 1\n8080: 2\n1.5: 3\noff: 4\n", "~: 1\n", "1e3: x\n", "0x10: x\n", "true: x\n", "? a\n: b\n", "? [a]\n: b\n",
    "[a]: b\n", "{{ x }}: b\n", "{a: 1}", "{a: 1,}", "[a,]: 1\n", "a: 1\r\nb: 2\r\n", "a: 1\rb: on\r", "\ta: 1\n",
    "a:\n\tb: 1\n", "a:\n- b\n- c\n", "a:\n  b: 1\n c: 2\n", "a: &x {p: 1, q: 2}\nb: {<<: *x, q: 3}\n",
    "a: &x {p: 1}\nb: &y {p: 2, r: 3}\nc: {<<: [*x, *y]}\n", "a: {<<: 1}\n", "&a b: c\n", "&a a: *a\n", "a: *x\n",
    "# only\na: on # x\n", '"a b": 1\n', "-a: b\n", "?a: b\n", "é: 1\n",
    "a: 1\n<<: {a: 2}\n", "<<: {a: 1}\n<<: {a: 2}\n", "a: 1\n<<: {a: 2}\nb: 3\n<<: {b: 4}\n", "!!merge <<: {a: 1}\n",
    '"<<": {a: 1}\n', "x: &l [{a: 1}]\nb: {<<: *l}\n", "x: &l {a: 1}\nb: {<<: [*l, {a: 2, c: 3}]}\n",
    "!!binary YQ==: b\n",
    "a: &x on\nb: *x\nc: &x {p: 1}\nd: *x\n", "a: [&x 1, &x 2, *x]\n",
    "%YAML 1.1\n---\na: on\n", "%YAML 1.2\n---\na: 1\n", "%FOO x\n---\na: 1\n", "%TAG ! tag:x,2000:\n---\na: !foo 1\n",
    "--- a: 1\n", "--- {a: on}\n", "--- # c\na: 1\n", "--- &x\na: 1\n", "--- !!map\na: 1\n",
]  # fmt: skip


def kubernetes_reads(text: str) -> Any:
    """The value by our rules, or REFUSED."""
    try:
        return load_kubernetes(text, "f")
    except InputError as refused:
        return "repeated" if "duplicate key" in str(refused) else REFUSED


@pytest.fixture(scope="session")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Judge:
    return Judge(tmp_path_factory.mktemp("judge"))


def assert_read_alike(texts: list[str], judge: Judge, *, laxer: bool = False) -> None:
    """``laxer``: the judge may take what we refuse, such as rubbish behind the end of a document."""
    for text, theirs in zip(texts, judge(texts), strict=True):
        ours = kubernetes_reads(text)
        if ours == "repeated" or (laxer and ours == REFUSED) or not isinstance(ours, dict | str):
            continue
        assert alike(ours, theirs), (text, ours, theirs)


def test_every_scalar_is_read_as_kubernetes_reads_it(judge):
    assert_read_alike([f"a: {scalar}\nb: 1\n" for scalar in SCALARS], judge)


def test_every_document_is_read_as_kubernetes_reads_it(judge):
    assert_read_alike(DOCUMENTS, judge)


def mapping(draw: Random, indent: int = 0, depth: int = 0) -> str:
    """The text of a mapping in which anything may be wrong."""
    text = ""
    for _ in range(draw.randint(1, 3)):
        key = draw.choice(("a", "b", "c", "d", "name", '"q"', "f g", "on", "1", "~", "&z h", "{j: 1}"))
        shape = draw.choice(("scalar",) * 6 + ("sequence", "sequence", "mapping")) if depth < 3 else "scalar"
        inside = indent + draw.choice((2, 2, 2, 4, 1, 0))
        text += f"{' ' * indent}{key}:"
        if shape == "scalar":
            text += f" {draw.choice(SCALARS)}\n"
        elif shape == "sequence":
            text += f"\n{' ' * inside}- {mapping(draw, inside + 2, depth + 1).lstrip(' ')}"
        else:
            text += f"\n{mapping(draw, inside, depth + 1)}"
        text += draw.choice(("",) * 8 + ("\n", "# c\n", "  # c\n", "\t\n"))
    return text


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_written_is_read_as_kubernetes_reads_it_or_refused(judge, seed):
    draw = Random(seed)
    assert_read_alike([mapping(draw) for _ in range(500)], judge, laxer=True)


@pytest.mark.parametrize(
    "text", ["args: [\na,\nb\n]\n", "a:\tb\n", "a: 'b\n\n c'\n", 'a: "b"#c\n', "a: !!bool yes\n"]
)
def test_what_only_the_fast_parser_refuses_is_read(text):
    with pytest.raises(InputError) as refused:
        parse(text, "f")
    assert isinstance(reread(text, "f", 1, refused.value), dict)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: [\n1\n", "is not valid YAML"),
        ("a: 1\na: [\n1\n]\n", "f:2:1: duplicate key `a`"),
        ("a: " + "[" * 300, "nests deeper than 200 levels"),
    ],
)
def test_what_nobody_reads_stays_refused(text, problem):
    with pytest.raises(InputError) as refused:
        parse(text, "f")
    with pytest.raises(InputError, match=problem):
        reread(text, "f", 1, refused.value)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: 1\nb: .inf\n", "f:2:4: .inf cannot be sent to the API server"),
        ('a: 1\nb: "x\\/y"\n', r"f:2:6: YAML has no escape \\/"),
        ("a: {{ x }}\n", "f:1:5: a key must be text, not a collection"),
    ],
)
def test_what_kubernetes_refuses_is_refused_with_its_place(text, problem):
    assert differs(text)
    with pytest.raises(InputError, match=problem):
        construct(text, "f", 1)


CRD = """\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: canaries.flagger.app
spec:
  names:
    shortNames: [
    cn,
    can
    ]
"""


def test_a_manifest_is_read_whose_brackets_close_where_their_key_begins():
    (manifest,) = load_manifests(CRD, "crd.yaml")
    assert manifest.data["spec"]["names"]["shortNames"] == ["cn", "can"]
    assert str(manifest.location(("spec", "names", "shortNames"))) == "crd.yaml:7:5"


def test_a_fleet_is_not_read_that_way():
    with pytest.raises(InputError):
        load("a: [\n1\n]\n", "fleet.yaml")
    assert load("%YAML 1.2\n---\na: on\n", "fleet.yaml") == {"a": "on"}


def test_a_directive_that_kubernetes_does_not_read_is_named_with_its_place():
    with pytest.raises(InputError, match=r"f:2:1: Kubernetes does not read `%YAML 1.2`"):
        load_manifests("# generated\n%YAML 1.2\n---\nkind: A\napiVersion: v1\n", "f")


def test_a_tag_that_does_not_fit_is_named_with_its_place():
    with pytest.raises(InputError, match="f:2:4: `x` is no int, which its tag says it is"):
        load_kubernetes("a: 1\nb: !!int x\n", "f")


def test_an_anchor_that_is_set_again_keeps_places():
    text = "apiVersion: v1\nkind: A\nenv:\n- name: &name a\n  key: *name\n- name: &name b\n  key: *name\n"
    (manifest,) = load_manifests(text, "f")
    assert [entry["key"] for entry in manifest.data["env"]] == ["a", "b"]
    assert str(manifest.location(("env", 1, "key"))) == "f:7:3"


@pytest.mark.parametrize("text", ['a: "\\ued80"', 'a: "\\\\ud800"', 'a: "\\uD7FF"', 'a: "\\U0000e000"'])
def test_an_escape_that_only_looks_like_half_a_surrogate_is_read(text):
    assert load_kubernetes(text, "f.yaml") == yaml.safe_load(text)
