"""A rule's page reads well to somebody who met the problem an hour ago: what they saw first, then the mend."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tritonfleet.checks import Facts, Severity
from tritonfleet.checks.facts import NodeFacts, PrometheusFacts, Taint
from tritonfleet.checks.registry import rule
from tritonfleet.checks.rule import Area, Reads
from tritonfleet.docs.areas import AREAS
from tritonfleet.docs.examples import LONGEST, mended
from tritonfleet.docs.given import given
from tritonfleet.docs.prose import WIDTH
from tritonfleet.docs.rule_page import rule_page
from tritonfleet.docs.sources import linked

NET001 = rule("NET001")
LONG = "one:\n" + "".join(f"  key{n}: {n}\n" for n in range(20))


def headings(page: str) -> list[str]:
    return [line.removeprefix("## ") for line in page.splitlines() if line.startswith("## ")]


def test_the_symptom_stands_first_and_the_sources_last():
    assert headings(rule_page(NET001)) == [
        "What you see, and why",
        "How to mend it",
        "What fails",
        "What passes",
        "Facts it needs",
        "How to suppress it",
        "Where this comes from",
    ]


def test_facts_that_a_rule_needs_are_listed():
    page = rule_page(replace(NET001, needs=("the moon's phase",)))
    assert "Facts it needs" in headings(page)
    assert "\n- the moon's phase\n" in page


def test_the_cluster_that_an_example_is_judged_by_is_described():
    nodes = NodeFacts(
        2,
        {"nvidia.com/gpu": 8},
        {"pool": "a"},
        (Taint("gpu", "", "NoSchedule"),),
        runtime_class="nvidia",
    )
    facts = Facts(
        kubernetes="1.36",
        versions={"keda": "2.21"},
        nodes=(nodes,),
        external={"Secret": {"prod/key"}, "Gateway": ()},
        prometheus=PrometheusFacts("monitoring", "http://prometheus:9090", {"release": "kps"}),
    )
    assert list(given(facts)) == [
        "Kubernetes 1.36",
        "keda 2.21",
        "2 nodes with 8 `nvidia.com/gpu` each, labelled `pool=a`, tainted `gpu:NoSchedule`, runtime class `nvidia`",
        "Prometheus in namespace `monitoring` at http://prometheus:9090, which selects monitors by `release=kps`",
        "no Gateway outside the manifests",
        "Secret `prod/key` outside the manifests",
    ]
    assert "\nIn a cluster with:\n\n- Kubernetes 1.36\n" in rule_page(replace(NET001, facts=facts))


def test_a_rule_that_a_tool_decides_has_no_examples():
    page = rule_page(rule("GIT001"))
    assert "What fails" not in headings(page)
    assert "`--ignore GIT001`" in page


def test_an_object_is_annotated_to_suppress_a_finding():
    assert 'ignore.tritonfleet.dev/NET001: "the reason"' in rule_page(NET001)


def test_an_error_of_the_fleet_cannot_be_suppressed():
    assert "cannot be suppressed" in rule_page(rule("FLT001"))


def test_a_warning_of_the_fleet_is_suppressed_by_a_comment():
    page = rule_page(rule("FLT031"))
    assert "`# tritonfleet: ignore FLT031 the reason`" in page
    assert "cannot be suppressed" not in page


@pytest.mark.parametrize("severity", list(Severity))
def test_the_severity_is_said_in_words(severity):
    assert f"**{severity}** · " in rule_page(replace(NET001, severity=severity))


def test_a_fix_becomes_a_sentence():
    assert "\nGive it a name.\n" in rule_page(replace(NET001, fix="give it a name"))


def test_prose_is_wrapped_and_never_within_code():
    code = "`kubectl get pods -l a=b`"
    page = rule_page(replace(NET001, reads=Reads.FLEET, why=f"{'It goes on. ' * 9}See {code} for more."))
    assert code in page
    (why,) = [block for block in page.split("\n\n") if code in block]
    assert all(len(line) <= WIDTH for line in why.splitlines())


def test_only_what_is_around_a_change_is_shown_of_the_passing_example():
    shown = mended(LONG, LONG.replace("key10: 10", "key10: ten")).splitlines()
    assert (shown[0], shown[-1]) == ("```diff", "```")
    assert "-  key10: 10" in shown
    assert "+  key10: ten" in shown
    assert "   key0: 0" not in shown


def test_between_two_changes_something_is_left_out_visibly():
    shown = mended(
        LONG, LONG.replace("key1: 1\n", "key1: one\n").replace("key18: 18", "key18: z")
    ).splitlines()
    assert shown.count(" …") == 1


def test_a_very_long_line_is_cut_in_the_middle():
    lines = mended(f"a: 1\nlong: {'x' * 1000}\n", f"a: 2\nlong: {'x' * 1000}\n").splitlines()
    assert max(map(len, lines)) <= LONGEST
    assert any("926 characters more" in line for line in lines)


def test_a_passing_example_that_has_little_in_common_is_shown_whole():
    assert mended("a: 1\nb: 2\n", "c: 3\nd: 4\n") == "```yaml\nc: 3\nd: 4\n```"


@pytest.mark.parametrize(
    ("source", "link"),
    [
        ("kedacore/keda#3065", "https://github.com/kedacore/keda/issues/3065"),
        ("helm/helm:pkg/action/install.go", "https://github.com/helm/helm/blob/HEAD/pkg/action/install.go"),
        ("helm/helm:README.md@v4.0.0", "https://github.com/helm/helm/blob/v4.0.0/README.md"),
        ("helm/helm:README.md:12,40@v4.0.0", "https://github.com/helm/helm/blob/v4.0.0/README.md#L12"),
    ],
)
def test_threads_and_files_are_linked(source, link):
    assert linked(source) == f"[{source}]({link})"


def test_our_own_pages_are_linked_from_the_folder_of_rules():
    assert linked("tritonfleet:docs/sharing.md") == "[tritonfleet:docs/sharing.md](../sharing.md)"


@pytest.mark.parametrize("remark", [" (function)", ", Model::Init"])
def test_a_remark_behind_a_source_stays(remark):
    link = "https://github.com/helm/helm/blob/HEAD/README.md"
    assert linked(f"helm/helm:README.md{remark}") == f"[helm/helm:README.md]({link}){remark}"


@pytest.mark.parametrize("source", ["wiki: Cost centres", "a/b:src/{one,two}.go"])
def test_what_names_no_page_stays_as_it_is(source):
    assert linked(source) == source


def test_every_area_is_introduced():
    assert list(AREAS) == list(Area)
