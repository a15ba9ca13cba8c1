"""Claims on devices of NVIDIA's DRA driver: what can never be allocated, and what is fine."""

from __future__ import annotations

import textwrap

import pytest
from gpu_examples import deployment, said, together, undecided

RULES = [f"GPU5{number:02}" for number in range(1, 20)]
READS = "device.attributes['gpu.nvidia.com']"


def template(request: str, more: str = "", kind: str = "ResourceClaimTemplate", version: str = "v1") -> str:
    head = f"apiVersion: resource.k8s.io/{version}\nkind: {kind}\nmetadata: {{name: bert-gpu, namespace: prod}}\n"
    devices = f"devices:\n  requests: [{request}]\n" + textwrap.indent(textwrap.dedent(more), "  ")
    spec = f"spec:\n{textwrap.indent(devices, '  ')}" if kind == "ResourceClaimTemplate" else devices
    return f"{head}spec:\n{textwrap.indent(spec, '  ')}"


def exactly(device_class: str = "gpu.nvidia.com", expression: str = "", more: str = "") -> str:
    selectors = f', selectors: [{{cel: {{expression: "{expression}"}}}}]' if expression else ""
    return f"{{name: gpu, exactly: {{deviceClassName: {device_class}{selectors}{more}}}}}"


def user(
    entry: str = "resourceClaimTemplateName: bert-gpu",
    use: str = "{claims: [{name: gpu}]}",
    replicas: int = 2,
) -> str:
    return deployment(use, pod=f"resourceClaims: [{{name: gpu, {entry}}}]", replicas=replicas)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule != "GPU516"])
@pytest.mark.parametrize(
    "request_",
    [
        exactly(),
        exactly("mig.nvidia.com", f"{READS}.profile == '1g.10gb'"),
        exactly("mig.nvidia.com", f"{READS}['profile'] == '1g.5gb+me'"),
        exactly("gpu.nvidia.com", "device.capacity['gpu.nvidia.com'].memory.isGreaterThan(quantity('40Gi'))"),
        exactly("gpu.nvidia.com", f"{READS}.productName.lowerAscii().matches('^.*a100.*$')"),
        exactly("gpu.nvidia.com", f"{READS}.productName.replace(' ', '-') == 'NVIDIA-L40S'"),
        exactly("gpu.nvidia.com", f"{READS}.productName == 'NVIDIA A100-SXM4-80GB'"),
        exactly("gpu.nvidia.com", f"{READS}.productName == 'Tesla T4'"),
        exactly("gpu.nvidia.com", f"has({READS}.index) && {READS}.index == 0"),
        exactly("gpu.example.com", "device.attributes['gpu.example.com'].model == 'x'"),
        exactly(more=", count: 2"),
        "{name: gpu, firstAvailable: [{name: slice, deviceClassName: mig.nvidia.com}]}",
    ],
)
def test_claims_that_can_be_allocated_are_fine(rule, request_):
    assert said(rule, together(template(request_), user())) == []


def test_requests_of_the_beta_stand_beside_their_name():
    beta = template("{name: gpu, deviceClassName: gpu.nvidia.com}", version="v1beta1")
    assert said("GPU501", together(beta, user())) == []


def test_a_class_of_ones_own_may_lie_outside():
    text = template(exactly("slices-for-vision"))
    assert said("GPU501", text) == []
    assert undecided("GPU501", text)


@pytest.mark.parametrize(
    ("name", "fragment"), [("memory", "attribute"), ("index", "attribute"), ("prodctName", "attribute")]
)
def test_names_that_devices_do_not_have(name, fragment):
    assert said("GPU502", template(exactly("gpu.nvidia.com", f"{READS}.{name} == 'x'"))) == [
        f"`{name}` is no {fragment} of NVIDIA's devices"
    ]


def test_either_kind_of_device_may_be_asked_for_at_once():
    both = f"{READS}.type == 'gpu' || {READS}.profile == '1g.10gb'"
    assert said("GPU504", template(exactly("gpu.nvidia.com", both))) == []


@pytest.mark.parametrize("name", ["NVIDIA-L40S", "H100", "NVIDIA H100", "A100"])
def test_names_that_no_gpu_reports(name):
    assert said("GPU506", template(exactly("gpu.nvidia.com", f"{READS}.productName == '{name}'")))


def test_a_claim_of_the_whole_pod_needs_no_container():
    text = deployment(
        "{}",
        pod="""\
            resources: {claims: [{name: gpu}]}
            resourceClaims: [{name: gpu, resourceClaimTemplateName: bert-gpu}]
        """,
    )
    assert said("GPU507", together(template(exactly()), text)) == []


