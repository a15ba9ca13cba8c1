"""Which node is labelled how: by a script, and by Node objects for Git."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from gpu_clusters import A100_80, ALONE, L40S, cluster, mixed, pool

from tritonfleet import yamlio
from tritonfleet.emit.gpu.label_script import label_script
from tritonfleet.emit.gpu.node_labels import label_plan, node_component

FOUR = {"replicas": 4}
KUBECTL = '#!/bin/sh\nprintf "%s\\n" "$#" "$@" >> "$RECORD"\n'


@pytest.fixture
def kubectl(tmp_path, monkeypatch):
    """A kubectl that notes its arguments; returns what runs a script and gives the calls."""
    fake = tmp_path / "bin" / "kubectl"
    fake.parent.mkdir()
    fake.write_text(KUBECTL)
    fake.chmod(0o755)
    record = tmp_path / "record"

    def run(script: str, *arguments: str) -> list[list[str]]:
        file = tmp_path / "label-nodes.sh"
        file.write_text(script)
        path = f"{fake.parent}{os.pathsep}{os.environ['PATH']}"
        environment = {"PATH": path, "RECORD": str(record)}
        subprocess.run(["sh", file, *arguments], env=environment, check=True, capture_output=True)
        return calls(record.read_text().splitlines() if record.exists() else [])

    return run


def calls(lines: list[str]) -> list[list[str]]:
    found = []
    while lines:
        size = int(lines[0])
        found.append(lines[1 : size + 1])
        lines = lines[size + 1 :]
    return found


def test_named_nodes_are_labelled_by_name(kubectl):
    found = cluster(cut=pool(nodes=2, names="gpu-a gpu-b", mig=mixed(layout={"1g.10gb": 7})))
    assert kubectl(label_script("main", found)) == [
        ["label", "nodes", "gpu-a", "gpu-b", "nvidia.com/mig.config=cut", "nvidia.com/device-plugin.config=default",
         "--overwrite"]
    ]  # fmt: skip


def test_other_nodes_are_found_by_the_labels_of_their_pool(kubectl):
    shared = pool(L40S, timeSlicing=FOUR) | {"labels": {"example.com/pool": "l40s", "zone": "a"}}
    assert kubectl(label_script("lab", cluster(shared=shared))) == [
        ["label", "nodes", "-l", "example.com/pool=l40s,zone=a", "nvidia.com/device-plugin.config=shared",
         "--overwrite"]
    ]  # fmt: skip


def test_each_group_of_a_pool_has_its_own_labels(kubectl):
    layouts = {"0": {"0": {"7g.80gb": 1}}, "1-2": {"0": {"1g.10gb": 7}}}
    found = cluster(cut=pool(nodes=3, names="a b c", mig=mixed(nodes=layouts)))
    labelled = {tuple(call[2:-3]): call[-3] for call in kubectl(label_script("main", found))}
    assert labelled == {("a",): "nvidia.com/mig.config=cut-1", ("b", "c"): "nvidia.com/mig.config=cut-2"}


def test_arguments_go_to_every_kubectl(kubectl):
    pools = {"a": pool(L40S, names="one", timeSlicing=FOUR), "b": pool(names="two", timeSlicing=FOUR)}
    made = kubectl(label_script("main", cluster(**pools)), "--dry-run=server", "--context=my lab")
    assert [call[-2:] for call in made] == [["--dry-run=server", "--context=my lab"]] * 2


def test_whole_gpus_beside_cut_ones_are_told_to_stay_whole():
    found = cluster(cut=pool(mig=mixed(layout={"1g.10gb": 7})), whole=pool(), other=pool(L40S))
    labels = {nodes.group: nodes.labels.get("nvidia.com/mig.config") for nodes in label_plan(found)}
    assert labels == {"cut": "cut", "whole": "all-disabled", "other": None}


def test_nodes_that_cannot_be_told_apart_are_left_alone_and_said_to_be(kubectl):
    anonymous = pool() | {"labels": {}}
    script = label_script("main", cluster(anonymous=anonymous, shared=pool(L40S, timeSlicing=FOUR)))
    assert len(kubectl(script)) == 1
    assert "anonymous: left alone" in script


@pytest.mark.parametrize("product", [A100_80, L40S])
def test_what_was_cut_before_is_whole_when_nothing_is_cut_any_more(product):
    (nodes,) = label_plan(cluster(shared=pool(product, timeSlicing=FOUR)))
    assert nodes.labels.get("nvidia.com/mig.config") == ("all-disabled" if product == A100_80 else None)


DEPLOY = "nvidia.com/gpu.deploy.device-plugin"


def test_under_the_operator_nothing_keeps_the_plugin_away_that_would_stay_when_dra_goes():
    claims = pool(allocation="dra", mig=mixed(layout={"1g.10gb": 7}))
    assert label_plan(cluster(claims=claims))[0].labels == {"nvidia.com/mig.config": "claims"}


def test_slices_to_be_claimed_are_found_only_when_the_dra_driver_starts_again():
    cut, whole = pool(allocation="dra", mig=mixed(layout={"1g.10gb": 7})), pool(L40S, allocation="dra")
    notes = {nodes.group: nodes.note for nodes in label_plan(cluster(cut=cut, whole=whole))}
    assert (bool(notes["cut"]), notes["whole"]) == (True, "")
    assert notes["cut"] in label_script("main", cluster(cut=cut))


def test_beside_dra_the_plugin_alone_is_told_where_to_stay_away_and_where_to_come_back():
    pools = {"claims": pool(L40S, allocation="dra"), "shares": pool(L40S, timeSlicing=FOUR)}
    labels = {nodes.group: nodes.labels for nodes in label_plan(cluster(ALONE, **pools))}
    assert labels["claims"] == {DEPLOY: "false"}
    assert labels["shares"] == {"nvidia.com/device-plugin.config": "shares", DEPLOY: "true"}
    assert DEPLOY not in label_plan(cluster(ALONE, shares=pools["shares"]))[0].labels


def test_a_failing_kubectl_stops_the_script(tmp_path):
    script = tmp_path / "label-nodes.sh"
    script.write_text(label_script("main", cluster(a=pool(timeSlicing=FOUR), b=pool(L40S, timeSlicing=FOUR))))
    (tmp_path / "kubectl").write_text("#!/bin/sh\nexit 3\n")
    (tmp_path / "kubectl").chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(["sh", script], env={"PATH": path}, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout.count("\n")) == (3, 1)


SHELLCHECK = Path(sys.executable).with_name("shellcheck")
"""From the development dependencies, beside the Python that runs the tests."""


def test_the_script_passes_shellcheck(tmp_path):
    script = tmp_path / "label-nodes.sh"
    script.write_text(label_script("main", cluster(cut=pool(mig=mixed(layout={"1g.10gb": 7})))))
    done = subprocess.run([SHELLCHECK, script], check=False, capture_output=True, text=True)
    assert done.stdout == ""


def test_named_nodes_are_a_component_that_can_take_no_node_away():
    found = cluster(cut=pool(names="gpu-a", mig=mixed(layout={"1g.10gb": 7})))
    files = node_component("main", found)
    (node,) = yamlio.load_manifests(files["kustomize/components/main-node-labels/nodes.yaml"], "nodes.yaml")
    assert node.data == {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {
            "name": "gpu-a",
            "labels": {"nvidia.com/mig.config": "cut", "nvidia.com/device-plugin.config": "default"},
            "annotations": {
                "argocd.argoproj.io/sync-options": "Prune=false,Delete=false,ServerSideApply=true",
                "kustomize.toolkit.fluxcd.io/prune": "disabled",
            },
        },
    }


def test_without_names_there_is_no_component():
    assert node_component("main", cluster(shared=pool(timeSlicing=FOUR))) == {}
