"""Where the models come from: the URL Triton gets, its credentials, mounts and ConfigMaps."""

from __future__ import annotations

from typing import Any

import pytest
from chart_rendering import Helm, Rendered

S3 = {"bucket": "models", "region": "eu-central-1"}
AZURE = {"account": "fleet", "container": "prod"}
FILES = {"config.pbtxt": 'backend: "python"', "1/model.py": "pass", "1/__init__.py": ""}

URLS: dict[str, tuple[dict[str, Any], str]] = {
    "none": ({}, "/models"),
    "s3 bucket": ({"s3": S3}, "s3://models"),
    "s3 prefix": ({"s3": {**S3, "prefix": "a/b"}}, "s3://models/a/b"),
    "s3 http": ({"s3": {**S3, "endpoint": "http://minio:9000"}}, "s3://minio:9000/models"),
    "s3 https": ({"s3": {**S3, "endpoint": "https://minio:9000"}}, "s3://https://minio:9000/models"),
    "gcs": ({"gcs": {"bucket": "models", "prefix": "a"}}, "gs://models/a"),
    "azure": ({"azureBlob": {**AZURE, "prefix": "a"}}, "as://fleet/prod/a"),
    "pvc": ({"pvc": {"claimName": "models", "subPath": "a"}}, "/models"),
    "image": ({"image": {"reference": "r.example.com/m:1.0", "path": "repo"}}, "/models/repo"),
    "image root": ({"image": {"reference": "r.example.com/m@sha256:" + "a" * 64}}, "/models"),
    "configMap": ({"configMap": {"models": {"double": FILES}}}, "/models"),
}

IDENTITIES: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "irsa": (
        {"s3": {**S3, "roleArn": "arn:aws:iam::123456789012:role/t"}},
        {"eks.amazonaws.com/role-arn": "arn:aws:iam::123456789012:role/t"},
    ),
    "gke": (
        {"gcs": {"bucket": "models", "serviceAccount": "t@p.iam.gserviceaccount.com"}},
        {"iam.gke.io/gcp-service-account": "t@p.iam.gserviceaccount.com"},
    ),
    "entra": (
        {"azureBlob": {**AZURE, "clientId": "00000000-1111-2222-3333-444444444444"}},
        {"azure.workload.identity/client-id": "00000000-1111-2222-3333-444444444444"},
    ),
}

SECRETS: dict[str, tuple[dict[str, Any], dict[str, tuple[str, str]]]] = {
    "s3": (
        {"s3": {**S3, "secretRef": {"name": "keys"}}},
        {
            "AWS_ACCESS_KEY_ID": ("keys", "AWS_ACCESS_KEY_ID"),
            "AWS_SECRET_ACCESS_KEY": ("keys", "AWS_SECRET_ACCESS_KEY"),
        },
    ),
    "azure": (
        {"azureBlob": {**AZURE, "secretRef": {"name": "keys", "key": "k"}}},
        {"AZURE_STORAGE_KEY": ("keys", "k")},
    ),
}

CASES = {
    **{f"url {name}": repository for name, (repository, _) in URLS.items()},
    **{f"identity {name}": repository for name, (repository, _) in IDENTITIES.items()},
    **{f"secret {name}": repository for name, (repository, _) in SECRETS.items()},
    "gcs secret": {"gcs": {"bucket": "models", "secretRef": {"name": "keys"}}},
    "node identity": {"azureBlob": AZURE},
    "two models": {"configMap": {"models": {"a_b": FILES, "a-b": FILES, "A.b": FILES}}},
    "pvc writable": {"pvc": {"claimName": "models", "readOnly": False}},
}


@pytest.fixture(scope="module")
def rendered(helm: Helm) -> dict[str, Rendered]:
    return helm.render_many({name: {"modelRepository": repository} for name, repository in CASES.items()})


def values_of(r: Rendered) -> dict[str, Any]:
    return {name: entry.get("value") for name, entry in r.env.items()}


@pytest.mark.parametrize("name", URLS)
def test_url(rendered: dict[str, Rendered], name: str) -> None:
    assert f"--model-repository={URLS[name][1]}" in rendered[f"url {name}"].args


@pytest.mark.parametrize("name", IDENTITIES)
def test_identity_is_an_annotation_of_the_service_account(rendered: dict[str, Rendered], name: str) -> None:
    account = rendered[f"identity {name}"]["ServiceAccount"]
    assert account["metadata"]["annotations"] == IDENTITIES[name][1]


@pytest.mark.parametrize("name", SECRETS)
def test_keys_come_from_a_secret(rendered: dict[str, Rendered], name: str) -> None:
    env = rendered[f"secret {name}"].env
    for variable, (secret, key) in SECRETS[name][1].items():
        assert env[variable]["valueFrom"]["secretKeyRef"] == {"name": secret, "key": key}


def test_region_is_where_triton_looks(rendered: dict[str, Rendered]) -> None:
    assert values_of(rendered["url s3 bucket"])["AWS_DEFAULT_REGION"] == "eu-central-1"


def test_entra_identity_marks_the_pod(rendered: dict[str, Rendered]) -> None:
    labels = rendered["identity entra"]["Deployment"]["spec"]["template"]["metadata"]["labels"]
    assert labels["azure.workload.identity/use"] == "true"


@pytest.mark.parametrize(
    ("name", "kind"), [("identity entra", "default"), ("node identity", "managed_identity")]
)
def test_azure_authentication(rendered: dict[str, Rendered], name: str, kind: str) -> None:
    assert values_of(rendered[name])["AZURE_STORAGE_AUTH_TYPE"] == kind


def test_gcs_credentials_are_a_file(rendered: dict[str, Rendered]) -> None:
    r = rendered["gcs secret"]
    mount = next(m for m in r.container["volumeMounts"] if m["name"] == "gcs-credentials")
    assert values_of(r)["GOOGLE_APPLICATION_CREDENTIALS"] == f"{mount['mountPath']}/credentials.json"


def test_a_volume_is_read_only_unless_said(rendered: dict[str, Rendered]) -> None:
    modes = [mount(rendered[name], "models")["readOnly"] for name in ("url pvc", "pvc writable")]
    assert modes == [True, False]


def mount(r: Rendered, volume: str) -> dict[str, Any]:
    return next(m for m in r.container["volumeMounts"] if m["name"] == volume)


def test_written_models_are_mounted_one_by_one(rendered: dict[str, Rendered]) -> None:
    paths = {m["mountPath"] for m in rendered["two models"].container["volumeMounts"]}
    assert paths == {"/tmp", "/dev/shm", "/models/a_b", "/models/a-b", "/models/A.b"}


def test_models_with_like_names_stay_apart(rendered: dict[str, Rendered]) -> None:
    names = [o["metadata"]["name"] for o in rendered["two models"].of("ConfigMap")]
    assert len(set(names)) == 3


def test_files_of_a_model_arrive_at_their_paths(rendered: dict[str, Rendered]) -> None:
    r = rendered["url configMap"]
    volume = next(v for v in r.pod["volumes"] if v["name"] == "model-double")
    data = r["ConfigMap"]["data"]
    arrived = {item["path"]: data[item["key"]] for item in volume["configMap"]["items"]}
    assert arrived == FILES
