"""Triton's command line and environment."""

from __future__ import annotations

from collections.abc import Callable

from mutation.bases import Object
from mutation.changes import appended, argument, having, misspelt, text, without
from mutation.mistakes import At, deletion, mistake
from mutation.operators.names import WORKLOADS, named

ARGS = At(("Deployment", "StatefulSet", "Rollout"), "pod spec containers name=triton args")
ENV = At(ARGS.kinds, "pod spec containers name=triton env")


def _where(only: Callable[[Object], bool]) -> At:
    return At(ARGS.kinds, ARGS.pattern, only)


RUNTIME = At(("ServingRuntime",), "spec containers * args")
AROUND = (
    "Service",
    "ServiceMonitor",
    "PodMonitor",
    "NetworkPolicy",
    "ScaledObject",
    "PrometheusRule",
    "ConfigMap",
)

FLAGS = (
    mistake(
        "misspell a flag",
        ARGS,
        lambda args, random: [
            *args[:-1],
            "--" + misspelt(args[-1][2:].partition("=")[0], random) + "=" + args[-1].partition("=")[2],
        ],
    ),
    mistake("misspell a runtime's flag", RUNTIME, argument("--model-store", "--modle-store")),
    mistake("write a flag and its value with a blank", ARGS, argument("(--exit-timeout-secs)=", r"\1 ")),
    mistake("give a flag a word for a number", ARGS, argument("(--exit-timeout-secs)=.*", r"\1=30s")),
    mistake("give a flag no value", ARGS, argument("(--exit-timeout-secs)=.*", r"\1")),
    mistake("repeat a flag with another value", ARGS, appended("--exit-timeout-secs=5")),
    mistake("use a flag that was removed", ARGS, appended("--trace-file=/tmp/trace.json")),
    mistake(
        "use an image older than a flag",
        At(
            ARGS.kinds,
            "pod spec containers name=triton image",
            lambda obj: "--cache-config" in str(obj) or "--metrics-config" in str(obj),
        ),
        text(r":26\.\d+-.*", ":22.04-py3"),
    ),
    mistake("forget the program", ARGS, without("tritonserver$")),
)

REPOSITORY = (
    mistake("forget the model repository", ARGS, without("--model-repository=")),
    mistake(
        "look for models elsewhere",
        _where(lambda obj: obj["metadata"]["name"] != "embed"),
        argument(r"(--model-repository)=/models$", r"\1=/model-store"),
    ),
    mistake(
        "misspell the repository's scheme", ARGS, argument(r"(--model-repository)=(s3|gs)://", r"\1=s4://")
    ),
    mistake(
        "name models to load without explicit mode",
        _where(lambda obj: "--load-model" in str(obj)),
        without("--model-control-mode="),
    ),
    mistake(
        "load nothing in explicit mode",
        ARGS,
        lambda args, random: [a for a in args if not a.startswith("--load-model")],
    ),
    mistake(
        "load a model that there is not",
        _where(named("text", "demo")),
        lambda args, random: (
            [
                *args[:1],
                "--model-control-mode=explicit",
                "--load-model=tokenise",
                *(a for a in args[1:] if not a.startswith("--model-control-mode")),
            ]
            if "--model-repository=/models" in args
            else args
        ),
    ),
    mistake("name two models in one flag", ARGS, argument(r"(--load-model=\w+)$", r"\1,reranker")),
    mistake("poll the repository", ARGS, argument(r"(--model-control-mode)=.*", r"\1=poll")),
    mistake(
        "give half of the S3 credentials",
        At(ENV.kinds, ENV.pattern, lambda obj: "s3://" in str(obj)),
        appended(
            {
                "name": "AWS_ACCESS_KEY_ID",
                "valueFrom": {"secretKeyRef": {"name": "nlp-keys", "key": "model-key"}},
            }
        ),
    ),
    mistake(
        "forget to mount the models",
        At(ARGS.kinds, "pod spec containers name=triton volumeMounts"),
        lambda mounts, random: [m for m in mounts if not m["mountPath"].startswith("/models")],
    ),
    deletion("delete a model's ConfigMap", ("ConfigMap",), WORKLOADS),
)

PORTS = (
    mistake("serve HTTP on another port", ARGS, argument(r"(--http-port)=\d+", r"\1=8080"), AROUND),
    mistake("serve metrics on another port", ARGS, argument(r"(--metrics-port)=\d+", r"\1=9002"), AROUND),
    mistake("serve two endpoints on one port", ARGS, argument(r"(--metrics-port)=\d+", r"\1=8000"), AROUND),
    mistake("switch metrics off", ARGS, appended("--allow-metrics=false"), AROUND),
    mistake("switch HTTP off", ARGS, appended("--allow-http=false"), AROUND),
    mistake(
        "switch gRPC off",
        _where(lambda obj: "--allow-grpc=false" not in str(obj)),
        appended("--allow-grpc=false"),
        (*AROUND, "GRPCRoute"),
    ),
    mistake("listen on the loopback address", ARGS, appended("--http-address=127.0.0.1"), AROUND),
    mistake("encrypt gRPC without a key", ARGS, appended("--grpc-use-ssl=true")),
    mistake("serve a runtime's HTTP on another port", RUNTIME, argument(r"(--http-port)=\d+", r"\1=8000")),
    mistake(
        "serve a runtime's metrics on another port",
        RUNTIME,
        argument(r"(--metrics-port)=\d+", r"\1=9002"),
        ("PodMonitor",),
    ),
)

BEHAVIOUR = (
    mistake(
        "let Triton work on longer than the pod lives",
        ARGS,
        argument(r"(--exit-timeout-secs)=\d+", r"\1=600"),
    ),
    mistake(
        "collect no queue times",
        At(ARGS.kinds, ARGS.pattern, named("nlp"), ("written",)),
        appended("--metrics-config=counter_latencies=false"),
        (*AROUND, "AnalysisTemplate"),
    ),
    mistake(
        "misspell a metrics setting",
        ARGS,
        argument(r"(--metrics-config)=(summary|histogram|counter)_", r"\1=\2s_"),
    ),
    mistake("set up a cache of no size", ARGS, argument(r"(--cache-config=local),size=\d+", r"\1,sise=100")),
    mistake(
        "cache more than the container's memory",
        ARGS,
        argument(r"(--cache-config=local,size)=\d+", r"\1=99999999999"),
    ),
    mistake(
        "set the cache up in two ways",
        ARGS,
        lambda args, random: (
            [*args, "--response-cache-byte-size=1048576"]
            if any("--cache-config" in a for a in args)
            else args
        ),
    ),
    mistake(
        "measure GPUs in a pod without",
        _where(named("text", "demo")),
        argument(r"(--allow-gpu-metrics)=false", r"\1=true"),
        practice=True,
    ),
    mistake("keep all models back for one", ARGS, appended("--strict-readiness=yes-please")),
    mistake(
        "restrict an API that there is not",
        ARGS,
        appended("--grpc-restricted-protocol=modle-repository:key=value"),
    ),
    mistake(
        "start Triton by a shell that passes no arguments",
        At(ARGS.kinds, "pod spec containers name=triton"),
        having(command=["/bin/sh", "-c", "tritonserver"]),
    ),
    mistake("do not expand a variable", ARGS, argument(r"(--model-repository)=.*", r"\1=$MODEL_REPOSITORY")),
    mistake("quote a value twice", ARGS, argument(r"(--model-repository)=(.*)", r"\1='\2'")),
)

OPERATORS = (*FLAGS, *REPOSITORY, *PORTS, *BEHAVIOUR)
