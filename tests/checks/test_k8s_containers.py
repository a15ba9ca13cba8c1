"""Rules about images, commands, variables and probes, in the cases that their examples do not show."""

from __future__ import annotations

import pytest
from workload_examples import breaches, container, pod, said, service, thing, together, workload

from tritonfleet.checks import Facts


@pytest.mark.parametrize(
    "image", ["app", "app:latest", "registry.example.com:5000/team/app", "ghcr.io/team/app:latest"]
)
def test_an_image_without_a_version(image):
    assert len(said("K8S022", pod(container(image=image)))) == 1


@pytest.mark.parametrize(
    "image",
    [
        "app:1",
        "registry.example.com:5000/app:1",
        "app@sha256:" + "a" * 64,
        "app:latest@sha256:" + "a" * 64,
        "auto",
        "",
    ],
)
def test_an_image_with_a_version_or_none_at_all(image):
    assert said("K8S022", pod(container(image=image))) == []


@pytest.mark.parametrize(
    "image", ["https://ghcr.io/app:1", "App:1", "app:", "app: 1", "app:1 ", "/app:1", "app:" + "a" * 129]
)
def test_an_image_that_no_runtime_reads(image):
    assert len(said("K8S023", pod(container(image=image)))) == 1


@pytest.mark.parametrize(
    "image",
    [
        "localhost:5000/app:1",
        "a.b/c/d_e/f__g-h:1.2_3",
        "Registry.example.com/app:1",
        "app@sha256:" + "a" * 64,
        "$(IMAGE)",
    ],
)
def test_an_image_that_a_runtime_reads(image):
    assert said("K8S023", pod(container(image=image))) == []


def test_a_default_of_the_namespace_stands_for_a_request():
    limits = [{"type": "Container", "default": {"cpu": 1, "memory": "1Gi"}}]
    limit_range = thing("LimitRange", "v1", spec={"limits": limits})
    assert said("K8S025", together(pod(labels={"app": "bert"}), service(), limit_range)) == []


def test_requests_of_the_pod_stand_for_those_of_its_containers():
    asking = pod(labels={"app": "bert"}, resources={"requests": {"cpu": 1, "memory": "1Gi"}})
    assert said("K8S025", together(asking, service())) == []


def test_pods_that_serve_nobody_may_leave_their_needs_open():
    assert said("K8S025", pod()) == []
    assert len(said("K8S025", together(pod(labels={"app": "bert"}), service()))) == 1


def test_containers_without_requests_are_named_together():
    containers = container("a"), container("b", resources={"requests": {"cpu": 1}})
    (message,) = said("K8S025", together(pod(*containers, labels={"app": "bert"}), service()))
    assert message == "no request for cpu and memory in `a`, `b`"


@pytest.mark.parametrize(
    "command", [["sh", "-c", "a b", "c"], ["/bin/bash", "-ec", "a", "b"], ["sh", "-c", "-x", "a", "b"]]
)
def test_words_that_a_shell_ignores(command):
    assert len(said("K8S070", pod(container(command=command)))) == 1


@pytest.mark.parametrize(
    "command",
    [
        ["sh", "-c", 'exec "$@"', "--", "app", "--flag"],
        ["sh", "-c", "echo $1", "x", "y"],
        ["sh", "-c", "-x", "app --flag"],
        ["sh", "script.sh", "-c", "a", "b"],
        ["bash", "--norc", "-c", "app"],
        ["python", "-c", "print()", "x"],
        ["sh", "-c"],
    ],
)
def test_words_that_are_read(command):
    assert said("K8S070", pod(container(command=command))) == []


def test_a_program_with_a_blank_in_a_hook():
    hook = {"preStop": {"exec": {"command": ["sleep 10"]}}}
    (breach,) = breaches("K8S069", pod(container(lifecycle=hook)))
    assert (breach.path[-1], breach.fix) == (0, 'write ["sleep", "10"]')


@pytest.mark.parametrize(
    "args", [["$(hostname)"], ["$$(NAME)"], ["$(KUBERNETES_SERVICE_HOST)"], ["$(BERT_PORT_8000_TCP)"]]
)
def test_references_that_are_no_missing_variables(args):
    assert said("K8S047", pod(container(args=args))) == []


def test_variables_from_elsewhere_are_not_known():
    assert said("K8S047", pod(container(args=["$(NAME)"], envFrom=[{"configMapRef": {"name": "x"}}]))) == []


