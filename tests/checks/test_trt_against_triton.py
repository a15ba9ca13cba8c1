"""What we say of a command line is what Triton says: its own program, 24.10, is the judge."""

from __future__ import annotations

import re
import subprocess

import pytest

from checks.trt_examples import deployment, said
from tritonfleet.checks.triton.options import Release, catalogue
from tritonfleet.tools import tritonserver

IMAGE = "nvcr.io/nvidia/tritonserver:24.10-py3"
REFUSED = re.compile(
    r"Bad option|unrecognized option|is ambiguous|requires an argument|doesn't allow an argument|invalid option"
    r"|Unexpected argument|^Error:",
    re.MULTILINE,
)
PARSED = ("TRT001", "TRT002", "TRT003", "TRT006", "TRT007", "TRT009", "TRT010", "TRT073")
"""Rules about arguments that the parser refuses while it reads them."""


def output(*arguments: str) -> str:
    server = tritonserver.find()
    done = subprocess.run(
        server.command(*arguments),
        env=server.environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.mark.triton
def test_the_catalogue_has_the_flags_of_the_release():
    theirs = set(re.findall(r"^  --([a-z0-9-]+)", output("--help"), re.MULTILINE))
    release = Release(24, 10)
    assert theirs == {name for name, option in catalogue().options.items() if option.known_to(release)}


@pytest.mark.triton
@pytest.mark.parametrize(
    "arguments",
    [
        ["--http-prot=8000"],
        ["--http-po=8000"],
        ["--grpc-keep=1"],
        ["-h"],
        ["--http-port 8000"],
        ["--http-port", "8000"],
        ["--http-port=x"],
        ["--http-port="],
        ["--http-port=1e+06"],
        ["--http-port=99999999999"],
        ["--pinned-memory-pool-byte-size=99999999999"],
        ["--allow-metrics=yes"],
        ["--allow-metrics=On"],
        ["--allow-metrics", "--log-info=1"],
        ["--log-verbose=true"],
        ["--log-verbose=verbose"],
        ["--log-format=iso8601"],
        ["--log-format=ISO8601"],
        ["--model-control-mode=EXPLICIT"],
        ["--model-control-mode=auto"],
        ["--rate-limit=on"],
        ["--rate-limit-resource=R1"],
        ["--rate-limit-resource=R1:4"],
        ["--rate-limit-resource=R1:4:0"],
        ["--rate-limit-resource=R1:4:0:1"],
        ["--cache-config=size=1"],
        ["--cache-config=local,size=1"],
        ["--backend-config=default-max-batch-size=1"],
        ["--backend-config=python"],
        ["--host-policy=a,numa-node=0"],
        ["--host-policy=a"],
        ["--cuda-memory-pool-byte-size=0:1"],
        ["--cuda-memory-pool-byte-size=64"],
        ["--model-load-gpu-limit=0:0.9"],
        ["--model-load-gpu-limit=0.9"],
        ["--metrics-config=nonsense=1"],
        ["--metrics-config=nonsense"],
        ["--trace-config=level=TIMESTAMPS"],
        ["--trace-config=jaeger,url=x"],
        ["--trace-level=all"],
        ["--http-restricted-api=health:a=b"],
        ["--http-restricted-api=models:a=b"],
        ["--http-restricted-api=health"],
        ["--disable-auto-complete-config=true"],
        ["--model-config-name="],
        ["--allow-client-shm=true"],
        ["--grpc-infer-thread-count=2"],
        ["--tf-gpu-memory-fraction=0.5"],
        ["--strict-model-config=true"],
        ["--min-supported-compute-capability=7.5"],
        ["--min-supported-compute-capability=high"],
    ],
    ids=" ".join,
)
def test_a_command_line_is_refused_by_both_or_by_none(arguments):
    theirs = bool(REFUSED.search(output(*arguments, "--help")))
    manifest = deployment("--model-repository=/models", *arguments, image=IMAGE)
    ours = [message for rule in PARSED for message in said(rule, manifest)]
    assert bool(ours) is theirs, ours


@pytest.mark.triton
@pytest.mark.parametrize(
    ("rule", "arguments"),
    [
        ("TRT005", ["--disable-auto-complete-config", "true"]),
        ("TRT005", [""]),
        ("TRT015", ["--http-port=8001"]),
        ("TRT040", ["--load-model=bert"]),
        ("TRT062", ["--response-cache-byte-size=1024", "--cache-config=local,size=1024"]),
    ],
)
def test_what_triton_refuses_once_it_has_read_all_is_told(rule, arguments):
    said_by_triton = output("--model-repository=/models", *arguments)
    assert re.search(r"Unexpected argument|Error:|cannot listen", said_by_triton)
    assert said(rule, deployment("--model-repository=/models", *arguments, image=IMAGE))
