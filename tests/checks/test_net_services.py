"""Rules about Services and Ingresses, in the cases that their examples do not show."""

from __future__ import annotations

import json

import pytest
from workload_examples import container, said, service, severities, thing, together, verdicts, workload

from tritonfleet.checks import Facts, needs
from tritonfleet.checks.rule import Undecided

TRITON = "nvcr.io/nvidia/tritonserver:26.07-py3"


def triton(*flags: str, **fields: object) -> str:
    args = ["tritonserver", "--model-repository=/models", *flags]
    return workload(containers=[container("triton", TRITON, args=args, **fields)])


def ingress(path: str = "/", kind: str = "Prefix", port: object = "http", **fields: object) -> str:
    annotations = fields.pop("annotations", {})
    backend = {"service": {"name": "bert", "port": {"name" if isinstance(port, str) else "number": port}}}
    rule = {
        "host": "bert.example.com",
        "http": {"paths": [{"path": path, "pathType": kind, "backend": backend}]},
    }
    spec = {"rules": [rule], **fields}
    return thing("Ingress", "networking.k8s.io/v1", metadata={"annotations": annotations}, spec=spec)


def test_a_number_that_no_container_declares_may_still_be_listened_on():
    plain = workload(containers=[container(ports=[{"containerPort": 9090}])])
    assert severities("NET002", together(plain, service({"port": 80, "targetPort": 8080}))) == ["warning"]
    assert said("NET002", together(workload(), service({"port": 80, "targetPort": 8080}))) == []
    beside = service({"port": 80, "targetPort": 8080}, {"port": 81, "targetPort": 9090})
    assert severities("NET002", together(plain, beside)) == ["info"]


def test_the_pod_of_a_helm_test_serves_nothing():
    metadata = {"labels": {"app": "bert"}, "annotations": {"helm.sh/hook": "test-success"}}
    hook = thing("Pod", "v1", metadata=metadata, spec={"containers": [container()]})
    ports = [{"name": "http", "containerPort": 8000}]
    server = workload(containers=[container(ports=ports)])
    text = together(server, hook, service({"port": 80, "targetPort": "http"}))
    assert said("NET001", text) + said("NET002", text) + said("K8S016", text) == []


@pytest.mark.parametrize(
    ("flags", "target", "found"),
    [
        ((), 8000, 0),
        ((), 8002, 0),
        ((), 8080, 1),
        (("--http-port=9000",), 9000, 0),
        (("--allow-metrics=false",), 8002, 1),
        (("--allow-sagemaker=true",), 8080, 0),
    ],
)
def test_the_ports_that_triton_listens_on(flags, target, found):
    assert len(said("NET007", together(triton(*flags), service({"port": 80, "targetPort": target})))) == found


def test_a_port_of_triton_that_comes_from_elsewhere_is_not_known():
    text = triton("--http-port=$(PORT)", envFrom=[{"configMapRef": {"name": "ports"}}])
    assert said("NET007", together(text, service({"port": 80, "targetPort": 9000}))) == []


def test_another_container_may_listen_on_the_port():
    both = [container("triton", TRITON, args=["tritonserver", "--model-repository=/m"]), container("proxy")]
    text = workload(containers=both)
    assert said("NET007", together(text, service({"port": 80, "targetPort": 8080}))) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"type": "ClusterIP"},
        {"type": "LoadBalancer", "loadBalancerSourceRanges": ["10.0.0.0/8"]},
    ],
)
def test_metrics_that_stay_inside(fields):
    assert said("NET008", together(triton(), service({"name": "metrics", "port": 8002}, **fields))) == []


@pytest.mark.parametrize(
    ("port", "found"),
    [
        ({"name": "grpc", "port": 8001}, 0),
        ({"name": "grpc-inference", "port": 8001}, 0),
        ({"name": "inference", "port": 8001}, 0),
        ({"name": "http-grpc", "port": 8001}, 1),
        ({"name": "tcp-grpc", "port": 8001}, 1),
        ({"name": "inference", "port": 8001, "appProtocol": "http"}, 1),
        ({"name": "http-grpc", "port": 8001, "appProtocol": "kubernetes.io/h2c"}, 0),
        ({"name": "http", "port": 8000}, 0),
    ],
)
def test_what_a_port_says_of_its_protocol(port, found):
    assert len(said("NET009", together(triton(), service(port)))) == found


def test_two_services_of_a_rollout_are_meant_to_be_alike():
    alike = together(service({"port": 80}), service({"port": 80}, name="bert-canary"))
    assert len(said("NET015", alike)) == 1
    assert said("NET015", together(alike, thing("Rollout", "argoproj.io/v1alpha1", spec={}))) == []


@pytest.mark.parametrize(
    "maker", [("Prometheus", "monitoring.coreos.com/v1"), ("InferenceService", "serving.kserve.io/v1beta1")]
)
def test_an_operator_may_make_the_pods(maker):
    text = together(workload(name="other"), thing(maker[0], maker[1], spec={}), service({"port": 80}))
    assert verdicts("NET001", text) == [Undecided(needs.existing("Pod"))]


def test_pods_of_an_experiment_have_labels_of_their_own():
    steps = [{"experiment": {"templates": []}}]
    rollout = thing(
        "Rollout", "argoproj.io/v1alpha1", "canary", spec={"strategy": {"canary": {"steps": steps}}}
    )
    assert said("NET001", together(workload(name="other"), rollout, service({"port": 80}))) == []


