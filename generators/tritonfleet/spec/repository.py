"""Where a service's models lie. The places are those of the chart, with their identities and secret references."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from tritonfleet.charts.repository import S3, AzureBlob, Gcs, ModelImage, Pvc
from tritonfleet.spec.base import Spec


class ConfigMapRepository(Spec):
    """The models' own small files, one ConfigMap a model (below 1 MiB each): for Python models and tests."""


class ModelRepository(Spec):
    """Exactly one place that holds the model repository, and as whom the server reads it."""

    s3: S3 | None = None
    gcs: Gcs | None = None
    azure_blob: AzureBlob | None = None
    pvc: Pvc | None = None
    image: ModelImage | None = None
    config_map: ConfigMapRepository | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        places = {name: field.alias or name for name, field in type(self).model_fields.items()}
        given = [alias for name, alias in places.items() if getattr(self, name) is not None]
        if len(given) != 1:
            several = "; in an override, null removes a key" if given else ""
            raise PydanticCustomError(
                "exactly_one",
                "expected exactly one of {places}, got {given}{several}",
                {
                    "places": ", ".join(places.values()),
                    "given": " and ".join(given) or "none",
                    "several": several,
                },
            )
        return self
