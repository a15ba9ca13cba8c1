"""``check --kubernetes``: what is no version is refused, whichever rules are asked."""

from __future__ import annotations

import pytest

from support.cli import tritonfleet

POD = (
    "{apiVersion: v1, kind: Pod, metadata: {name: bert}, spec: {containers: [{name: bert, image: 'bert:1'}]}}"
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "pod.yaml").write_text(POD)
    return tmp_path


@pytest.mark.parametrize("select", ["K8S", "NET"])
def test_what_is_no_version_is_refused_in_one_line(folder, select):
    ran = tritonfleet("check", "pod.yaml", "--kubernetes", "latest", "--select", select, cwd=folder)
    assert (ran.code, ran.out) == (2, "")
    assert (
        ran.err == "tritonfleet: --kubernetes latest is no version of Kubernetes (write one such as 1.36)\n"
    )


def test_a_full_version_is_taken_for_its_minor(folder):
    assert tritonfleet("check", "pod.yaml", "--kubernetes", "v1.36.2", cwd=folder).code == 0
