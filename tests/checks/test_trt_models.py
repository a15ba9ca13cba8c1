"""Rules about repositories, models and what the server does with them: the cases that their examples do not show."""

from __future__ import annotations

import pytest

from checks.trt_examples import PYTHON_MODEL, config_map, deployment, said, service, serving

S3 = "--model-repository=s3://acme-models/bert"
KEYS = "- {name: AWS_ACCESS_KEY_ID, value: a}\n- {name: AWS_SECRET_ACCESS_KEY, value: b}\n"
SCALED = """\
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: bert, namespace: prod}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: bert}, minReplicas: 1, maxReplicas: 4}
"""
SHM = "- {name: shm, emptyDir: {medium: Memory}}\n"


@pytest.mark.parametrize(
    "manifest",
    [
        serving(volumes=SHM, mounts="- {name: shm, mountPath: /dev/shm/}\n"),
        serving(config=PYTHON_MODEL.replace('"python"', '"onnxruntime"')),
        serving().replace("      volumes:", "      hostIPC: true\n      volumes:"),
    ],
)
def test_shared_memory_that_suffices(manifest):
    assert said("TRT033", manifest) == []


def test_gpu_metrics_may_stay_on_where_a_gpu_may_be():
    for container in ("resources: {limits: {nvidia.com/gpu: 1}}\n", "resources: {claims: [{name: gpu}]}\n"):
        assert said("TRT036", deployment("--model-repository=/m", container=container)) == []


def test_an_autoscaler_makes_several_pods():
    explicit = deployment("--model-repository=/m", "--model-control-mode=explicit") + SCALED
    assert said("TRT042", explicit) == ["each of up to 4 pods starts with no model: no `--load-model`"]


@pytest.mark.parametrize(
    "manifest",
    [
        deployment("--model-control-mode=explicit", pod="- {name: loader, image: 'acme/loader:1.0'}\n"),
        deployment(
            "--model-control-mode=explicit", container="lifecycle: {postStart: {exec: {command: [/load]}}}\n"
        ),
        deployment(
            "--model-control-mode=explicit", "$(MODELS)", container="envFrom: [{configMapRef: {name: c}}]\n"
        ),
        deployment("--model-control-mode=explicit", "--load-model=*"),
    ],
)
def test_models_that_something_else_loads(manifest):
    assert said("TRT042", manifest) == []


def test_a_model_that_no_config_map_shows_may_be_on_a_volume():
    volume = "- {name: others, persistentVolumeClaim: {claimName: models}}\n"
    flags = ("--model-control-mode=explicit", "--load-model=resnet")
    assert said("TRT046", serving(*flags))
    assert (
        said("TRT046", serving(*flags, volumes=volume, mounts="- {name: others, mountPath: /models}\n")) == []
    )
    assert said("TRT046", serving(*flags, "--model-repository=s3://acme/more")) == []
    assert said("TRT046", serving(*flags, image="acme/tritonserver:v7")) == []


@pytest.mark.parametrize(
    ("flag", "env"),
    [
        ("$(MORE)", "envFrom: [{configMapRef: {name: c}}]\n"),
        ("--id=a", "env: [{name: AIP_STORAGE_URI, value: gs://m}]\n"),
    ],
)
def test_a_repository_may_come_from_a_variable(flag, env):
    assert said("TRT050", deployment(flag, container=env)) == []


@pytest.mark.parametrize(
    "container",
    [
        "volumeMounts: [{name: models, mountPath: /models/}]\n",
        "volumeMounts: [{name: models, mountPath: /}]\n",
        "volumeMounts: [{name: bert, mountPath: /models/bert}]\n",
    ],
)
def test_a_repository_that_is_mounted_whole_in_parts_or_from_above(container):
    assert said("TRT051", deployment("--model-repository=/models", container=container)) == []


@pytest.mark.parametrize("image", ["acme/tritonserver:26.07-py3", "acme/bert:1.0"])
def test_an_image_of_ones_own_may_hold_the_models(image):
    assert said("TRT051", deployment("--model-repository=/models", image=image)) == []


def test_the_hidden_folders_do_no_harm_to_models_loaded_by_name():
    items = "[{key: config.pbtxt, path: bert/config.pbtxt}]"
    for flags, told in (
        ((), 1),
        (("--model-control-mode=explicit", "--load-model=*"), 1),
        (("--model-control-mode=explicit", "--load-model=bert"), 0),
    ):
        assert len(said("TRT052", serving(*flags, mount="/models", items=items))) == told


