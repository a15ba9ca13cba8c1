"""Dashboards as Grafana's sidecar and Grafana's operator take them: whole, small enough, and once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from watched_clusters import findings, of_kind, platform

from tritonfleet import errors
from tritonfleet.paths import data_dir
from tritonfleet.render.chart import Release
from tritonfleet.render.helm import Object, render

FILES = {
    path.stem: json.loads(path.read_text())
    for path in sorted((data_dir("charts") / "triton-platform" / "files" / "dashboards").glob("*.json"))
}


def by_sidecar(**more: Any) -> list[Object]:
    return of_kind("ConfigMap", platform({"dashboards": {"sidecar": {"enabled": True, **more}}}))


def by_operator(**more: Any) -> list[Object]:
    return platform({"dashboards": {"operator": {"enabled": True, **more}}})


def test_every_file_is_a_config_map_with_its_content():
    found = {key: json.loads(text) for one in by_sidecar() for key, text in one["data"].items()}
    assert found == {f"platform-triton-platform-{name}.json": content for name, content in FILES.items()}


def test_every_file_is_a_dashboard_resource_with_its_content():
    found = [json.loads(one["spec"]["json"]) for one in by_operator()]
    assert found == [*FILES.values()]


def test_content_is_compact():
    for one in by_sidecar():
        (text,) = one["data"].values()
        shortest = json.dumps(json.loads(text), separators=(",", ":"), ensure_ascii=False)
        assert len(text) <= len(shortest)


def test_the_sidecar_finds_them_by_its_label():
    assert all(one["metadata"]["labels"]["grafana_dashboard"] == "1" for one in by_sidecar())
    other = by_sidecar(label="dashboards", value="grafana")
    assert all(one["metadata"]["labels"]["dashboards"] == "grafana" for one in other)


def test_a_folder_is_said_under_both_names_that_the_sidecar_may_look_for():
    (annotations, *_) = [one["metadata"]["annotations"] for one in by_sidecar(folder="Triton")]
    assert annotations == {"grafana_folder": "Triton", "k8s-sidecar-target-directory": "Triton"}
    assert all("annotations" not in one["metadata"] for one in by_sidecar())


def test_the_operator_is_told_which_grafanas_and_which_folder():
    for one in by_operator(instanceSelector={"dashboards": "grafana"}, folder="Triton"):
        assert one["spec"]["instanceSelector"] == {"matchLabels": {"dashboards": "grafana"}}
        assert one["spec"]["folder"] == "Triton"
        assert one["spec"]["allowCrossNamespaceImport"] is True


def test_without_labels_every_grafana_shows_them():
    assert all(one["spec"]["instanceSelector"] == {} for one in by_operator())


def test_the_operator_takes_the_uid_from_the_dashboard():
    assert all("uid" not in one["spec"] for one in by_operator())
    assert all(dashboard["uid"] for dashboard in FILES.values())


def test_both_ways_at_once_are_refused():
    both = {"sidecar": {"enabled": True}, "operator": {"enabled": True}}
    with pytest.raises(errors.InputError, match="dashboards"):
        platform({"dashboards": both})


def test_our_own_rules_find_nothing():
    assert findings(*by_sidecar(folder="Triton")) == []
    assert findings(*by_operator(folder="Triton")) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is no dashboard"),
        ("[]", "is no dashboard"),
        (json.dumps({"panels": ["x" * 1_000_000]}), "a ConfigMap holds 1 MiB at most"),
    ],
    ids=["no JSON", "no dashboard", "too large"],
)
def test_a_file_that_cannot_be_shown_is_refused(tmp_path: Path, text: str, said: str):
    import shutil

    chart = tmp_path / "triton-platform"
    shutil.copytree(data_dir("charts") / "triton-platform", chart)
    (chart / "files" / "dashboards" / "own.json").write_text(text)
    values = {"dashboards": {"sidecar": {"enabled": True}}}
    with pytest.raises(errors.InputError, match=said):
        render([Release(chart, "own", "prod", values)])
