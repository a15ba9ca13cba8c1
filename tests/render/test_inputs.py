"""What a check reads: files, streams, folders, kustomizations and charts, and what it passes over."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from tritonfleet.errors import InputError
from tritonfleet.render.inputs import ChartOptions, Inputs, read_inputs

MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\n"
CHART = "apiVersion: v2\nname: triton\nversion: 0.1.0\n"
NAMES = "{{ .Values.fullnameOverride | default .Release.Name }}"


def write(folder: Path, **files: str) -> Path:
    """Files by name: ``a__b_yaml`` is a/b.yaml."""
    for name, text in files.items():
        path = folder / (name.replace("__", "/").replace("_yaml", ".yaml").replace("_json", ".json"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def chart(folder: Path, template: str, **files: str) -> Path:
    (folder / "templates").mkdir(parents=True)
    (folder / "Chart.yaml").write_text(CHART)
    (folder / "templates" / "models.yaml").write_text(template)
    return write(folder, **files)


def names(inputs: Inputs) -> list[str]:
    return [manifest.ref.name for manifest in inputs.manifests]


def reasons(inputs: Inputs) -> dict[str, str]:
    return {Path(passed.path).name: passed.why for passed in inputs.passed}


def test_a_file_of_several_documents(tmp_path):
    write(tmp_path, a_yaml=f"{MAP % 'a'}---\n{MAP % 'b'}")
    assert names(read_inputs([str(tmp_path / "a.yaml")])) == ["a", "b"]


def test_standard_input():
    inputs = read_inputs(["-"], stdin=io.BytesIO((MAP % "a").encode()))
    assert [manifest.file for manifest in inputs.manifests] == ["<stdin>"]


def test_json_and_lists(tmp_path):
    items = '[{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"}}]'
    text = f'{{"apiVersion": "v1", "kind": "List", "items": {items}}}'
    assert names(read_inputs([str(write(tmp_path, a_json=text))])) == ["a"]


def test_a_folder_is_read_to_its_depths_in_order(tmp_path):
    write(tmp_path, b_yaml=MAP % "b", a__c_yaml=MAP % "c")
    assert sorted(names(read_inputs([str(tmp_path)]))) == ["b", "c"]


def test_what_is_no_manifest_is_passed_over_in_a_folder(tmp_path):
    write(
        tmp_path,
        a_yaml=MAP % "a",
        values_yaml="replicas: 2\n",
        package_json='{"name": "x", "kind": "apiVersion"}',
        template_yaml="apiVersion: v1\nkind: {{ kind }}\n",
        fleet_yaml="apiVersion: tritonfleet.dev/v1\nkind: Fleet\nmetadata: {name: x}\n",
    )
    inputs = read_inputs([str(tmp_path)])
    assert names(inputs) == ["a"]
    assert reasons(inputs) == {
        "values.yaml": "no manifests",
        "package.json": "no manifests",
        "template.yaml": "templates",
        "fleet.yaml": "fleets, which are checked by themselves",
    }
    assert inputs.note.startswith("1 object from 1 file; passed over 4: ")


def test_what_is_no_manifest_is_an_error_when_it_is_named(tmp_path):
    write(tmp_path, values_yaml="replicas: 2\n")
    with pytest.raises(InputError, match="is no Kubernetes object"):
        read_inputs([str(tmp_path / "values.yaml")])


def test_a_manifest_that_cannot_be_read_is_an_error_wherever_it_lies(tmp_path):
    write(tmp_path, a_yaml=MAP % "a", b_yaml="apiVersion: v1\nkind: ConfigMap\nmetadata: {name: [}\n")
    with pytest.raises(InputError) as caught:
        read_inputs([str(tmp_path)])
    assert [problem.location.line for problem in caught.value.problems if problem.location] == [3]


def test_hidden_folders_and_packages_of_others_are_not_entered(tmp_path):
    hidden = {".github__a_yaml": MAP % "x", "node_modules__b_yaml": MAP % "y"}
    assert names(read_inputs([str(write(tmp_path, a_yaml=MAP % "a", **hidden))])) == ["a"]


def test_a_folder_without_manifests_says_what_it_has(tmp_path):
    write(tmp_path, values_yaml="replicas: 2\n")
    with pytest.raises(InputError, match=r"no Kubernetes object found .*no manifests \(1\)"):
        read_inputs([str(tmp_path)])


@pytest.mark.parametrize("name", ["kustomization.yaml", "kustomization.yml", "Kustomization"])
def test_a_kustomization_is_built_and_its_file_is_an_object_too(tmp_path, name):
    write(tmp_path, a_yaml=MAP % "a")
    (tmp_path / name).write_text("namePrefix: bert-\nresources: [a.yaml]\n")
    inputs = read_inputs([str(tmp_path)])
    assert [m.ref.kind for m in inputs.manifests] == ["ConfigMap", "Kustomization"]
    assert names(inputs)[0] == "bert-a"
    assert str(inputs.manifests[1].location(("namePrefix",))) == f"{tmp_path / name}:1:1"


def test_a_built_object_lies_in_the_file_of_its_base(tmp_path):
    write(
        tmp_path,
        base__kustomization_yaml="resources: [a.yaml]\nconfigMapGenerator: [{name: b, literals: [x=y]}]\n",
        base__a_yaml=MAP % "a",
        prod__kustomization_yaml="resources: [../base]\ncommonAnnotations: {team: ml}\n",
    )
    inputs = read_inputs([str(tmp_path / "prod")])
    files = {Path(m.file).relative_to(tmp_path).as_posix() for m in inputs.manifests}
    assert files == {"base/a.yaml", "base/kustomization.yaml", "prod/kustomization.yaml"}


def test_a_built_object_is_what_kustomize_makes_and_nothing_more(tmp_path):
    write(tmp_path, kustomization_yaml="resources: [a.yaml]\n", a_yaml=MAP % "a")
    inputs = read_inputs([str(tmp_path)])
    assert inputs.manifests[0].data == {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}}


def test_a_kustomization_that_cannot_be_built_is_one_line(tmp_path):
    write(tmp_path, kustomization_yaml="resources: [missing.yaml]\n")
    with pytest.raises(InputError) as caught:
        read_inputs([str(tmp_path)])
    assert "\n" not in str(caught.value)
    assert caught.value.problems[0].message.count("missing.yaml") > 0


def test_patches_below_a_folder_are_no_objects_of_their_own(tmp_path):
    write(
        tmp_path,
        base__kustomization_yaml="resources: [a.yaml]\n",
        base__a_yaml=MAP % "a",
        prod__kustomization_yaml="resources: [../base]\npatches: [{path: more.yaml}]\n",
        prod__more_yaml=MAP % "a",
    )
    inputs = read_inputs([str(tmp_path)])
    assert [m.ref.kind for m in inputs.manifests].count("ConfigMap") == 1
    assert reasons(inputs) == {"more.yaml": "patches"}


@pytest.mark.parametrize(
    "field",
    [
        "patches: [{path: more.yaml, target: {kind: ConfigMap}}]",
        "patchesStrategicMerge: [more.yaml]",
        "patchesJson6902: [{target: {version: v1, kind: ConfigMap, name: a}, path: more.yaml}]",
        "replacements: [{path: more.yaml}]",
        "configurations: [./more.yaml]",
        "transformers: [more.yaml]",
        "crds: [more.yaml]",
        "openapi: {path: more.yaml}",
        "kind: Component\npatches: [{path: ../prod/more.yaml}]",
    ],
)
def test_whatever_a_kustomization_reads_as_no_resource_is_none(tmp_path, field):
    write(
        tmp_path,
        base__a_yaml=MAP % "a",
        prod__kustomization_yaml=f"resources: [../base/a.yaml]\n{field}\n",
        prod__more_yaml=MAP % "a",
    )
    inputs = read_inputs([str(tmp_path)])
    assert [m.ref.kind for m in inputs.manifests].count("ConfigMap") == 1
    assert reasons(inputs) == {"more.yaml": "patches"}


def test_every_manifest_below_a_folder_that_cannot_be_read_is_named(tmp_path):
    write(tmp_path, a_yaml="apiVersion: v1\nkind: [\n", b_yaml=MAP % "b", c_yaml="apiVersion: v1\nkind: {\n")
    with pytest.raises(InputError) as caught:
        read_inputs([str(tmp_path)])
    assert [problem.location.file for problem in caught.value.problems] == [
        str(tmp_path / "a.yaml"),
        str(tmp_path / "c.yaml"),
    ]


def test_a_chart_is_rendered_and_its_objects_lie_in_its_templates(tmp_path):
    folder = chart(tmp_path / "c", MAP % NAMES)
    inputs = read_inputs([str(folder)], ChartOptions(release="bert"))
    assert names(inputs) == ["bert"]
    assert str(inputs.manifests[0].location()) == str(folder / "templates" / "models.yaml")


def test_a_chart_takes_values_and_versions(tmp_path):
    template = (
        MAP
        % '{{ .Values.name }}-{{ .Capabilities.APIVersions.Has "keda.sh/v1alpha1" }}-{{ .Release.Namespace }}'
    )
    folder = chart(tmp_path / "c", template, values_yaml="name: x\n")
    values = tmp_path / "mine.yaml"
    values.write_text("name: mine\n")
    options = ChartOptions(values=[values], namespace="prod", api_versions=["keda.sh/v1alpha1"])
    assert names(read_inputs([str(folder)], options)) == ["mine-true-prod"]
    options = ChartOptions(values=[values], set=["name=z"])
    assert names(read_inputs([str(folder)], options)) == ["z-false-default"]


def test_a_chart_sees_what_every_cluster_serves(tmp_path):
    has = '{{ .Capabilities.APIVersions.Has "apiregistration.k8s.io/v1" }}'
    assert names(read_inputs([str(chart(tmp_path / "c", MAP % f"served-{has}"))])) == ["served-true"]


def test_tests_of_a_chart_are_objects_too(tmp_path):
    hook = "apiVersion: v1\nkind: Pod\nmetadata: {name: test, annotations: {helm.sh/hook: test}}\n"
    assert names(read_inputs([str(chart(tmp_path / "c", hook))])) == ["test"]


def test_a_packaged_chart_is_rendered(tmp_path):
    folder = chart(tmp_path / "triton", MAP % NAMES)
    package = tmp_path / "triton-0.1.0.tgz"
    with tarfile.open(package, "w:gz") as archive:
        archive.add(folder, "triton")
    inputs = read_inputs([str(package)])
    assert [m.file for m in inputs.manifests] == [str(package / "templates" / "models.yaml")]


def test_charts_directly_in_a_folder_are_rendered_each(tmp_path):
    chart(tmp_path / "a", MAP % "a")
    chart(tmp_path / "b", MAP % "b")
    assert sorted(names(read_inputs([str(tmp_path)]))) == ["a", "b"]


def test_a_chart_further_down_is_passed_over(tmp_path):
    chart(tmp_path / "x" / "deep", MAP % "b")
    inputs = read_inputs([str(write(tmp_path, a_yaml=MAP % "a"))])
    assert (names(inputs), reasons(inputs)) == (
        ["a"],
        {"deep": "charts, which are checked by their own names"},
    )


@pytest.mark.parametrize(
    ("name", "options", "collides"),
    [
        ("models", ChartOptions(), True),
        ("'{{ .Release.Name }}-models'", ChartOptions(), False),
        (NAMES, ChartOptions(set=["fullnameOverride=bert"]), False),
        ("'{{ .Values.name }}'", ChartOptions(set=["name=bert"]), False),
        ("'{{ .Values.name | default \"models\" }}'", ChartOptions(), True),
    ],
    ids=["constant", "by release", "overridden", "given", "by default"],
)
def test_names_that_another_release_would_have_too(tmp_path, name, options, collides):
    template = f"{MAP % name}---\n{MAP % 'x-{{ .Release.Name }}'}"
    inputs = read_inputs([str(chart(tmp_path / "c", template))], options)
    assert inputs.other_release is not None
    assert (inputs.manifests[0].ref in inputs.other_release) == collides


def test_a_chart_of_constant_names_only_is_meant_for_one_release(tmp_path):
    assert not read_inputs([str(chart(tmp_path / "c", MAP % "operator"))]).other_release


def test_a_chart_of_a_driver_is_meant_for_one_release(tmp_path):
    device_class = (
        "---\napiVersion: resource.k8s.io/v1\nkind: DeviceClass\nmetadata: {name: gpu.example.com}\n"
    )
    template = f"{MAP % 'settings'}---\n{MAP % '{{ .Release.Name }}'}{device_class}"
    assert not read_inputs([str(chart(tmp_path / "c", template))]).other_release


def test_a_subchart_does_not_make_an_operator_many(tmp_path):
    folder = chart(tmp_path / "c", MAP % "operator")
    chart(folder / "charts" / "discovery", f"{MAP % '{{ .Release.Name }}'}---\n{MAP % 'worker'}")
    assert not read_inputs([str(folder)]).other_release


def test_without_a_chart_nothing_is_known_of_another_release(tmp_path):
    assert read_inputs([str(write(tmp_path, a_yaml=MAP % "a"))]).other_release is None


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ('{{ fail "no GPU pool" }}', "no GPU pool"),
        ("{{ .Values.a.b }}", "nil pointer"),
        ("{{ if }}", "missing value for if"),
    ],
)
def test_a_chart_that_fails_is_one_line_in_its_template(tmp_path, template, expected):
    folder = chart(tmp_path / "c", template)
    with pytest.raises(InputError) as caught:
        read_inputs([str(folder)])
    (problem,) = caught.value.problems
    assert expected in problem.message
    assert "\n" not in problem.message
    assert str(problem.location).startswith(str(folder / "templates" / "models.yaml"))


def test_a_chart_without_its_dependencies_says_how_to_get_them(tmp_path):
    folder = chart(tmp_path / "c", MAP % "a")
    (folder / "Chart.yaml").write_text(
        f"{CHART}dependencies: [{{name: redis, version: 1.0.0, repository: 'https://x'}}]\n"
    )
    with pytest.raises(InputError) as caught:
        read_inputs([str(folder)])
    assert caught.value.problems[0].fix == f"run: helm dependency build {folder}"


def test_values_need_a_chart(tmp_path):
    with pytest.raises(InputError, match="no chart to give values to"):
        read_inputs([str(write(tmp_path, a_yaml=MAP % "a"))], ChartOptions(set=["a=b"]))


def test_a_path_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match="no such file or folder"):
        read_inputs([str(tmp_path / "absent")])