@pytest.mark.parametrize(
    "repository",
    [
        "/models",
        "models",
        "s3://bucket",
        "s3://https://minio.acme.example:9000/bucket/models",
        "gs://bucket/a",
        "as://account.blob.core.windows.net/container/a",
    ],
)
def test_places_that_triton_reads(repository):
    assert said("TRT053", deployment(f"--model-repository={repository}")) == []


@pytest.mark.parametrize(
    "repository",
    ["s3:/bucket", "s3://", "S3://bucket", "https://bucket", "pvc://claim/a", "azure://a/b", "file:///m"],
)
def test_places_that_triton_takes_for_a_folder(repository):
    assert said("TRT053", deployment(f"--model-repository={repository}"))


@pytest.mark.parametrize(
    "env",
    [
        f"env:\n{KEYS}- {{name: AWS_REGION, value: eu-central-1}}\n",
        f"env:\n{KEYS}envFrom: [{{secretRef: {{name: s3}}}}]\n",
        "env: [{name: HOME, value: /tmp}]\n",
    ],
)
def test_a_region_that_is_given_or_may_be(env):
    assert said("TRT054", deployment(S3, container=env)) == []


def test_a_store_of_ones_own_has_no_region():
    manifest = deployment("--model-repository=s3://http://minio:9000/models", container=f"env:\n{KEYS}")
    assert said("TRT054", manifest) == []


def test_a_mount_directory_moves_the_download():
    env = "env: [{name: TRITON_AWS_MOUNT_DIRECTORY, value: /scratch}]\n"
    root = "securityContext: {readOnlyRootFilesystem: true}\n"
    assert said("TRT056", deployment(S3, container=root + env)) == [
        "`triton` copies models to /scratch, which is on the read-only root filesystem"
    ]
    mounted = "volumeMounts: [{name: scratch, mountPath: /scratch}]\n"
    assert said("TRT056", deployment(S3, container=root + env + mounted)) == []


def test_a_local_repository_is_not_copied():
    root = "securityContext: {readOnlyRootFilesystem: true}\n"
    assert said("TRT056", deployment("--model-repository=/models", container=root)) == []


def test_a_cache_may_be_for_models_that_are_not_seen():
    manifest = serving("--cache-config=local,size=1048576", "--model-repository=s3://acme/more")
    assert said("TRT060", manifest) == []


def test_settings_of_one_cache_may_be_several_flags():
    assert said("TRT063", deployment("--cache-config=redis,host=r", "--cache-config=redis,port=6379")) == []


@pytest.mark.parametrize("config", ["local,foo=1", "local,size=abc"])
def test_the_local_cache_needs_its_size(config):
    assert said("TRT063", deployment(f"--cache-config={config}")) == ["the local cache has no size"]


def test_tls_that_may_be_off_needs_no_files():
    assert said("TRT070", deployment("--grpc-use-ssl=false")) == []


@pytest.mark.parametrize(
    ("more", "told"),
    [("", 0), ("type: LoadBalancer, ", 1)],
)
def test_the_control_api_is_open_to_those_outside(more, told):
    manifest = deployment("--model-control-mode=explicit", "--load-model=a") + service(more=more)
    assert len(said("TRT074", manifest)) == told


@pytest.mark.parametrize(
    "more",
    [
        service("[{name: grpc, port: 8001}]", more="clusterIP: None, "),
        service(),
        service("[{name: grpc, port: 8001}]")
        + "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: prod, labels: {istio-injection: enabled}}\n",
    ],
)
def test_grpc_that_is_balanced_by_others(more):
    assert said("TRT076", deployment("--model-repository=/m", spec="replicas: 3\n") + more) == []


@pytest.mark.parametrize(
    ("image", "backend", "told"),
    [
        ("nvcr.io/nvidia/tritonserver:26.07-py3", "onnxruntime", 0),
        ("nvcr.io/nvidia/tritonserver:24.02-py3", "onnxruntime", 1),
        ("nvcr.io/nvidia/tritonserver:24.12-py3", "tensorflow", 0),
        ("nvcr.io/nvidia/tritonserver:25.03-py3", "tensorflow", 1),
        ("nvcr.io/nvidia/tritonserver:26.07-vllm-python-py3", "python", 0),
        ("nvcr.io/nvidia/tritonserver:26.07-py3", "vllm", 1),
        ("nvcr.io/nvidia/tritonserver:26.07-py3", "acme", 0),
        ("acme/tritonserver:26.07-py3", "vllm", 0),
    ],
)
def test_backends_that_an_image_has(image, backend, told):
    config = PYTHON_MODEL.replace('"python"', f'"{backend}"')
    assert len(said("TRT083", serving(config=config, image=image))) == told


