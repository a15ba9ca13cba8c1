"""Triton's own rules over configurations in ConfigMaps: what is judged together, and where a finding points."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.trt_examples import PYTHON_MODEL, config_map, said, serving, world
from tritonfleet import checks, yamlio
from tritonfleet.checks import registry
from tritonfleet.checks.rule import Breach, Inside
from tritonfleet.checks.triton.configs import model_configs
from tritonfleet.checks.triton.pbtxt import place, read
from tritonfleet.checks.triton.places import locate
from tritonfleet.checks.triton.sets import model_sets

ENSEMBLE = """\
name: "pipeline"
platform: "ensemble"
max_batch_size: 8
input { name: "TEXT" data_type: TYPE_STRING dims: [1] }
output { name: "SCORE" data_type: TYPE_FP32 dims: [2] }
ensemble_scheduling {
  step {
    model_name: "bert" model_version: -1
    input_map { key: "TEXT" value: "TEXT" }
    output_map { key: "SCORE" value: "SCORE" }
  }
}
"""
OF_CONFIGURATION = [rule_id for rule_id in registry.modules() if rule_id.startswith("TRT1")]


def test_a_finding_points_into_the_configuration():
    config = PYTHON_MODEL + "dynamic_batching {\n  preferred_batch_size: [ 4,\n    16 ]\n}\n"
    manifests = yamlio.load_manifests(config_map("bert-model", config__pbtxt=config), "models.yaml")
    (finding,) = checks.run(manifests, select=["TRT107"]).findings
    assert str(finding.location) == "models.yaml:13:9"
    assert finding.path == 'data["config.pbtxt"]'


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("backend",), 2),
        (("inputs", "B", "dims"), 4),
        (("inputs", "B", "dims", 1), 4),
        (("instanceGroups", 1, "gpus", 0), 8),
        (("parameters", "key two"), 12),
        (("versionPolicy", "specific"), 13),
        (("ensemble", "steps"), 1),
        ((), 1),
    ],
)
def test_fields_are_found_in_every_way_of_writing_them(path, line):
    text = """name: "a" # "not: this" {
backend: 'python'
input [ { name: "A" dims: 1 },
        { name: "B" dims: [ 1, 2 ] } ]
instance_group
[
  { kind: KIND_CPU },
  < gpus: [ 0 ] >
]
parameters { key: "one"
  value: { string_value: "x" "y" } }
