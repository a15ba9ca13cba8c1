"""Fleets of any shape that a person could write and that must work, as Hypothesis strategies."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from support.fleets import small
from support.random_scaling import monitorings, releases, scalings, slos
from support.random_watching import watchings

Spec = dict[str, Any]

ROLE = "arn:aws:iam::111122223333:role/models"
REPOSITORIES: list[Spec] = [
    {"s3": {"bucket": "my-models", "prefix": "a/b", "region": "eu-central-1", "roleArn": ROLE}},
    {"s3": {"bucket": "my-models", "region": "eu-central-1", "endpoint": "http://minio.storage.svc:9000",
            "secretRef": {"name": "keys", "sessionToken": "token"}}},
    {"gcs": {"bucket": "my-models", "secretRef": {"name": "gcs"}}},
    {"azureBlob": {"account": "models", "container": "triton"}},
    {"pvc": {"claimName": "models", "subPath": "triton", "readOnly": False}},
    {"image": {"reference": "registry.example.com/models:1.2", "path": "repository"}},
]  # fmt: skip
POOLS: Spec = {
    "whole": {"nodes": 9, "taints": {"nvidia.com/gpu": {}}, "gpu": {"product": "NVIDIA-L40S", "perNode": 8}},
    "shared": {
        "nodes": 9,
        "labels": {"example.com/pool": "shared"},
        "gpu": {
            "product": "NVIDIA-L4",
            "perNode": 4,
            "timeSlicing": {"replicas": 4, "renameByDefault": True},
        },
    },
    "cut": {
        "nodes": 9,
        "labels": {"example.com/pool": "cut"},
        "runtimeClass": "nvidia",
        "gpu": {
            "product": "NVIDIA-A100-SXM4-80GB",
            "perNode": 8,
            "mig": {"strategy": "mixed", "layout": {"1g.10gb+me": 1, "2g.20gb": 3}},
        },
    },
    "both": {
        "nodes": 2,
        "nodeNames": ["both-a", "both-b"],
        "gpu": {
            "product": "NVIDIA-H100-80GB-HBM3",
            "perNode": 8,
            "mig": {
                "strategy": "mixed",
                "nodes": {"1": {"0-7": {"1g.10gb": 7}}, "0": {"0-7": {"3g.40gb": 2}}},
            },
            "timeSlicing": {"slices": {"1g.10gb": 2}},
        },
    },
    "mps": {
        "nodes": 3,
        "labels": {"example.com/pool": "mps"},
        "gpu": {"product": "NVIDIA-L40S", "perNode": 8, "mps": {"replicas": 8}},
    },
}
REQUESTS: list[Spec] = [
    {"count": 1},
    {"count": 2},
    {"share": 4},
    {"slice": "2g.20gb"},
    {"slice": "1g.10gb+me"},
    {"slice": "1g.10gb", "share": 2},
    {"slice": "3g.40gb"},
    {"share": 8},
]
CLUSTER: Spec = {
    "kubernetes": "1.36",
    "pools": POOLS,
    "ingress": {"className": "nginx", "namespace": "ingress-nginx"},
    "gateway": {"name": "public", "namespace": "gateways", "listener": "https"},
}

service_names = st.from_regex(r"[a-z]([-a-z0-9]{0,51}[a-z0-9])?", fullmatch=True).filter(
    lambda name: name != "platform"
)
model_names = st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,70}", fullmatch=True)
texts = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"], include_characters="\n\t"), max_size=30)
labels = st.dictionaries(
    st.from_regex(r"(example\.com/)?[a-z][a-z0-9_.-]{0,8}[a-z0-9]", fullmatch=True),
    st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,8}[A-Za-z0-9]", fullmatch=True),
    max_size=3,
)
environment_variables = st.dictionaries(
    st.from_regex(r"[A-Z][A-Z0-9_]{0,8}X", fullmatch=True),
    st.fixed_dictionaries({"value": texts}),
    max_size=2,
)
exposures: st.SearchStrategy[Spec] = st.fixed_dictionaries(
    {},
    optional={
        "ingress": st.fixed_dictionaries(
            {"host": st.just("a.example.com")},
            optional={"annotations": st.fixed_dictionaries({"note": texts})},
        ),
        "httpRoute": st.just({"hostnames": ["*.example.com"]}),
        "grpcRoute": st.just({"hostnames": ["grpc.example.com", "b.example.com"]}),
    },
)
servers: st.SearchStrategy[Spec] = st.fixed_dictionaries(
    {},
    optional={
        "modelControl": st.sampled_from(["none", "explicit", "poll"]),
        "responseCache": st.just("64Mi"),
        "logVerbose": st.integers(0, 9),
        "grpc": st.just({"maxConnectionAge": "90s"}),
        "extraArgs": st.just({"grpc-keepalive-time": "7200000"}),
        "backendConfig": st.just({"onnxruntime": {"enable-global-threadpool": "1"}}),
    },
)


@st.composite
def models(draw: st.DrawFn) -> Spec:
    """A model that runs with or without a GPU."""
    batch = draw(st.integers(0, 32))
    model: Spec = {
        "backend": draw(st.sampled_from(["onnxruntime", "python", "my_backend"])),
        "maxBatchSize": batch,
        "inputs": {"in": {"dataType": draw(st.sampled_from(["FP32", "STRING", "FP16"])), "dims": [-1, 4]}},
        "outputs": {"out": {"dataType": "FP32", "dims": [2]}},
        "instanceGroups": {
            "any": {"kind": draw(st.sampled_from(["AUTO", "CPU"])), "count": draw(st.integers(1, 3))}
        },
        "parameters": draw(st.dictionaries(st.sampled_from(["a", "b.c"]), texts, max_size=2)),
    }
    if batch and draw(st.booleans()):
        model["dynamicBatching"] = {"preferredBatchSizes": [batch]}
    return model


@st.composite
def services(draw: st.DrawFn, known: list[str]) -> Spec:
    """A service that loads some of the known models."""
    service: Spec = {
        "models": draw(st.lists(st.sampled_from(known), min_size=1, unique=True)),
        "repository": draw(st.sampled_from(REPOSITORIES)),
        "replicas": draw(st.integers(0, 4)),
        "labels": draw(labels),
        "env": draw(environment_variables),
        "expose": draw(exposures),
        "server": draw(servers),
        "rollout": draw(st.sampled_from([{}, {"strategy": "recreate"}, {"maxSurge": 2}])),
    }
    optional = {
        "gpu": st.sampled_from(REQUESTS),
        "scaling": scalings(),
        "slo": slos(service["models"]),
        "monitoring": monitorings,
        "image": releases,
        "resources": st.just({"requests": {"cpu": "2", "memory": "4Gi"}, "limits": {"memory": "6Gi"}}),
        "clients": st.just({"namespaces": ["web", "batch"]}),
    }
    return service | draw(st.fixed_dictionaries({}, optional=optional))


@st.composite
def environments(draw: st.DrawFn, name: str, known_services: list[str], known_models: list[str]) -> Spec:
    """An environment on the one cluster, which overrides and excludes some of what is known."""
    change = st.fixed_dictionaries(
        {},
        optional={
            "replicas": st.integers(1, 4),
            "expose": exposures,
            "image": releases,
            "scaling": scalings(),
            "monitoring": monitorings,
            "labels": labels,
            "gpu": st.none(),
            "models": st.lists(st.sampled_from(known_models), min_size=1, unique=True),
        },
    )
    retuned = st.fixed_dictionaries({"maxBatchSize": st.integers(33, 64)})
    return {
        "cluster": "main",
        "namespace": f"triton-{name}",
        "labels": draw(labels),
        "exclude": draw(st.lists(st.sampled_from(known_services), max_size=1)),
        "overrides": {
            "services": draw(st.dictionaries(st.sampled_from(known_services), change, max_size=2)),
            "models": draw(st.dictionaries(st.sampled_from(known_models), retuned, max_size=2)),
        },
    } | draw(
        st.fixed_dictionaries({}, optional={"quota": st.just({"cpu": "640", "memory": "2Ti", "pods": 90})})
    )


@st.composite
def fleets(draw: st.DrawFn) -> Spec:
    """One to three models, one or two services, one or two environments, on a cluster with room for all."""
    known_models = draw(st.lists(model_names, min_size=1, max_size=3, unique=True))
    known_services = draw(st.lists(service_names, min_size=1, max_size=2, unique=True))
    places = draw(st.lists(st.sampled_from(["dev", "prod"]), min_size=1, unique=True))
    fleet = small(
        models={name: draw(models()) for name in known_models},
        services={name: draw(services(known_models)) for name in known_services},
        clusters={"main": CLUSTER | draw(watchings)},
        environments={name: draw(environments(name, known_services, known_models)) for name in places},
    )
    return fleet | draw(
        st.fixed_dictionaries(
            {},
            optional={
                "gitops": st.just({"repoURL": "https://git.example.com/x.git"}),
                "runbooks": st.just("https://runbooks.example.com/triton"),
                "slo": st.just({"availability": "99.5%"}),
            },
        )
    )
