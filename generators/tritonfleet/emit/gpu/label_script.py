"""A shell script that labels the GPU nodes of a cluster.

What its head says of a node's second day: NVIDIA/mig-parted:pkg/mig/reconfigure/reconfigure.go (Run),
NVIDIA/k8s-device-plugin:cmd/config-manager/main.go (updateConfigName).
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from tritonfleet.emit.gpu.node_labels import LabelledNodes, label_plan
from tritonfleet.spec.cluster import Cluster

HEAD = """\
# shellcheck shell=sh
# Labels the GPU nodes of cluster {cluster}: by them a node gets its MIG layout and its device-plugin configuration.
#
#   sh label-nodes.sh                     labels them
#   sh label-nodes.sh --dry-run=server    shows what it would do; every argument goes to kubectl
#
# A GPU in use cannot be cut. A node is cut anew when its nvidia.com/mig.config changes, and under the same label when
# the operator is given a new ConfigMap, since its MIG manager then starts again. Drain the GPU pods of nodes whose
# layout changes before either, and let pods back when the MIG manager says success:
#
#   kubectl get nodes -L nvidia.com/mig.config -L nvidia.com/mig.config.state
#
# A node that leaves the fleet keeps its labels, and its device plugin does not start without the configuration that
# they name. Take them back before its pool goes:
#
#   kubectl label nodes NODE --overwrite nvidia.com/mig.config=all-disabled nvidia.com/device-plugin.config-
set -eu
"""


def label_script(cluster_name: str, cluster: Cluster) -> str:
    """A POSIX shell script; it says what it does, and needs nothing but kubectl."""
    lines = (line for nodes in label_plan(cluster) for line in _label(nodes))
    return HEAD.format(cluster=cluster_name) + "".join(f"{line}\n" for line in lines)


def _label(nodes: LabelledNodes) -> Iterator[str]:
    labels = [f"{key}={value}" for key, value in nodes.labels.items()]
    if not labels:
        return
    yield ""
    if not nodes.names and not nodes.selector:
        yield _say(f"{nodes.group}: left alone, the fleet names neither its nodes nor labels that find them")
        return
    yield _say(f"{nodes.group}: {' '.join(labels)}")
    chosen = list(nodes.names) or ["-l", ",".join(f"{key}={value}" for key, value in nodes.selector.items())]
    yield f'kubectl label nodes {shlex.join([*chosen, *labels])} --overwrite "$@"'
    if nodes.note:
        yield _say(f"{nodes.group}: {nodes.note}")


def _say(text: str) -> str:
    return f"printf '%s\\n' {shlex.quote(text)}"