def test_a_backend_may_be_brought_along():
    config = PYTHON_MODEL.replace('"python"', '"vllm"')
    assert said("TRT083", serving("--backend-directory=/backends", config=config)) == []


def test_batches_that_a_backend_may_still_find():
    config = 'name: "bert"\nbackend: "onnxruntime"\ndynamic_batching { }\n'
    assert said("TRT084", config_map("m", config__pbtxt=config)) == []


def test_the_http_limit_came_with_a_release():
    config = PYTHON_MODEL.replace("TYPE_STRING dims: [1]", "TYPE_FP32 dims: [3, 2048, 2048]")
    assert said("TRT086", serving(config=config))
    assert said("TRT086", serving(config=config, image="nvcr.io/nvidia/tritonserver:25.05-py3")) == []
    assert said("TRT086", serving("--allow-http=false", config=config)) == []


def test_a_tensor_of_any_size_is_not_judged():
    config = PYTHON_MODEL.replace("TYPE_STRING dims: [1]", "TYPE_FP32 dims: [3, -1, -1]")
    assert said("TRT086", serving(config=config)) == []


def test_sequences_stay_with_one_pod():
    config = PYTHON_MODEL + "sequence_batching { }\n"
    assert said("TRT087", serving(config=config) + service()) == []
    assert said("TRT087", serving(config=config, spec="replicas: 2\n") + service())


RUNTIME = """\
apiVersion: serving.kserve.io/v1alpha1
kind: ServingRuntime
metadata: {name: triton, namespace: prod}
spec:
  containers:
  - name: kserve-container
    image: nvcr.io/nvidia/tritonserver:26.07-py3
    args: [tritonserver, --model-repository=/models]
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("/models]", "/mnt/models/bert]"),
        ("/models]", "s3://acme/models]"),
        ("spec:\n", "spec:\n  multiModel: true\n"),
        ("/models]\n", "/models]\n    volumeMounts: [{name: models, mountPath: /models}]\n"),
        ("nvcr.io/nvidia/", "acme/"),
    ],
)
def test_a_runtime_may_bring_its_own_models(before, after):
    assert said("TRT058", RUNTIME)
    assert said("TRT058", RUNTIME.replace(before, after)) == []


def test_shared_memory_of_two_servers_is_no_clients():
    mount = "volumeMounts: [{name: shm, mountPath: /dev/shm}]\n"
    other = f"- name: other\n  image: acme/other:1.0\n  {mount}"
    assert said("TRT075", deployment("--http-port=1", container=mount, pod=other))
    old = "nvcr.io/nvidia/tritonserver:26.03-py3"
    assert said("TRT075", deployment("--http-port=1", container=mount, pod=other, image=old)) == []
    server = other.replace("acme/other:1.0", "acme/other:1.0\n  args: [tritonserver]")
    assert said("TRT075", deployment("--http-port=1", container=mount, pod=server)) == []


def test_on_vertex_ai_the_endpoints_are_others():
    env = "env: [{name: AIP_MODE, value: PREDICTION}]\nreadinessProbe: {httpGet: {path: /ping, port: 8080}}\n"
    assert said("TRT026", deployment("--model-repository=/m", container=env)) == []


STEPS = """\
ensemble_scheduling {
  step { model_name: "a" model_version: -1 input_map { key: "X" value: "x" } output_map { key: "Y" value: "y" } }
  step { model_name: "b" model_version: -1 input_map { key: "Y" value: "y" } output_map { key: "Z" value: "Z" } }
}
"""


def test_steps_without_the_platform_are_one_mistake():
    assert said("TRT117", config_map("pipeline", config__pbtxt=STEPS)) == []
    assert len(said("TRT104", config_map("pipeline", config__pbtxt=STEPS))) == 1


def test_what_a_step_would_write_is_not_missed_beside_what_it_reads():
    ensemble = 'platform: "ensemble" output { name: "Z" data_type: TYPE_FP32 dims: [1] }\n' + STEPS
    messages = [
        message.partition(": ")[2]
        for message in said("TRT117", config_map("pipeline", config__pbtxt=ensemble))
    ]
    assert messages == ["nothing provides the tensor x"]
