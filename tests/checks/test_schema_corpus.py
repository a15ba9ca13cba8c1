"""The manifests that ``make bench`` measures are the same every time, and there is nothing wrong with them."""

from __future__ import annotations

import pytest
from bench.check_corpus import CORE, FLEET, write_corpus

from tritonfleet import checks
from tritonfleet.yamlio import load_manifests

MIXES = {"core": CORE, "fleet": FLEET}


@pytest.mark.parametrize("mix", MIXES)
def test_equal_arguments_give_equal_bytes(tmp_path, mix):
    for name in ("a.yaml", "b.yaml"):
        write_corpus(tmp_path / name, 100, seed=3, mix=MIXES[mix])
    assert (tmp_path / "a.yaml").read_bytes() == (tmp_path / "b.yaml").read_bytes()


@pytest.mark.parametrize("mix", MIXES)
def test_every_object_is_written_and_clean(tmp_path, mix):
    path = tmp_path / "corpus.yaml"
    write_corpus(path, 100, mix=MIXES[mix])
    report = checks.run(load_manifests(path.read_text(), str(path)))
    assert (report.objects, report.findings) == (100, ())
