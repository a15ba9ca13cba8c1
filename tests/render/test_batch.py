"""Rendering many releases in one Helm process gives what rendering each alone gives."""

from __future__ import annotations

import re
import shutil
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tritonfleet import tools
from tritonfleet.errors import InputError
from tritonfleet.render.chart import Chart
from tritonfleet.render.helm import Release, is_hook, render, render_one

SAMPLE = Path(__file__).parent / "fixtures" / "sample"

CASES = {
    "defaults": {},
    "a field removed by null": {"replicas": None},
    "a whole default map removed by null": {"resources": None},
    "a default inside a map removed by null": {"resources": {"limits": {"cpu": None}}},
    "a null over a default that is null": {"gone": None},
    "a null without a default": {"labels": {"free": "text"}, "image": {"name": "x", "tag": "1"}},
    "an integer that Helm reads as a float": {"numbers": {"large": 123456789}},
    "an integer beyond a float's precision": {"numbers": {"large": 9007199254740993}},
    "a float that is whole": {"numbers": {"ratio": 2.0}},
    "text that is almost a number": {"labels": {"a": "03190301", "b": "1e3", "c": "on"}},
    "text with every awkward character": {
        "text": "a\x85b\u2028\ufeff\U0001f600 <no value> & \" ' \\ \n end\n"
    },
    "text with a document separator": {"text": "one\n---\ntwo"},
    "several documents in a template": {"ingress": {"enabled": True}},
    "a template in the values": {"note": "{{ .Release.Name }} in {{ .Release.Namespace }}"},
}


def releases(cases: dict[str, dict], chart: Path) -> list[Release]:
    return [Release(chart, f"release-{i}", "models", values) for i, values in enumerate(cases.values())]


@pytest.fixture(scope="module")
def batch() -> list[list[dict]]:
    return render(releases(CASES, SAMPLE))


@pytest.mark.parametrize("case", CASES)
def test_a_release_renders_as_it_does_alone(case: str, batch: list[list[dict]]) -> None:
    index = list(CASES).index(case)
    assert batch[index] == render_one(releases(CASES, SAMPLE)[index])


@pytest.mark.parametrize("version", ["1.33", "1.37"])
def test_templates_see_the_kubernetes_version_that_was_asked_for(sample: Path, version: str) -> None:
    release = Release(sample, "one", "models")
    (objects,) = render([release], kube_version=version)
    assert objects == render_one(release, kube_version=version)
    deployment = next(obj for obj in objects if obj["kind"] == "Deployment")
    assert deployment["metadata"]["annotations"]["cluster"] == f"v{version}"


def test_releases_come_back_in_the_order_they_were_given(sample: Path) -> None:
    names = [f"r{i}" for i in range(90)]
    rendered = render([Release(sample, name, "models") for name in names], jobs=3)
    assert [objects[0]["metadata"]["name"] for objects in rendered] == names


