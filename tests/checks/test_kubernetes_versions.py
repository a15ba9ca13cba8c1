"""The version of Kubernetes to check against, as people write it."""

from __future__ import annotations

import pytest

from tritonfleet import checks, yamlio
from tritonfleet.checks import Facts
from tritonfleet.checks.facts import NEWEST_KUBERNETES, kubernetes_minor
from tritonfleet.checks.world import World

POD = (
    "{apiVersion: v1, kind: Pod, metadata: {name: bert}, spec: {containers: [{name: bert, image: 'bert:1'}]}}"
)


@pytest.mark.parametrize(
    ("written", "minor"),
    [
        ("1.36", "1.36"),
        ("v1.36", "1.36"),
        ("1.36.2", "1.36"),
        ("v1.36.2-gke.100", "1.36"),
        ("1.36+", "1.36"),
        ("1.36.2+k3s1", "1.36"),
        ("1", None),
        ("2.0", None),
        ("1.x", None),
        ("latest", None),
        ("", None),
        (None, None),
    ],
)
def test_a_minor_version_is_read_from_what_people_write(written, minor):
    assert kubernetes_minor(written) == minor


@pytest.mark.parametrize("version", ["latest", "", "1.1", "1.99", "v1.36.2", None])
def test_no_rule_stumbles_over_a_version(version):
    report = checks.run(yamlio.load_manifests(POD, "f.yaml"), Facts(kubernetes=version), select=["K8S"])
    assert report.objects == 1


def test_what_is_no_version_is_taken_for_the_newest():
    assert World([], Facts(kubernetes="latest")).kubernetes == NEWEST_KUBERNETES
