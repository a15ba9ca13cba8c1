"""How GPUs are cut and shared: the ConfigMaps of the device plugin and the MIG manager, ClusterPolicy, node labels."""

from __future__ import annotations

from mutation.changes import dropped, misspelt, misspelt_in, text, to
from mutation.mistakes import At, deletion, mistake
from mutation.operators.names import WORKLOADS

CONFIG = At(("ConfigMap",), "data *")
PLUGIN = ("Node", "ClusterPolicy", *WORKLOADS)
POLICY = ("ClusterPolicy",)

DEVICE_PLUGIN = (
    mistake(
        "put renameByDefault under flags",
        CONFIG,
        text(r"(?s)(flags:\n)(.*?)\s+renameByDefault: true", r"\1  renameByDefault: true\n\2"),
    ),
    mistake("forget renameByDefault", CONFIG, text(r"\s+renameByDefault: true", ""), PLUGIN),
    mistake(
        "misspell a key of the sharing",
        CONFIG,
        misspelt_in(r"(timeSlicing|mps|renameByDefault|failRequestsGreaterThanOne|sharing):"),
    ),
    mistake("share among one", CONFIG, text(r"replicas: \d+", "replicas: 1")),
    mistake("write the replicas as text", CONFIG, text(r"replicas: \d+", "replicas: four")),
    mistake(
        "share a resource that there is not",
        CONFIG,
        text(r"name: nvidia\.com/gpu$|name: nvidia\.com/gpu\n", "name: nvidia.com/gpus\n"),
    ),
    mistake("share GPUs in two ways", CONFIG, text(r"(?s)(timeSlicing)(:.*)", r"mps\2    timeSlicing\2")),
    mistake(
        "name a MIG strategy that there is not", CONFIG, text(r"migStrategy: \w+", "migStrategy: multiple")
    ),
    mistake("write the version of another file", CONFIG, text(r"version: v1\b", "version: v2")),
    mistake("share among more than MPS takes", CONFIG, text(r"(?s)(mps:.*replicas:) \d+", r"\1 64")),
    mistake("break the YAML in a ConfigMap", CONFIG, text(r"sharing:|mig-configs:", "sharing")),
    mistake(
        "misspell the key of a sharing configuration",
        At(("ConfigMap",), "data"),
        lambda data, random: {
            misspelt(key, random) if "migStrategy" in str(value) else key: value
            for key, value in data.items()
        },
        PLUGIN,
    ),
)

MIG = (
    mistake("cut more slices than fit", CONFIG, text(r"(\dg\.\d+gb): \d", r"\1: 9")),
    mistake("cut slices that the GPU has not", CONFIG, text(r"\dg\.\d+gb(: \d)", r"5g.50gb\1"), ("Node",)),
    mistake(
        "misspell a key of the MIG configuration",
        CONFIG,
        misspelt_in(r"(mig-enabled|mig-devices|devices|device-filter|mig-configs):"),
    ),
    mistake("cut slices on a GPU without MIG", CONFIG, text(r"mig-enabled: true", "mig-enabled: false")),
    mistake("mean GPUs twice", CONFIG, text(r"\[4, 5, 6, 7\]", "[3, 4, 5, 6, 7]")),
    mistake("filter by a GPU that there is not", CONFIG, text(r'"0x20B210DE"', '"0x20B2"')),
    mistake("mean the wrong GPUs", CONFIG, text(r"\[4, 5, 6, 7\]", "[4, 5, 6]"), (*WORKLOADS, "Node")),
    mistake(
        "cut other slices than pods ask for", CONFIG, text(r"1g\.10gb: 7", "2g.20gb: 3"), (*WORKLOADS, "Node")
    ),
    mistake(
        "rename a MIG configuration that nodes choose",
        CONFIG,
        misspelt_in(r"\n  (inference|a100-mig):"),
        ("Node",),
    ),
    mistake(
        "forget the configuration without slices",
        CONFIG,
        text(r"(?s)  all-disabled:\n  - devices: all\n\s+mig-enabled: false\n", ""),
    ),
)

LABELS = (
    mistake(
        "label a node with a sharing configuration that there is not",
        At(("Node",), "metadata labels nvidia.com/device-plugin.config"),
        misspelt,
    ),
    mistake(
        "label a node with a MIG configuration that there is not",
        At(("Node",), "metadata labels nvidia.com/mig.config"),
        misspelt,
    ),
    mistake(
        "cut a node's GPUs while pods want others",
        At(("Node",), "metadata labels nvidia.com/mig.config"),
        to("all-disabled"),
        (*WORKLOADS, "ConfigMap"),
    ),
    mistake(
        "share a node by another strategy",
        At(("Node",), "metadata labels nvidia.com/gpu.sharing-strategy"),
        to("none"),
        WORKLOADS,
    ),
)

OPERATOR = (
    mistake("misspell the sharing ConfigMap", At(POLICY, "spec devicePlugin config name"), misspelt),
    mistake("misspell the default configuration", At(POLICY, "spec devicePlugin config default"), misspelt),
    mistake("misspell the MIG ConfigMap", At(POLICY, "spec migManager config name"), misspelt),
    mistake(
        "set the strategy for slices of one size", At(POLICY, "spec mig strategy"), to("single"), ("Node",)
    ),
    mistake("misspell the counters' ConfigMap", At(POLICY, "spec dcgmExporter config name"), misspelt),
    mistake("do not tell the exporter the name of the shares", At(POLICY, "spec dcgmExporter env"), dropped),
    mistake(
        "misspell a component of the policy",
        At(POLICY, "spec"),
        lambda spec, random: {
            misspelt(key, random) if key == "migManager" else key: value for key, value in spec.items()
        },
    ),
    deletion("delete the GPU operator's ConfigMap", ("ConfigMap",), POLICY),
    mistake(
        "leave a counter out that an alert reads",
        At(("ConfigMap",), "data dcgm-metrics.csv"),
        text(r"DCGM_FI_DEV_XID_ERRORS.*\n", ""),
        ("PrometheusRule",),
    ),
    mistake(
        "break a line of the counters",
        At(("ConfigMap",), "data dcgm-metrics.csv"),
        text(r"(DCGM_\w+), gauge,", r"\1; gauge;"),
    ),
)

OPERATORS = (*DEVICE_PLUGIN, *MIG, *LABELS, *OPERATOR)
