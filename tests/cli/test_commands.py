"""The commands, used as a person would."""

from __future__ import annotations

import json

import pytest

from support.cli import tritonfleet
from support.fleets import small
from tritonfleet import yamlio


def edit(folder, **changes):
    (folder / "fleet.yaml").write_text(yamlio.dump(small(**changes)))


def test_init_writes_a_fleet_that_generates_and_checks_clean(tmp_path):
    assert tritonfleet("init", cwd=tmp_path).code == 0
    assert tritonfleet("generate", cwd=tmp_path).code == 0
    checked = tritonfleet("check", "--fail-on", "warning", cwd=tmp_path)
    assert checked.code == 0, checked.out


def test_init_never_overwrites(folder):
    before = (folder / "fleet.yaml").read_text()
    assert tritonfleet("init", cwd=folder).code == 2
    assert (folder / "fleet.yaml").read_text() == before


def test_generating_twice_changes_no_byte(folder):
    tritonfleet("generate", cwd=folder)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert "up to date" in tritonfleet("generate", cwd=folder).out
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_generate_check_writes_nothing_and_says_what_differs(folder):
    tritonfleet("generate", cwd=folder)
    edit(folder, services__vision__replicas=3)
    ran = tritonfleet("generate", "--check", cwd=folder)
    assert ran.code == 1
    assert "values/prod/vision.yaml" in ran.out
    assert "replicas: 3" not in (folder / "values/prod/vision.yaml").read_text()


def test_generate_writes_elsewhere(folder, tmp_path_factory):
    out = tmp_path_factory.mktemp("out")
    tritonfleet("generate", "--out", out, cwd=folder)
    assert (out / "kustomize/overlays/prod/kustomization.yaml").exists()
    assert not (folder / "values").exists()


def test_generate_makes_the_folder_it_writes_to(folder):
    assert tritonfleet("generate", "--out", "new/place", cwd=folder).code == 0
    assert (folder / "new/place/values/prod/vision.yaml").exists()


def test_a_drifted_tree_is_a_finding(folder):
    tritonfleet("generate", cwd=folder)
    edit(folder, services__vision__replicas=3)
    ran = tritonfleet("check", cwd=folder)
    assert ran.code == 1
    assert "differs from what the fleet generates" in ran.out


def test_a_clean_fleet_has_no_error_and_json_says_so(folder):
    tritonfleet("generate", cwd=folder)
    ran = tritonfleet("check", "--format", "json", cwd=folder)
    report = json.loads(ran.out)
    assert ran.code == 0
    assert report["version"] == 1
    assert [f for f in report["findings"] if f["severity"] == "error"] == []


def test_manifests_are_checked_without_a_fleet(folder):
    (folder / "pod.yaml").write_text(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - {name: a, image: b, imagee: c}\n"
    )
    ran = tritonfleet("check", "pod.yaml", cwd=folder)
    assert ran.code == 1
    assert "imagee" in ran.out
    assert "pod.yaml:6" in ran.out


def test_a_kustomization_is_built_before_it_is_checked(folder):
    tritonfleet("generate", cwd=folder)
    ran = tritonfleet("check", "kustomize/overlays/prod", "--kubernetes", "1.36", cwd=folder)
    assert ran.code == 0, ran.out


def test_plan_explains_every_number(folder):
    plan = json.loads(tritonfleet("plan", "--json", cwd=folder).out)
    (service,) = plan["services"]
    assert service["numbers"]["startup_budget"]["value"] == 70
    assert all(number["reason"] for number in service["numbers"].values())
    assert plan["pools"][0] | {"capacity": 4, "used": 2, "free": 2} == plan["pools"][0]


def test_diff_names_object_and_field(folder):
    (folder / "before.yaml").write_text((folder / "fleet.yaml").read_text())
    edit(folder, services__vision__replicas=3)
    out = tritonfleet("diff", "--against", "before.yaml", cwd=folder).out
    assert "Deployment vision" in out
    assert "spec.replicas: 2 → 3" in out


def test_diff_against_something_git_does_not_know_is_refused(folder):
    ran = tritonfleet("diff", "--against", "no-such-revision", cwd=folder)
    assert ran.code == 2
    assert "no-such-revision" in ran.err


def test_the_schema_accepts_the_fleet_and_refuses_a_typo(folder):
    import jsonschema_rs

    schema = json.loads(tritonfleet("schema", cwd=folder).out)
    validator = jsonschema_rs.validator_for(schema)
    assert validator.is_valid(small())
    assert not validator.is_valid(small(services__vision__replica=2))


@pytest.mark.parametrize(
    ("override", "valid"),
    [({"replicas": 1}, True), ({"gpu": {"count": None, "share": 4}}, True), ({"replica": 1}, False)],
)
def test_the_schema_knows_partial_services_in_overrides(folder, override, valid):
    import jsonschema_rs

    schema = json.loads(tritonfleet("schema", cwd=folder).out)
    fleet = small(environments__prod__overrides={"services": {"vision": override}})
    assert jsonschema_rs.validator_for(schema).is_valid(fleet) == valid


def test_an_imported_repository_is_a_fleet_that_generates(tmp_path):
    model = tmp_path / "repository" / "echo"
    (model / "1").mkdir(parents=True)
    (model / "1" / "model.py").write_text("class TritonPythonModel: ...\n")
    (model / "config.pbtxt").write_text(
        'backend: "python"\ninput { name: "x" data_type: TYPE_FP32 dims: [ 2 ] }\n'
        'output { name: "y" data_type: TYPE_FP32 dims: [ 2 ] }\n'
    )
    assert tritonfleet("import", "repository", "-o", "fleet.yaml", cwd=tmp_path).code == 0
    ran = tritonfleet("generate", cwd=tmp_path)
    assert ran.code == 0, ran.err
    (config,) = (tmp_path / "models").glob("*/echo/config.pbtxt")
    assert 'backend: "python"' in config.read_text()


def test_version_says_where_the_tools_are(folder):
    out = tritonfleet("version", cwd=folder).out
    assert all(tool in out for tool in ("tritonfleet", "helm", "kustomize", "kubeconform"))