def test_charts_can_be_mixed(sample: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    (other / "templates").mkdir(parents=True)
    (other / "Chart.yaml").write_text("apiVersion: v2\nname: other\nversion: 0.0.1\n")
    template = "apiVersion: v1\nkind: Secret\nmetadata: {name: {{ .Release.Name }}}\n"
    (other / "templates" / "secret.yaml").write_text(template)
    rendered = render([Release(sample, "a", "n"), Release(other, "b", "n"), Release(sample, "c", "n")])
    assert [objects[-1]["metadata"]["name"] for objects in rendered] == ["a-test", "b", "c-test"]


def test_a_chart_that_changed_is_read_again(sample: Path, tmp_path: Path) -> None:
    chart = shutil.copytree(sample, tmp_path / "chart")
    before = Chart.of(chart)
    assert Chart.of(chart) is before
    (chart / "values.yaml").write_text("replicas: 7\n")
    assert Chart.of(chart).defaults == {"replicas": 7}


def test_nothing_to_render_starts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRITONFLEET_HELM", "/nowhere/helm")
    assert render([]) == []


def test_helm_is_looked_for_in_the_main_thread(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program, threads = tools.find("helm"), []

    def find(name: str) -> Path:
        threads.append(threading.current_thread())
        return program

    monkeypatch.setattr(tools, "find", find)
    render([Release(sample, "one", "models")])
    assert threads == [threading.main_thread()]


def test_hooks_are_told_apart_and_come_last(sample: Path) -> None:
    (objects,) = render([Release(sample, "one", "models")])
    assert [is_hook(obj) for obj in objects] == [False, False, True]


def test_settings_of_the_user_change_nothing(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = render([Release(sample, "one", "models")])
    monkeypatch.setenv("HELM_NAMESPACE", "elsewhere")
    monkeypatch.setenv("HELM_DEBUG", "true")
    assert render([Release(sample, "one", "models")]) == expected


class TestRefusals:
    @staticmethod
    def refused(*values: dict) -> InputError:
        with pytest.raises(InputError) as caught:
            render([Release(SAMPLE, f"release-{i}", "models", each) for i, each in enumerate(values)])
        return caught.value

    def test_an_unknown_key_names_release_and_path_and_suggests_the_right_one(self) -> None:
        (problem,) = self.refused({}, {"image": {"name": "x", "tga": "1"}}).problems
        assert str(problem) == "release release-1: image.tga: unknown key `tga` (did you mean `tag`?)"

    def test_every_bad_value_of_every_release_is_reported(self) -> None:
        error = self.refused({"replicas": -1}, {"replica": 1, "text": 3})
        assert [re.sub(r": .*", "", problem.message) for problem in error.problems] == [
            "release release-0",
            "release release-1",
            "release release-1",
        ]

    def test_a_template_that_fails_names_its_release_and_its_place(self) -> None:
        bad = {"refuse": "cannot: work"}
        error = self.refused(*[{}] * 5, bad, *[{}] * 5)
        (problem,) = error.problems
        assert problem.message == "release release-5: refuse: cannot: work"
        assert str(problem.location) == str(SAMPLE / "templates" / "deployment.yaml") + ":2:4"

    def test_output_that_is_no_yaml_names_its_release(self) -> None:
        (problem,) = self.refused({}, {"image": {"name": "a: b: c"}}).problems
        assert problem.message.startswith("release release-1: error converting YAML to JSON")

    def test_values_that_no_file_can_hold(self) -> None:
        (problem,) = self.refused({"numbers": {"ratio": float("nan")}}).problems
        assert "release release-0" in problem.message

    def test_a_name_that_helm_would_refuse(self, sample: Path) -> None:
        with pytest.raises(InputError, match="no name for a release"):
            render([Release(sample, "Not_A_Name", "models")])

    def test_a_folder_without_a_chart(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="no Helm chart"):
            render([Release(tmp_path, "one", "models")])


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30)
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "replicas": st.none() | st.integers(0, 10**12),
        "text": TEXT,
        "labels": st.none() | st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), TEXT, max_size=3),
        "numbers": st.fixed_dictionaries(
            {},
            optional={
                "small": st.integers(-(2**63), 2**63 - 1) | st.none(),
                "ratio": st.floats(allow_nan=False, allow_infinity=False) | st.none(),
            },
        ),
        "resources": st.fixed_dictionaries({}, optional={"limits": st.none() | st.just({"memory": "1Gi"})}),
        "ingress": st.fixed_dictionaries({"enabled": st.booleans() | st.none()}),
    },
)


@settings(max_examples=4, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(VALUES, min_size=4, max_size=4))
def test_any_accepted_values_render_as_they_do_alone(drawn: list[dict]) -> None:
    chart = Chart.of(SAMPLE)
    mine = [Release(SAMPLE, f"r{i}", "models", values) for i, values in enumerate(drawn)]
    accepted = [release for release in mine if not list(chart.problems(chart.prepared(release)))]
    assert render(accepted) == [render_one(release) for release in accepted]
