"""Values of the dashboards, and of who loads them into Grafana."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from tritonfleet.charts.conditions import Is, When
from tritonfleet.charts.rules import Rule
from tritonfleet.charts.types import Annotations, Label, Labels, LabelText, MetadataKey, Values

FolderTitle = Annotated[str, Field(min_length=1, max_length=189)]


class DashboardSidecar(Values):
    """ConfigMaps for the sidecar of Grafana's chart (kiwigrid/k8s-sidecar)."""

    enabled: bool = Field(False, description="Create a ConfigMap for each dashboard.")
    label: MetadataKey = Field(
        "grafana_dashboard", description="Label by which the sidecar finds them: sidecar.dashboards.label."
    )
    value: LabelText = Field("1", description="Value of the label: sidecar.dashboards.labelValue.")
    folder: FolderTitle | None = Field(
        None, description="Folder; Grafana makes it where provider.foldersFromFilesStructure is true."
    )


class DashboardOperator(Values):
    """GrafanaDashboard resources for Grafana's operator (grafana.integreatly.org/v1beta1)."""

    enabled: bool = Field(False, description="Create a GrafanaDashboard for each dashboard.")
    instance_selector: Labels = Field(
        default_factory=dict,
        description="Labels of the Grafana resources that show them; {} is all. Fixed once created.",
    )
    allow_cross_namespace_import: bool = Field(
        True, description="Show them in Grafanas of other namespaces too. Stays on once it was."
    )
    folder: FolderTitle | None = Field(None, description="Folder; null is Grafana's General.")


class Dashboards(Values):
    """The dashboards below files/dashboards, by one way at most: two would load each of them twice."""

    rules: ClassVar[tuple[Rule, ...]] = (
        When(Is(("sidecar", "enabled"), (True,)), Is(("operator", "enabled"), (False,), absent=True)),
    )

    namespace: Label | None = Field(
        None,
        description="Namespace of the dashboards, one that Grafana looks into; null is that of the other objects.",
    )
    annotations: Annotations = Field(default_factory=dict, description="Annotations of the dashboards.")
    sidecar: DashboardSidecar = Field(default_factory=DashboardSidecar, description="By ConfigMaps.")
    operator: DashboardOperator = Field(
        default_factory=DashboardOperator, description="By GrafanaDashboard resources."
    )