def test_a_command_substitution_of_a_shell_is_no_variable():
    assert said("K8S047", pod(container(command=["bash", "-c"], args=["cd $(PWD)"]))) == []


def test_a_variable_that_is_used_above_its_definition():
    env = [{"name": "URL", "value": "s3://$(BUCKET)/x"}, {"name": "BUCKET", "value": "models"}]
    assert said("K8S047", pod(container(env=env))) == [
        "`$(BUCKET)` is used before `BUCKET` is set, and stays as it is written"
    ]


@pytest.mark.parametrize("text", ["--rate=1e-06", "1e+6x", "--name=e+10", "1.5", "a1e+06b"])
def test_texts_that_are_no_floats_of_helm(text):
    assert said("K8S052", pod(container(args=[text]))) == []


def test_a_float_in_a_variable_says_what_was_meant():
    (breach,) = breaches("K8S052", pod(container(env=[{"name": "SIZE", "value": "1.6777216e+07"}])))
    assert breach.fix.startswith("write 16777216:")


@pytest.mark.parametrize("text", ["50%! really", "<nobody>", "a <none> b", "100%"])
def test_texts_that_no_template_left(text):
    assert said("K8S054", pod(container(args=[text]))) == []


def test_a_leftover_in_a_file_is_shown_by_its_line():
    text = thing("ConfigMap", "v1", data={"app.ini": "a: 1\nb: <nil>\n"})
    (breach,) = breaches("K8S054", text)
    assert breach.inside is not None
    assert breach.inside.line == 2


@pytest.mark.parametrize(("version", "found"), [("1.28", 0), ("1.29", 1), ("1.30", 0)])
def test_a_sleep_action_is_dropped_only_while_its_gate_is_off(version, found):
    text = pod(container(lifecycle={"preStop": {"sleep": {"seconds": 5}}}))
    assert len(said("K8S041", text, Facts(kubernetes=version))) == found


@pytest.mark.parametrize(
    ("hook", "found"),
    [
        ({"sleep": {"seconds": 30}}, 1),
        ({"exec": {"command": ["sh", "-c", "sleep 20; nginx -s quit; sleep 15"]}}, 1),
        ({"exec": {"command": ["sleep", "10"]}}, 0),
        ({"exec": {"command": ["/bin/asleep", "100"]}}, 0),
        ({"httpGet": {"port": 80}}, 0),
    ],
)
def test_hooks_against_the_default_grace_period(hook, found):
    assert len(said("K8S040", pod(container(lifecycle={"preStop": hook})))) == found


def test_what_triton_does_at_its_end_is_told_by_rules_of_its_own():
    triton = container(
        image="nvcr.io/nvidia/tritonserver:26.07-py3", args=["tritonserver", "--model-repository=/m"]
    )
    slow = {
        "lifecycle": {"preStop": {"sleep": {"seconds": 60}}},
        "livenessProbe": {"tcpSocket": {"port": 8000}},
    }
    text = pod({**triton, **slow, "resources": {"limits": {"nvidia.com/gpu": 1}}})
    assert said("K8S040", text) + said("K8S038", text) == []


def test_liveness_that_waits_longer_than_readiness():
    probe = {"httpGet": {"path": "/health", "port": 80}}
    text = pod(
        container(livenessProbe={**probe, "periodSeconds": 30}, readinessProbe=probe), labels={"app": "a"}
    )
    assert said("K8S037", together(text, service(selector={"app": "a"}))) == []


def test_a_daemon_set_serves_its_own_node_ready_or_not():
    probe = {"httpGet": {"path": "/health", "port": 80}}
    probed = [container(livenessProbe=probe, readinessProbe=probe)]
    for kind, found in (("DaemonSet", 0), ("Deployment", 1)):
        assert len(said("K8S037", together(workload(kind, containers=probed), service()))) == found


def test_a_pod_that_nobody_sends_requests_is_ready_or_not():
    probe = {"httpGet": {"path": "/health", "port": 80}}
    text = pod(container(livenessProbe=probe, readinessProbe=probe), labels={"app": "a"})
    assert said("K8S037", text) == []
    assert len(said("K8S037", together(text, service(selector={"app": "a"})))) == 1


