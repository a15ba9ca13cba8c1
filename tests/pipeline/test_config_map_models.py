"""Models that travel in ConfigMaps: which files go along, and which cannot."""

from __future__ import annotations

import pytest

from tritonfleet import yamlio
from tritonfleet.errors import InputError


def carried(run) -> dict[str, str]:
    values = yamlio.load(
        (run.path.parent / "values" / "dev" / "score.yaml").read_bytes().decode(), "score.yaml"
    )
    files: dict[str, str] = values["modelRepository"]["configMap"]["models"]["scorer"]
    return files


def refused(run, fleet) -> str:
    with pytest.raises(InputError) as caught:
        run(fleet)
    (problem,) = caught.value.problems
    return str(problem)


def test_texts_arrive_as_they_are(run, fleet, folder):
    odd = "größe = '模型'\r\n\tindented   \n\n"
    (folder / "1" / "words.txt").write_bytes(odd.encode())
    run(fleet)
    assert carried(run)["1/words.txt"] == odd


def test_hidden_files_and_caches_stay_behind(run, fleet, folder):
    for left_over in ("1/.DS_Store", ".git/config", "1/__pycache__/model.pyc"):
        path = folder / left_over
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"\xff")
    run(fleet)
    assert sorted(carried(run)) == ["1/model.py", "config.pbtxt"]


def test_a_name_that_is_no_config_map_key_is_refused(run, fleet, folder):
    (folder / "my words.txt").write_text("one")
    problem = refused(run, fleet)
    assert "my words.txt" in problem
    assert "this file's name does not fit its keys" in problem


def test_a_binary_file_is_refused(run, fleet, folder):
    (folder / "1" / "weights.bin").write_bytes(b"\xff\xfe")
    assert "this file is binary" in refused(run, fleet)


def test_a_model_above_one_mebibyte_is_refused(run, fleet, folder):
    (folder / "1" / "words.txt").write_text("é" * 600_000)
    assert "a ConfigMap holds 1048576" in refused(run, fleet)


def test_bytes_count_and_not_how_they_are_escaped(run, fleet, folder):
    quotes = ('"' * 99 + "\n") * 9_000
    (folder / "1" / "words.txt").write_text(quotes)
    run(fleet)
    assert carried(run)["1/words.txt"] == quotes
