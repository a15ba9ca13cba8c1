"""Maps by the names of the alerts that a chart renders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue


@dataclass(frozen=True, slots=True)
class NamesAlerts:
    """A map constraint: each key is the name of an alert of ``chart``, a ``Scope``.

    The names are read only when they are needed: the fleet's own types import this module, and know no alert.
    """

    chart: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        described = handler(schema)
        each = described.pop("additionalProperties") | {"description": "true leaves it out."}
        return described | {
            "properties": {name: dict(each) for name in self._names()},
            "additionalProperties": False,
        }

    def _check(self, chosen: dict[str, bool]) -> dict[str, bool]:
        known = self._names()
        for name in chosen:
            if name not in known:
                raise PydanticCustomError("alert", "no alert {said}", {"said": _said(name, known)})
        return chosen

    def _names(self) -> tuple[str, ...]:
        from tritonfleet.alerts import Scope, alert_names

        return alert_names(Scope(self.chart))


def _said(name: str, known: tuple[str, ...]) -> str:
    from tritonfleet.suggest import suggest

    hint = suggest(name, known)
    return f"`{name}`; {hint}" if hint else f"`{name}`"


ServiceAlerts = Annotated[dict[str, bool], NamesAlerts("triton")]
ClusterAlerts = Annotated[dict[str, bool], NamesAlerts("triton-platform")]
