"""The closed schemas know the kinds of dynamic resource allocation, from the Kubernetes version that serves them."""

from __future__ import annotations

import pytest

from tritonfleet.render.schemas import minors, schema_for, validator

KINDS = ("DeviceClass", "ResourceClaim", "ResourceClaimTemplate")
TEMPLATE = {
    "apiVersion": "resource.k8s.io/v1",
    "kind": "ResourceClaimTemplate",
    "metadata": {"name": "gpu"},
    "spec": {
        "spec": {"devices": {"requests": [{"name": "gpu", "exactly": {"deviceClassName": "gpu.nvidia.com"}}]}}
    },
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_version_before_does_not_serve_them(kind):
    known = [minor for minor in minors() if schema_for("resource.k8s.io/v1", kind, minor)]
    assert known == ["1.34", "1.35", "1.36", "1.37"]


@pytest.mark.parametrize("minor", minors()[1:])
def test_a_claim_template_is_accepted(minor):
    assert validator("resource.k8s.io/v1", "ResourceClaimTemplate", minor).is_valid(TEMPLATE)


def test_the_form_of_the_beta_api_is_refused():
    beta = {"devices": {"requests": [{"name": "gpu", "deviceClassName": "gpu.nvidia.com"}]}}
    old = TEMPLATE | {"spec": {"spec": beta}}
    assert not validator("resource.k8s.io/v1", "ResourceClaimTemplate", "1.34").is_valid(old)
