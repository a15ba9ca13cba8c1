"""Values of KEDA's TriggerAuthentication: how scalers prove themselves to Prometheus, by references to Secrets."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from tritonfleet.charts.rules import AtMostOne, Rule, Together
from tritonfleet.charts.types import Name, Values, pattern

SecretKey = Annotated[str, pattern(r"^[-._a-zA-Z0-9]{1,253}$")]


class SecretRef(Values):
    """A key of a Secret in the same namespace."""

    name: Name = Field(description="Secret.")
    key: SecretKey = Field(description="Key in the Secret.")


class TriggerAuthentication(Values):
    """What KEDA's prometheus trigger takes from Secrets; all null creates none.

    A trigger says in ``authModes`` which of it is used: ``bearer``, ``basic`` or ``tls``; ``ca`` is used beside any of
    them, and not alone. Source: kedacore/keda:pkg/scalers/authentication/authentication_types.go.
    """

    rules: ClassVar[tuple[Rule, ...]] = (
        AtMostOne(("bearerToken", "username")),
        Together("username", "password"),
        Together("cert", "key"),
    )

    name: Name | None = Field(None, description="Its name; null is that of the objects, and prometheus.")
    bearer_token: SecretRef | None = Field(None, description="Token (authModes: bearer).")
    username: SecretRef | None = Field(None, description="User (authModes: basic).")
    password: SecretRef | None = Field(None, description="Password (authModes: basic).")
    ca: SecretRef | None = Field(None, description="Authority that signed Prometheus' certificate.")
    cert: SecretRef | None = Field(None, description="Certificate of the client (authModes: tls).")
    key: SecretRef | None = Field(None, description="Key of the client's certificate (authModes: tls).")
