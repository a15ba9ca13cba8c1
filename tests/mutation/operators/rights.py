"""Roles, bindings, Secrets, and what a namespace demands of pods."""

from __future__ import annotations

from mutation.changes import dropped, having, lacking, misspelt, to
from mutation.mistakes import At, addition, deletion, mistake

BINDING = ("RoleBinding",)
ROLE = ("Role",)
NAMESPACE = ("Namespace",)

OPERATORS = (
    mistake("misspell a binding's role", At(BINDING, "roleRef name"), misspelt),
    mistake("bind a role of another kind", At(BINDING, "roleRef kind"), to("ClusterRole"), practice=True),
    mistake("misspell a binding's subject", At(BINDING, "subjects * name"), misspelt),
    mistake(
        "bind everybody",
        At(BINDING, "subjects"),
        to([{"kind": "Group", "apiGroup": "rbac.authorization.k8s.io", "name": "system:authenticated"}]),
    ),
    mistake(
        "allow everything by a role",
        At(ROLE, "rules *"),
        to({"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}),
    ),
    mistake(
        "allow a role to give itself rights",
        At(ROLE, "rules *"),
        to(
            {
                "apiGroups": ["rbac.authorization.k8s.io"],
                "resources": ["roles"],
                "verbs": ["escalate", "bind"],
            }
        ),
    ),
    mistake("look for Deployments in the core group", At(ROLE, "rules * resources"), to(["deployments"])),
    mistake("grant nodes by a Role", At(ROLE, "rules * resources"), to(["nodes"])),
    deletion("delete a role", ROLE, BINDING),
    addition(
        "write a Secret down",
        ("Deployment",),
        lambda obj: {
            "apiVersion": "v1",
            "kind": "Secret",
            "metadata": {"name": "s3", "namespace": obj["metadata"].get("namespace", "")},
            "stringData": {"AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzx0Pq7LmWd"},
        },
        practice=True,
    ),
    addition(
        "write a Secret's text as data",
        ("Deployment",),
        lambda obj: {
            "apiVersion": "v1",
            "kind": "Secret",
            "metadata": {"name": "s3", "namespace": obj["metadata"].get("namespace", "")},
            "data": {"password": "not base64!"},
        },
    ),
    addition(
        "write a key into a ConfigMap",
        ("Deployment",),
        lambda obj: {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": "s3", "namespace": obj["metadata"].get("namespace", "")},
            "data": {
                "AWS_ACCESS_KEY_ID": "AKIAQ3EGUZXJ7N5TLB2M",
                "AWS_SECRET_ACCESS_KEY": "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",
            },
        },
    ),
    addition(
        "make a program cluster administrator",
        ("ServiceAccount",),
        lambda obj: {
            "apiVersion": "rbac.authorization.k8s.io/v1",
            "kind": "ClusterRoleBinding",
            "metadata": {"name": "admin"},
            "roleRef": {
                "apiGroup": "rbac.authorization.k8s.io",
                "kind": "ClusterRole",
                "name": "cluster-admin",
            },
            "subjects": [
                {
                    "kind": "ServiceAccount",
                    "name": obj["metadata"]["name"],
                    "namespace": obj["metadata"].get("namespace", ""),
                }
            ],
        },
    ),
    mistake(
        "misspell a security level",
        At(NAMESPACE, "metadata labels pod-security.kubernetes.io/enforce"),
        misspelt,
    ),
    mistake("hold pods to nothing", At(NAMESPACE, "metadata"), lacking("labels"), practice=True),
    mistake(
        "hold the GPU operator to the restricted level",
        At(NAMESPACE, "metadata"),
        lambda metadata, random: (
            having(labels={"pod-security.kubernetes.io/enforce": "restricted"})(metadata, random)
            if metadata["name"] == "gpu-operator"
            else metadata
        ),
        ("ClusterPolicy",),
    ),
    mistake(
        "hand pods a token that they do not need",
        At(("Deployment", "StatefulSet"), "pod spec automountServiceAccountToken"),
        to(True),
        practice=True,
    ),
    mistake(
        "let a container change its own files",
        At(("Deployment", "StatefulSet"), "pod spec containers * securityContext readOnlyRootFilesystem"),
        dropped,
        practice=True,
    ),
)
