"""Values of the server: everything that becomes a flag of tritonserver.

Flags and their defaults: triton-inference-server/server:src/command_line_parser.cc.
A value of null leaves the flag out, so that Triton's own default holds.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from tritonfleet.charts.rules import ExactlyOne, OnlyWhen, Rule
from tritonfleet.charts.types import (
    Count,
    Positive,
    PositiveSeconds,
    Refuse,
    Seconds,
    UnprivilegedPort,
    Values,
    pattern,
)
from tritonfleet.spec.units import Memory

MANAGED_FLAGS = (
    "allow-cpu-metrics", "allow-gpu-metrics", "allow-metrics", "backend-config", "cache-config",
    "cuda-memory-pool-byte-size", "disable-auto-complete-config", "exit-on-error", "exit-timeout-secs",
    "grpc-infer-thread-count", "grpc-max-connection-age", "grpc-max-connection-age-grace", "grpc-port",
    "http-max-input-size", "http-port", "http-thread-count", "load-model", "log-format", "log-verbose",
    "metrics-config", "metrics-interval-ms", "metrics-port", "model-config-name", "model-control-mode",
    "model-load-retry-count", "model-load-thread-count", "model-repository", "model-store",
    "pinned-memory-pool-byte-size", "rate-limit", "rate-limit-resource", "repository-poll-secs",
    "response-cache-byte-size", "strict-model-config", "strict-readiness",
)  # fmt: skip
"""Flags that have a value of their own (or whose old name has one): extraArgs may not repeat them."""

FlagName = Annotated[
    str,
    pattern(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"),
    Refuse(f"^({'|'.join(MANAGED_FLAGS)})$", "this flag has a value of its own"),
]
StartupModel = Annotated[str, pattern(r"^(\*|[A-Za-z0-9_][A-Za-z0-9_.-]*)$", max_length=200)]
ModelName = Annotated[str, pattern(r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$", max_length=200)]
BackendName = Annotated[str, pattern(r"^[a-z0-9_]+$")]
SettingKey = Annotated[str, pattern(r"^[A-Za-z0-9_.-]+$")]
Setting = str | int | bool
Device = Annotated[str, pattern(r"^[0-9]{1,2}$")]


class Http(Values):
    """The HTTP endpoint."""

    port: UnprivilegedPort = Field(8000, description="Container port.")
    threads: Positive | None = Field(None, description="Threads that handle requests.")
    max_input_size: Memory | None = Field(None, description="Largest request body (Triton: 64MB).")


class Grpc(Values):
    """The gRPC endpoint."""

    port: UnprivilegedPort = Field(8001, description="Container port.")
    infer_threads: Annotated[int, Field(ge=2, le=128)] | None = Field(
        None, description="Inference handler threads."
    )
    max_connection_age_seconds: PositiveSeconds | None = Field(
        None, description="Ends connections after this time, so that clients spread over new Pods."
    )
    max_connection_age_grace_seconds: PositiveSeconds | None = Field(
        None, description="Time that calls in flight get when their connection ends."
    )


class Metrics(Values):
    """The Prometheus endpoint."""

    enabled: bool = Field(True, description="Serve metrics.")
    port: UnprivilegedPort = Field(8002, description="Container port.")
    gpu: bool = Field(True, description="nv_gpu_* series; off anyway without a GPU. Not available on MIG.")
    cpu: bool = Field(True, description="nv_cpu_* series.")
    interval_milliseconds: Annotated[int, Field(ge=100, le=600_000)] = Field(
        2000, description="Sampling interval of GPU and CPU series."
    )
    counter_latencies: bool = Field(True, description="Latency totals as counters.")
    histogram_latencies: bool = Field(
        False,
        description="First-response latency as histogram: of every model from Triton 26.01, of decoupled ones "
        "from 24.11.",
    )
    summary_latencies: bool = Field(
        False, description="Latency quantiles of each Pod; they cannot be added up."
    )
    summary_quantiles: dict[
        Annotated[str, pattern(r"^0\.[0-9]{1,6}$")], Annotated[str, pattern(r"^0\.[0-9]{1,6}$")]
    ] = Field(default_factory=dict, description="Quantile to allowed error, both as text.")


class Cache(Values):
    """The response cache in the server's memory."""

    size: Memory | None = Field(None, description="Size of the cache; null turns it off.")


class RateLimitResource(Values):
    """How much of a resource the server has."""

    rules: ClassVar[tuple[Rule, ...]] = (ExactlyOne(("count", "devices")),)

    count: Positive | None = Field(
        None, description="Amount on every device (or in all, for a global resource)."
    )
    devices: Annotated[dict[Device, Positive], Field(min_length=1)] | None = Field(
        None, description="Amount by GPU index."
    )


class RateLimit(Values):
    """Which instance may run when."""

    mode: Literal["off", "execution_count"] = Field(
        "off", description="execution_count obeys the rate limiter of the models."
    )
    resources: dict[SettingKey, RateLimitResource | None] = Field(
        default_factory=dict, description="Resources by name."
    )


class Log(Values):
    """What the server writes to its log."""

    verbose: Annotated[int, Field(ge=0, le=9)] = Field(0, description="Verbosity; 0 is off.")
    format: Literal["default", "ISO8601"] | None = Field(None, description="Form of the time stamp.")


class Server(Values):
    """Everything that becomes a flag of tritonserver."""

    rules: ClassVar[tuple[Rule, ...]] = (OnlyWhen("loadModels", "modelControl", "explicit"),)

    model_control: Literal["none", "explicit", "poll"] = Field(
        "none",
        description="none: all at start; explicit: loadModels; poll: follows changes (not for production).",
    )
    load_models: dict[StartupModel, bool] = Field(
        default_factory=dict, description="Models to load at start, by name; '*' alone is every model."
    )
    poll_seconds: PositiveSeconds = Field(15, description="Interval of modelControl: poll.")
    strict_readiness: bool = Field(True, description="Ready only while every model is available.")
    exit_on_error: bool = Field(True, description="Exit when a model fails to load at start.")
    exit_timeout_seconds: Seconds = Field(30, description="Time that requests in flight get after SIGTERM.")
    model_config_name: Annotated[str, pattern(r"^[A-Za-z0-9_.-]+$")] | None = Field(
        None, description="Use configs/<name>.pbtxt where a model has it."
    )
    model_load_threads: Positive | None = Field(None, description="Models loaded at the same time.")
    model_load_retries: Count | None = Field(None, description="Attempts after a failed load.")
    auto_complete_config: bool = Field(True, description="Let backends fill in missing model configuration.")
    http: Http = Field(default_factory=Http, description="The HTTP endpoint.")
    grpc: Grpc = Field(default_factory=Grpc, description="The gRPC endpoint.")
    metrics: Metrics = Field(default_factory=Metrics, description="The Prometheus endpoint.")
    cache: Cache = Field(default_factory=Cache, description="The response cache.")
    rate_limit: RateLimit = Field(default_factory=RateLimit, description="Which instance may run when.")
    log: Log = Field(default_factory=Log, description="What the server logs.")
    pinned_memory_pool: Memory | None = Field(None, description="Pinned host memory (Triton: 256MB).")
    cuda_memory_pool: Memory | None = Field(
        None, description="Device memory pool on each GPU (Triton: 64MB)."
    )
    backend_config: dict[BackendName, dict[SettingKey, Setting]] = Field(
        default_factory=dict, description="Settings by backend and key."
    )
    extra_args: dict[FlagName, str | int | bool | list[str] | None] = Field(
        default_factory=dict,
        description="Other flags by name without dashes; a list repeats the flag, null drops it.",
    )