@pytest.mark.parametrize("fields", [{"restartPolicy": "Always"}, {}])
def test_probes_of_containers_that_run_before_the_others(fields):
    init = container("init", readinessProbe={"tcpSocket": {"port": 1}}, **fields)
    assert len(said("K8S068", pod(initContainers=[init]))) == (0 if fields else 1)


def test_an_empty_value_beside_a_source_is_no_second_source():
    env = [{"name": "A", "value": "", "valueFrom": {"fieldRef": {"fieldPath": "spec.nodeName"}}}]
    assert said("K8S072", pod(container(env=env))) == []


@pytest.mark.parametrize(("version", "found"), [("1.31", 1), ("1.32", 0)])
def test_names_of_variables_were_relaxed(version, found):
    assert (
        len(said("K8S072", pod(container(env=[{"name": "a b", "value": "x"}])), Facts(kubernetes=version)))
        == found
    )


def test_ports_of_an_init_container_are_free_again():
    ports = [{"containerPort": 8080}]
    assert said("K8S071", pod(container(ports=ports), initContainers=[container("init", ports=ports)])) == []


def test_a_privileged_gpu_pod_is_told_by_the_rule_about_gpus():
    fields = {"securityContext": {"privileged": True}, "resources": {"limits": {"nvidia.com/gpu": 1}}}
    assert said("SEC006", pod(container(**fields))) == []


@pytest.mark.parametrize(
    ("kind", "found"), [("Opaque", 1), ("kubernetes.io/dockerconfigjson", 0), ("kubernetes.io/dockercfg", 0)]
)
def test_what_accounts_pull_images_with(kind, found):
    account = thing("ServiceAccount", "v1", imagePullSecrets=[{"name": "ngc"}])
    assert len(said("K8S075", together(thing("Secret", "v1", "ngc", type=kind), account))) == found


@pytest.mark.parametrize(("inner", "found"), [("app.yaml", 0), ("app.yml", 1), ("app.yaml/x", 0)])
def test_a_single_file_of_a_config_map(inner, found):
    mounting = container(volumeMounts=[{"name": "conf", "mountPath": "/etc/app", "subPath": inner}])
    volumes = [{"name": "conf", "configMap": {"name": "bert"}}]
    held = thing("ConfigMap", "v1", data={"app.yaml": ""})
    assert len(said("K8S076", together(held, pod(mounting, volumes=volumes)))) == found


def test_a_folder_of_a_claim_is_not_known():
    mounting = container(volumeMounts=[{"name": "models", "mountPath": "/models", "subPath": "bert"}])
    volumes = [{"name": "models", "persistentVolumeClaim": {"claimName": "bert"}}]
    assert said("K8S076", pod(mounting, volumes=volumes)) == []


@pytest.mark.parametrize(("port", "found"), [({}, 0), ({"port": 443}, 0), ({"port": 9443}, 1)])
def test_the_port_that_the_api_server_calls(port, found):
    service = thing("Service", "v1", "hook", spec={"ports": [{"port": 443, "targetPort": 9443}]})
    called = {"clientConfig": {"service": {"name": "hook", "namespace": "prod", **port}}}
    hook = thing("MutatingWebhookConfiguration", "admissionregistration.k8s.io/v1", webhooks=[called])
    assert len(said("K8S078", together(service, hook))) == found


def test_a_webhook_by_address_calls_no_service():
    called = {"clientConfig": {"url": "https://hooks.example.com"}}
    hook = thing("MutatingWebhookConfiguration", "admissionregistration.k8s.io/v1", webhooks=[called])
    assert said("K8S078", hook) == []


def test_an_image_that_a_builder_fills_in():
    assert said("K8S023", pod(container(image="ko://example.com/app"))) == []


def test_a_host_that_a_template_could_not_print():
    text = thing("Ingress", "networking.k8s.io/v1", spec={"rules": [{"host": "grafana.%!s(<nil>)"}]})
    assert said("K8S054", text) == ["`%!s(` is what a template prints for a value of the wrong type"]


def test_a_hook_is_ignored_like_any_command_after_its_script():
    hook = {"preStop": {"exec": {"command": ["/bin/sh", "-c", "touch", "/tmp/shutdown;", "sleep 60"]}}}
    (breach,) = breaches("K8S070", pod(container(lifecycle=hook)))
    assert breach.message == "the shell runs only `touch` and ignores `/tmp/shutdown;`"
    assert breach.path[-3:] == ("exec", "command", 3)
    assert said("K8S040", pod(container(lifecycle=hook))) == []
