"""The tritonserver command line, as settings. Flags: triton-inference-server/server:src/command_line_parser.cc."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from tritonfleet.charts.server import BackendName, FlagName, SettingKey
from tritonfleet.charts.types import Positive
from tritonfleet.spec.base import Spec
from tritonfleet.spec.units import Duration, Memory


class Http(Spec):
    """The HTTP endpoint (KServe v2 REST)."""

    threads: Annotated[int, Field(ge=1)] | None = None
    max_input_size: Memory | None = None


class Grpc(Spec):
    """The gRPC endpoint. A bounded connection age lets clients behind a ClusterIP find new pods."""

    infer_threads: Annotated[int, Field(ge=2, le=128)] | None = None
    max_connection_age: Duration | None = None


class Server(Spec):
    """How the server starts, loads, answers and stops."""

    model_control: Annotated[
        Literal["none", "explicit", "poll"],
        Field(description="none: every model of the repository; explicit: just the service's models"),
    ] = "explicit"
    exit_timeout: Annotated[Duration, Field(description="how long running requests may take at exit")] = (
        Duration("30s")
    )
    strict_readiness: bool = True
    exit_on_error: bool = True
    auto_complete_config: bool = True
    load_threads: Annotated[int, Field(ge=1)] | None = None
    http: Http = Http()
    grpc: Grpc = Grpc()
    response_cache: Annotated[Memory | None, Field(description="size of the local response cache")] = None
    rate_limit: Literal["off", "execution_count"] = "off"
    rate_limit_resources: dict[SettingKey, Positive] = {}
    log_verbose: Annotated[int, Field(ge=0, le=9)] = 0
    pinned_memory_pool: Memory | None = None
    backend_config: Annotated[
        dict[BackendName, dict[SettingKey, str]],
        Field(description="settings of a backend: backend → key → value"),
    ] = {}
    extra_args: Annotated[
        dict[FlagName, str],
        Field(description="further flags, without the leading dashes"),
    ] = {}
