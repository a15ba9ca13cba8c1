"""The fleet: models, services, clusters and environments, in one file."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from tritonfleet.spec.base import DnsLabel, ServiceName, Spec
from tritonfleet.spec.cluster import Cluster
from tritonfleet.spec.environment import Environment
from tritonfleet.spec.model import Model
from tritonfleet.spec.model_wire import ModelName
from tritonfleet.spec.monitoring import Address
from tritonfleet.spec.service import Service
from tritonfleet.spec.slo import Slo

API_VERSION: Final = "tritonfleet.dev/v1alpha1"


class Metadata(Spec):
    """The fleet's name; it prefixes what Argo CD shows."""

    name: Annotated[DnsLabel, Field(max_length=40)]


class GitOps(Spec):
    """The Git repository that holds the generated tree, for Argo CD."""

    repo_url: Annotated[str, Field(alias="repoURL", min_length=1)]
    revision: str = "main"
    path: Annotated[
        str,
        StringConstraints(pattern=r"^[^/\s]*(/[^/\s]+)*$"),
        Field(description="folder of the fleet in it"),
    ] = ""


class Fleet(Spec):
    """Everything tritonfleet knows, and derives all else from."""

    api_version: Literal["tritonfleet.dev/v1alpha1"]
    kind: Literal["Fleet"]
    metadata: Metadata
    models: Annotated[dict[ModelName, Model], Field(min_length=1)]
    services: Annotated[dict[ServiceName, Service], Field(min_length=1)]
    clusters: dict[DnsLabel, Cluster] = {}
    environments: dict[DnsLabel, Environment] = {}
    gitops: GitOps | None = None
    slo: Annotated[Slo | None, Field(description="of every service, as far as it does not state its own")] = (
        None
    )
    runbooks: Annotated[
        Address | None,
        Field(description="where the runbooks are published; alerts link to them: <runbooks>/<alert>.md"),
    ] = None