parameters: { key: "key two" value { string_value: "{" } }
version_policy: { specific { versions: 1, versions: 2 } };
"""
    assert locate(text, path).line == line


@given(st.text(alphabet="ab:{}[]<>\"'#,; \n\\1", max_size=40))
def test_no_text_makes_the_reader_stumble(text):
    read(text)


def test_a_place_counts_from_one():
    assert place("ab\ncd", 4) == Inside(2, 2)


@pytest.mark.parametrize("rule_id", OF_CONFIGURATION)
def test_fields_are_called_what_triton_calls_them(rule_id):
    rule = registry.rule(rule_id)
    for breach in rule.check(world(rule.fails)):
        assert isinstance(breach, Breach)
        assert not re.search(r"\b[a-z]+[A-Z]", f"{breach.message} {breach.fix}".replace("tritonserver", ""))


def test_a_model_that_may_lie_elsewhere_is_not_missed():
    step_elsewhere = config_map("pipeline", config__pbtxt=ENSEMBLE)
    assert said("TRT129", step_elsewhere) == []


def test_a_model_that_is_nowhere_is_missed():
    alone = serving(config=ENSEMBLE, mount="/models/pipeline")
    assert said("TRT129", alone) == ["model pipeline: there is no model bert"]
    with_more = serving("--model-repository=s3://acme/more", config=ENSEMBLE, mount="/models/pipeline")
    assert said("TRT129", with_more) == []


def test_models_of_one_config_map_are_judged_together():
    together = config_map("models", bert__config__pbtxt=PYTHON_MODEL, pipeline__config__pbtxt=ENSEMBLE)
    assert said("TRT128", together) == []
    wrong = together.replace(
        'backend: "python"\n    max_batch_size: 8', 'backend: "python"\n    max_batch_size: 4'
    )
    assert said("TRT128", wrong) == [
        "model pipeline: max_batch_size 8 is above 4, what bert in step 1 allows"
    ]


def test_a_configuration_that_two_servers_mount_is_told_once():
    manifest = serving(config=PYTHON_MODEL.replace("bert", "other"))
    both = (
        manifest
        + "---\n"
        + manifest.split("---\n")[1].replace("name: bert, namespace", "name: bert2, namespace")
    )
    assert len(said("TRT129", both)) == 1


def test_the_server_reads_the_variant_that_it_asks_for():
    items = "[{key: config.pbtxt, path: config.pbtxt}, {key: model.py, path: configs/prod.pbtxt}]"
    manifest = serving("--model-config-name=prod", items=items)
    broken = manifest.replace(
        "class TritonPythonModel: ...", 'name: "bert" backend: "python" max_batch_size: -1'
    )
    assert said("TRT105", broken.replace("model.py", "prod.pbtxt"))


def test_the_folder_names_the_model_whatever_the_key():
    items = "[{key: config.pbtxt, path: bert/config.pbtxt}, {key: model.py, path: bert/1/model.py}]"
    (models,) = model_sets(world(serving(mount="/models", items=items)))
    assert set(models.models) == {"bert"}
    assert models.layouts["bert"].versions == (1,)
    assert models.complete


def test_a_folder_that_is_not_all_in_sight_has_no_layout():
    weights = "- {name: weights, persistentVolumeClaim: {claimName: weights}}\n"
    (models,) = model_sets(
        world(serving(volumes=weights, mounts="- {name: weights, mountPath: /models/bert/1}\n"))
    )
    assert models.layouts == {}
    assert models.complete


def test_one_file_of_a_config_map_can_be_mounted():
    manifest = serving().replace(
        "{name: bert, mountPath: /models/bert}",
        "{name: bert, mountPath: /models/bert/config.pbtxt, subPath: config.pbtxt}",
    )
    (models,) = model_sets(world(manifest))
    assert (set(models.models), models.layouts) == ({"bert"}, {})


def test_a_projected_volume_shows_its_config_maps():
    manifest = serving().replace(
        "configMap: {name: bert-model, items:", "projected: {sources: [{configMap: {name: bert-model, items:"
    )
    manifest = manifest.replace("path: 1/model.py}]}}", "path: 1/model.py}]}}]}}")
    (models,) = model_sets(world(manifest))
    assert models.layouts["bert"].files == {"model.py"}


@pytest.mark.parametrize("text", ["max_batch_size: ${triton_max_batch_size}\n", "name: {{ .Values.name }}\n"])
def test_a_template_is_no_broken_configuration(text):
    assert said("TRT100", config_map("templates", config__pbtxt=text)) == []


def test_another_file_of_the_same_format_is_no_configuration():
    labels = config_map("labels", label_map__pbtxt='item { id: 1 name: "cat" }\n')
    assert said("TRT100", labels) == []
    assert said("TRT100", labels.replace("label_map", "bert.config"))


def test_a_broken_configuration_is_known_by_where_it_is_mounted():
    broken = serving(config="max_batchsize: 8\n").replace("config.pbtxt: |", "bert.pbtxt: |")
    assert said("TRT100", broken) == []
    assert said("TRT100", broken.replace("{key: config.pbtxt,", "{key: bert.pbtxt,"))


def test_a_broken_configuration_says_where():
    manifest = config_map("bert-model", config__pbtxt='name: "bert"\n  max_batchsize: 8\n')
    (finding,) = checks.run(yamlio.load_manifests(manifest, "f.yaml"), select=["TRT100"]).findings
    assert (finding.message, finding.fix) == (
        "`config.pbtxt`: unknown field `max_batchsize`",
        "did you mean `max_batch_size`?",
    )
    assert str(finding.location) == "f.yaml:7:7"


def test_other_text_in_a_config_map_is_no_configuration():
    assert model_configs(world(config_map("notes", config__pbtxt__md="hello\n", model__txt="x\n"))) == []


def test_a_gpu_that_the_container_sees_unasked_is_not_missed():
    config = PYTHON_MODEL + "instance_group { kind: KIND_GPU }\n"
    assert said("TRT121", serving(config=config))
    visible = "env: [{name: NVIDIA_VISIBLE_DEVICES, value: all}]\n"
    assert said("TRT121", serving(config=config, container=visible)) == []
    assert said("TRT121", config_map("bert-model", config__pbtxt=config)) == []


def test_other_pbtxt_files_beside_a_configuration_are_left_alone():
    items = "[{key: config.pbtxt, path: config.pbtxt}, {key: model.py, path: labels.pbtxt}]"
    assert said("TRT101", serving(items=items)) == []
    volume = "- {name: more, persistentVolumeClaim: {claimName: m}}\n"
    only = "[{key: config.pbtxt, path: bert.pbtxt}]"
    nested = "- {name: more, mountPath: /models/bert/1}\n"
    assert said("TRT101", serving(items=only))
    assert said("TRT101", serving(items=only, config='item { name: "cat" }\n')) == []
    assert said("TRT101", serving(items=only, volumes=volume, mounts=nested)) == []
