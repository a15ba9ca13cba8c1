"""Bad input: one clear line that says what, where and how to mend; exit code 2; nothing written; no traceback."""

from __future__ import annotations

import pytest

from support.cli import tritonfleet
from support.fleets import small
from tritonfleet import yamlio

ENSEMBLE = {
    "platform": "ensemble",
    "inputs": {"input": {"dataType": "FP32", "dims": [4]}},
    "outputs": {"output": {"dataType": "FP32", "dims": [2]}},
}


def ensemble(step_inputs, step_outputs, **changes):
    step = {"model": "classifier", "inputs": step_inputs, "outputs": step_outputs}
    both = ENSEMBLE | {"maxBatchSize": 16, "ensemble": {"steps": [step]}} | changes
    return small(
        models__both=both,
        services__vision__models=["classifier", "both"],
    )


def renamed_service(name):
    fleet = small()
    fleet["services"] = {name: fleet["services"]["vision"]}
    return fleet


def aliases():
    """Six lists of ten aliases each: a million nodes when expanded."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 7)]
    return "\n".join(lines) + "\n"


FLEETS = {
    "unknown key": (small(services__vision__replica=1), "unknown key `replica`"),
    "wrong unit": (small(models__classifier__load={"time": "20 sec"}), "a duration with a unit"),
    "unknown model": (small(services__vision__models=["clasifier"]), "unknown model `clasifier`"),
    "missing tensor": (ensemble({}, {"output": "output"}), "both"),
    "mistyped tensor": (
        ensemble({"inptu": "input"}, {"output": "output"}),
        "inptu",
    ),
    "ensemble with the wrong type": (
        ensemble(
            {"input": "input"}, {"output": "output"}, inputs={"input": {"dataType": "INT64", "dims": [4]}}
        ),
        "INT64 in both, but FP32 in classifier",
    ),
    "preferred batch above max": (
        small(models__classifier__dynamicBatching={"preferredBatchSizes": [64]}),
        "64",
    ),
    "unknown cluster": (small(environments__prod__cluster="moon"), "unknown cluster `moon`"),
    "no DNS label": (renamed_service("Vision_Prod"), "DNS label"),
    "service called platform": (renamed_service("platform"), "tritonfleet's own name"),
}

TEXTS = {
    "duplicate key": (yamlio.dump(small()).replace("services:\n", "services:\n  vision: {}\n"), "vision"),
    "empty file": ("", "empty"),
    "a list": ("- apiVersion: x\n", "a list"),
    "a very long line": ("x: " + "y" * 5_000_000, ""),
    "a million nested aliases": (aliases(), "alias"),
    "a hundred thousand brackets": ("[" * 100_000, ""),
    "broken YAML": ("a: [1,\nb: }", ""),
    "tabs": ("a:\n\tb: 1\n", ""),
}


def refused(folder, *arguments):
    before = sorted(path.name for path in folder.iterdir())
    ran = tritonfleet(*arguments, cwd=folder)
    assert ran.code == 2, ran
    assert "Traceback" not in ran.err
    assert sorted(path.name for path in folder.iterdir()) == before
    lines = ran.err.splitlines()
    assert all(line.startswith("tritonfleet: ") and len(line) < 700 for line in lines), ran.err
    return ran.err


@pytest.mark.parametrize(("fleet", "message"), FLEETS.values(), ids=FLEETS.keys())
def test_a_fleet_that_cannot_work_is_refused_with_its_line(folder, fleet, message):
    (folder / "fleet.yaml").write_text(yamlio.dump(fleet))
    error = refused(folder, "generate")
    assert message in error
    assert "fleet.yaml:" in error
    assert error.count("\n") == 1


@pytest.mark.parametrize(("fleet", "message"), FLEETS.values(), ids=FLEETS.keys())
def test_check_says_the_same_of_it(folder, fleet, message):
    """What a rule says is a finding; what the file's schema refuses cannot be checked at all."""
    (folder / "fleet.yaml").write_text(yamlio.dump(fleet))
    ran = tritonfleet("check", cwd=folder)
    said = {1: ran.out, 2: ran.err}[ran.code]
    assert message in said
    assert "fleet.yaml:" in said


@pytest.mark.parametrize(("text", "message"), TEXTS.values(), ids=TEXTS.keys())
def test_a_file_that_cannot_be_read_is_refused(folder, text, message):
    (folder / "fleet.yaml").write_text(text)
    error = refused(folder, "generate")
    assert message in error
    assert "fleet.yaml" in error


def test_a_binary_file_is_refused(folder):
    (folder / "fleet.yaml").write_bytes(bytes(range(256)) * 10)
    assert "fleet.yaml" in refused(folder, "generate")


def test_a_missing_file_is_refused(folder):
    assert "nowhere.yaml" in refused(folder, "generate", "nowhere.yaml")


def test_a_folder_instead_of_a_file_is_refused(folder):
    refused(folder, "generate", ".")


def test_a_read_only_output_folder_is_refused(folder):
    out = folder / "out"
    out.mkdir(mode=0o555)
    assert "read-only" in refused(folder, "generate", "--out", out)
    assert list(out.iterdir()) == []


def test_a_file_in_the_way_is_refused(folder):
    (folder / "values" / "prod").mkdir(parents=True)
    (folder / "values" / "prod" / "vision.yaml").write_text("mine: true\n")
    assert "in the way" in refused(folder, "generate")


def test_an_unknown_environment_is_suggested(folder):
    assert "did you mean `prod`?" in refused(folder, "plan", "--env", "prd")


def test_a_missing_tool_is_exit_3_and_says_how_to_get_it(folder, monkeypatch):
    monkeypatch.setenv("PATH", "/nonexistent")
    for name in ("HELM", "KUSTOMIZE", "KUBECONFORM"):
        monkeypatch.delenv(f"TRITONFLEET_{name}", raising=False)
    ran = tritonfleet("generate", cwd=folder)
    assert ran.code == 3
    assert "helm" in ran.err
    assert "tritonfleet tools install helm" in ran.err
    assert [path.name for path in folder.iterdir()] == ["fleet.yaml"]