def test_objects_that_make_no_pods_prove_nothing():
    text = together(
        workload(name="other"), thing("ScaledObject", "keda.sh/v1alpha1", spec={}), service({"port": 80})
    )
    assert len(said("NET001", text)) == 1


def test_pods_of_a_namespace_without_workloads_lie_outside_unless_somebody_says_so():
    assert said("NET001", service({"port": 80})) == []
    assert len(said("NET001", service({"port": 80}), Facts(external={"Pod": ()}))) == 1


def test_a_service_of_another_team_may_be_a_backend():
    assert verdicts("NET003", ingress()) == [Undecided(needs.existing("Service"))]


def test_an_action_of_the_load_balancer_is_no_port():
    assert (
        said("NET003", together(service({"name": "http", "port": 80}), ingress(port="use-annotation"))) == []
    )


@pytest.mark.parametrize(
    "annotations",
    [{"alb.ingress.kubernetes.io/certificate-arn": "arn:x"}, {"networking.gke.io/managed-certificates": "x"}],
)
def test_a_load_balancer_may_end_tls(annotations):
    assert said("NET017", ingress(annotations=annotations)) == []


@pytest.mark.parametrize(
    ("name", "found"), [("*.example.com", 0), ("bert.example.com", 0), ("*.com", 1), ("example.com", 1)]
)
def test_what_a_certificate_covers(name, found):
    assert len(said("NET018", ingress(tls=[{"hosts": [name]}]))) == found


@pytest.mark.parametrize(
    ("path", "kind", "annotations", "found"),
    [
        ("/v2/models/bert", "Prefix", {}, 0),
        ("/v2/models/[^/]+", "Prefix", {}, 1),
        ("/bert(/|$)(.*)", "Prefix", {"nginx.ingress.kubernetes.io/use-regex": "true"}, 0),
        (
            "/bert(/|$)(.*)",
            "ImplementationSpecific",
            {"nginx.ingress.kubernetes.io/rewrite-target": "/$2"},
            0,
        ),
        ("/bert", "ImplementationSpecific", {"nginx.ingress.kubernetes.io/rewrite-target": "/"}, 0),
        ("bert", "Exact", {}, 1),
        ("", "ImplementationSpecific", {}, 0),
    ],
)
def test_what_a_path_matches(path, kind, annotations, found):
    assert len(said("NET019", ingress(path, kind, annotations=annotations))) == found


GRPC = "nginx.ingress.kubernetes.io/backend-protocol"


@pytest.mark.parametrize(
    ("port", "annotations", "found"),
    [
        ("grpc", {}, 1),
        ("grpc", {GRPC: "GRPC"}, 0),
        ("grpc", {GRPC: "GRPCS"}, 0),
        ("http", {}, 0),
        ("http", {GRPC: "GRPC"}, 1),
    ],
)
def test_what_nginx_speaks_to_triton(port, annotations, found):
    ports = [{"name": "http", "port": 8000}, {"name": "grpc", "port": 8001}]
    text = together(
        triton(), service(*ports), ingress(port=port, annotations=annotations, ingressClassName="nginx")
    )
    assert len(said("NET020", text)) == found


def test_another_controller_reads_its_own_annotations():
    text = together(
        triton(), service({"name": "grpc", "port": 8001}), ingress(port="grpc", ingressClassName="traefik")
    )
    assert said("NET020", text) + said("NET021", text) == []


def test_a_canary_claims_the_path_of_what_it_replaces():
    second = json.loads(ingress(annotations={"nginx.ingress.kubernetes.io/canary": "true"}))
    second["metadata"]["name"] = "canary"
    assert said("NET022", together(ingress(), json.dumps(second))) == []


def test_two_controllers_may_have_one_path():
    second = json.loads(ingress(ingressClassName="internal"))
    second["metadata"]["name"] = "internal"
    assert said("NET022", together(ingress(ingressClassName="public"), json.dumps(second))) == []


def test_a_number_that_the_command_line_names_is_listened_on():
    args = ["--metrics-bind-address=:8443"]
    manager = workload(containers=[container(args=args, ports=[{"containerPort": 9443}])])
    assert said("NET002", together(manager, service({"port": 8443, "targetPort": 8443}))) == []
    assert len(said("NET002", together(manager, service({"port": 844, "targetPort": 844})))) == 1


def test_a_service_may_follow_the_pod_that_is_elected():
    selector = {"app": "bert", "example.com/scheduler-role": "leader"}
    assert said("NET001", together(workload(), service({"port": 80}, selector=selector))) == []
    static = workload(labels={"app": "bert", "example.com/scheduler-role": "spare"})
    assert len(said("NET001", together(static, service({"port": 80}, selector=selector)))) == 1


def test_alternatives_of_one_name_are_told_by_the_rule_about_names():
    alternatives = together(*2 * (workload(), service({"port": 80}), ingress()))
    rules = ("NET001", "NET015", "NET022", "K8S016")
    assert [message for rule in rules for message in said(rule, alternatives)] == []
    assert len(said("K8S004", alternatives)) == 3


def test_a_service_of_many_workloads_names_the_first():
    names = [f"bert-{number}" for number in range(9)]
    many = together(*(workload(name=name, labels={"app": "bert"}) for name in names), service({"port": 80}))
    (message,) = said("NET001", many)
    assert message.endswith("Deployment prod/bert-3 and 5 more")
