"""What sets a service apart, and its plainest objects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Object = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Service:
    """A model behind a name. ``memory`` is in GiB, ``load_seconds`` is how long the model takes to load."""

    name: str
    namespace: str
    model: str
    replicas: int
    cpu: int
    memory: int
    load_seconds: int

    def labels(self, component: str = "inference") -> dict[str, str]:
        """The labels by which its pods, or another part of it, are found."""
        return {"app.kubernetes.io/name": self.name, "app.kubernetes.io/component": component}

    def object(self, api_version: str, kind: str, component: str = "", **body: Any) -> Object:
        """An object of the service, named after it and the component. ``body``: what comes after metadata."""
        metadata = {
            "name": "-".join(filter(None, (self.name, component))),
            "namespace": self.namespace,
            "labels": self.labels(component or "inference"),
        }
        return {"apiVersion": api_version, "kind": kind, "metadata": metadata, **body}


def service_account(of: Service) -> Object:
    """The identity of its pods, with a role that reads the model bucket."""
    account = of.object("v1", "ServiceAccount", automountServiceAccountToken=False)
    role = f"arn:aws:iam::111122223333:role/{of.name}"
    account["metadata"]["annotations"] = {"eks.amazonaws.com/role-arn": role}
    return account


def service(of: Service) -> Object:
    """Where clients send requests."""
    ports = [
        {"name": "http", "port": 8000, "targetPort": "http"},
        {"name": "grpc", "port": 8001, "targetPort": "grpc", "appProtocol": "kubernetes.io/h2c"},
    ]
    return of.object("v1", "Service", spec={"selector": of.labels(), "ports": ports})
