"""How KEDA proves itself to Prometheus: by references, under the name that triggers refer to."""

from __future__ import annotations

from typing import Any

import pytest
from watched_clusters import findings, of_kind, platform, watched

from tritonfleet import errors
from tritonfleet.emit.platform_monitoring import platform_monitoring_values
from tritonfleet.emit.scaling_values import AUTHENTICATION
from tritonfleet.render.helm import Object
from tritonfleet.spec.cluster import Cluster
from tritonfleet.spec.resolve import PLATFORM

TOKEN = {"secret": "thanos", "key": "token"}
AUTHORITY = {"secret": "thanos", "key": "ca.crt"}
USER, PASSWORD = {"secret": "prometheus", "key": "user"}, {"secret": "prometheus", "key": "password"}


def proving(*, keda: bool = True, **given: Any) -> Cluster:
    return watched(prometheus={"authentication": given}, **({"keda": {}} if keda else {}))


def made(values: dict[str, Any]) -> list[Object]:
    return of_kind("TriggerAuthentication", platform({"fullnameOverride": PLATFORM} | values))


def references(values: dict[str, Any]) -> dict[str, tuple[str, str]]:
    (found,) = made(values)
    return {one["parameter"]: (one["name"], one["key"]) for one in found["spec"]["secretTargetRef"]}


def test_nobody_proves_anything_where_nothing_asks_for_it():
    assert platform_monitoring_values(None) == {}
    assert platform_monitoring_values(watched(keda={})) == {}
    assert platform_monitoring_values(proving(keda=False, bearer=TOKEN)) == {}
    assert made({}) == []


def test_a_token_and_the_authority_of_the_certificate():
    told = platform_monitoring_values(proving(bearer=TOKEN, ca=AUTHORITY))
    assert references(told) == {"bearerToken": ("thanos", "token"), "ca": ("thanos", "ca.crt")}


def test_a_user_and_a_password():
    told = platform_monitoring_values(proving(username=USER, password=PASSWORD))
    assert references(told) == {"username": ("prometheus", "user"), "password": ("prometheus", "password")}


def test_a_certificate_of_the_client():
    pair = {"cert": {"name": "tls", "key": "tls.crt"}, "key": {"name": "tls", "key": "tls.key"}}
    assert references({"triggerAuthentication": pair}) == {
        "cert": ("tls", "tls.crt"),
        "key": ("tls", "tls.key"),
    }


def test_triggers_refer_to_it_by_its_name():
    (found,) = made(platform_monitoring_values(proving(bearer=TOKEN)))
    assert found["metadata"]["name"] == AUTHENTICATION


@pytest.mark.parametrize(
    "wrong",
    [
        {"username": {"name": "a", "key": "b"}},
        {"cert": {"name": "a", "key": "b"}},
        {"bearerToken": {"name": "a", "key": "b"}, "username": {"name": "a", "key": "b"}},
        {"bearerToken": "secret"},
        {"token": {"name": "a", "key": "b"}},
    ],
    ids=[
        "a user without a password",
        "a certificate without its key",
        "two modes",
        "a secret",
        "an unknown key",
    ],
)
def test_what_keda_cannot_use_is_refused(wrong):
    with pytest.raises(errors.InputError, match="triggerAuthentication"):
        made({"triggerAuthentication": wrong})


@pytest.mark.parametrize(
    ("given", "mode"),
    [
        ({"bearer": TOKEN, "ca": AUTHORITY}, "bearer"),
        ({"username": USER, "password": PASSWORD}, "basic"),
    ],
    ids=["bearer", "basic"],
)
def test_a_trigger_with_this_mode_finds_all_that_it_needs(given, mode):
    trigger = {
        "type": "prometheus",
        "metadata": {
            "serverAddress": "https://thanos.monitoring.svc:9091",
            "query": 'sum(nv_inference_pending_request_count{namespace="prod",job="bert"})',
            "threshold": "4",
            "ignoreNullValues": "false",
            "authModes": mode,
        },
        "authenticationRef": {"name": AUTHENTICATION},
    }
    scaled = {
        "apiVersion": "keda.sh/v1alpha1",
        "kind": "ScaledObject",
        "metadata": {"name": "bert", "namespace": "prod"},
        "spec": {"scaleTargetRef": {"name": "bert"}, "maxReplicaCount": 4, "triggers": [trigger]},
    }
    said = findings(scaled, *made(platform_monitoring_values(proving(**given))))
    assert [line for line in said if line.startswith(("SCL226", "SCL227"))] == []