def test_a_name_that_is_not_declared_is_said_once():
    text = together(template(exactly()), user(use="{claims: [{name: gpus}]}"))
    assert said("GPU508", text)
    assert said("GPU507", text) == []


def test_an_alternative_may_be_named():
    request = "{name: gpu, firstAvailable: [{name: slice, deviceClassName: mig.nvidia.com}]}"
    config = """\
        config:
        - requests: [gpu/slice]
          opaque:
            driver: gpu.nvidia.com
            parameters: {apiVersion: resource.nvidia.com/v1beta1, kind: MigDeviceConfig}
    """
    assert said("GPU509", template(request, config)) == []


def test_a_claim_for_other_devices_goes_with_a_gpu():
    text = user(use="{claims: [{name: gpu}], limits: {nvidia.com/gpu: 1}}")
    assert said("GPU510", together(template(exactly("rdma.example.com")), text)) == []


def test_one_replica_has_its_claim_to_itself():
    claim = template(exactly(), kind="ResourceClaim")
    assert said("GPU511", together(claim, user("resourceClaimName: bert-gpu", replicas=1))) == []
    assert said("GPU511", together(claim, user("resourceClaimName: bert-gpu", replicas=2)))


def config(kind: str, sharing: str, driver: str = "gpu.nvidia.com") -> str:
    return f"""\
        config:
        - opaque:
            driver: {driver}
            parameters: {{apiVersion: resource.nvidia.com/v1beta1, kind: {kind}, sharing: {sharing}}}
    """


@pytest.mark.parametrize(
    ("kind", "sharing"),
    [
        ("GpuConfig", "{strategy: TimeSlicing}"),
        ("GpuConfig", "{strategy: MPS, mpsConfig: {defaultActiveThreadPercentage: 50, multiUser: true}}"),
        ("MigDeviceConfig", "{strategy: MPS, mpsConfig: {defaultPinnedDeviceMemoryLimit: 4Gi}}"),
    ],
)
def test_configurations_that_the_driver_takes(kind, sharing):
    assert said("GPU513", template(exactly(), config(kind, sharing))) == []


@pytest.mark.parametrize(
    ("kind", "sharing"),
    [
        ("GPUConfig", "{strategy: TimeSlicing}"),
        ("GpuConfig", "{strategy: timeSlicing}"),
        ("GpuConfig", "{strategy: TimeSlicing, timeSlicingConfig: {interval: Medum}}"),
        ("GpuConfig", "{strategy: TimeSlicing, mpsConfig: {multiUser: true}}"),
        ("GpuConfig", "{strategy: MPS, mpsConfig: {activeThreadPercentage: 50}}"),
        ("GpuConfig", "{strategy: MPS, replicas: 4}"),
    ],
)
def test_configurations_that_the_driver_refuses(kind, sharing):
    assert len(said("GPU513", template(exactly(), config(kind, sharing)))) == 1


def test_configurations_of_other_drivers_are_theirs():
    assert said("GPU513", template(exactly(), config("Anything", "{}", driver="gpu.example.com"))) == []


def test_containers_of_one_pod_share_its_device():
    second = "resources: {claims: [{name: gpu}]}"
    text = user() + f"      - {{name: second, image: 'a:1', {second}}}\n"
    shared = template(exactly(), config("GpuConfig", "{strategy: MPS}"))
    assert said("GPU516", together(shared, text)) == []
    assert said("GPU516", together(shared, user()))


def test_an_older_claim_matches_by_any_drivers_attributes():
    more = "constraints: [{matchAttribute: resource.kubernetes.io/pcieRoot}]\n"
    assert said("GPU519", template(exactly(), more)) == []


COMPUTE_DOMAIN = """\
apiVersion: resource.nvidia.com/v1beta1
kind: ComputeDomain
metadata: {name: training, namespace: prod}
spec: {numNodes: 2, channel: {resourceClaimTemplate: {name: training-channel}}}
---
apiVersion: resource.k8s.io/v1
kind: ResourceClaimTemplate
metadata: {name: one-gpu, namespace: prod}
spec: {spec: {devices: {requests: [{name: gpu, exactly: {deviceClassName: gpu.nvidia.com}}]}}}
---
apiVersion: v1
kind: Pod
metadata: {name: worker, namespace: prod}
spec:
  containers: [{name: worker, image: "worker:1.0", resources: {claims: [{name: channel}]}}]
  resourceClaims: [{name: channel, resourceClaimTemplateName: training-channel}]
"""


def test_a_compute_domain_makes_the_template_of_its_channels():
    assert said("K8S018", COMPUTE_DOMAIN) == []


def test_a_compute_domain_makes_no_other_template():
    assert (
        len(said("K8S018", COMPUTE_DOMAIN.replace("Name: training-channel", "Name: trainings-channel"))) == 1
    )
