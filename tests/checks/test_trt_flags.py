"""Rules about flags: the cases that their examples do not show, false alarms above all."""

from __future__ import annotations

import pytest

from checks.trt_examples import STOCK, deployment, said, service, world
from tritonfleet.checks import registry
from tritonfleet.checks.rule import Breach

MODELS = "--model-repository=/models"
OLD = "nvcr.io/nvidia/tritonserver:22.05-py3"


@pytest.mark.parametrize(
    "flag", ["--exit-timeout=5", "--model-repo=/m", "--disable-auto", "--model-store=/m"]
)
def test_a_beginning_or_another_name_of_a_flag_is_known(flag):
    assert said("TRT001", deployment(flag)) == []


def test_a_beginning_that_several_flags_share_is_refused():
    assert said("TRT001", deployment("--grpc-keep=1")) == ["tritonserver has no flag `--grpc-keep`"]


def test_what_a_newer_triton_knows_cannot_be_said():
    (told,) = said("TRT001", deployment("--new-flag=1", image=STOCK.replace("26.07", "27.01")))
    assert told.startswith("needs the flags of Triton 27.01")


def test_a_misspelt_flag_is_wrong_whatever_the_release():
    assert said("TRT001", deployment("--http-prot=1", image="acme/tritonserver:v7"))


@pytest.mark.parametrize("rule", ["TRT002", "TRT003"])
def test_an_unknown_release_has_every_flag_that_is_in_use(rule):
    assert said(rule, deployment("--model-config-name=h100", image="acme/tritonserver:v7")) == []


def test_a_flag_is_told_once_as_unknown_or_as_of_a_later_release():
    manifest = deployment("--model-config-name=h100", image=OLD)
    assert [bool(said(rule, manifest)) for rule in ("TRT001", "TRT002", "TRT003")] == [False, True, False]


def test_a_flag_is_not_deprecated_before_it_was():
    assert said("TRT004", deployment("--strict-model-config=true", image=OLD)) == []


def test_a_variable_that_may_be_a_flag_or_nothing_is_no_unexpected_argument():
    manifest = deployment(MODELS, "$(EXTRA)", container="envFrom: [{configMapRef: {name: extra}}]\n")
    assert said("TRT005", manifest) == []


def test_a_flag_and_value_in_one_can_be_mended():
    (breach,) = registry.rule("TRT006").check(world(deployment("--http-port 8000")))
    assert isinstance(breach, Breach)
    assert breach.mend is not None
    assert breach.mend.value == "--http-port=8000"


@pytest.mark.parametrize("value", ["8000", "8000.0", " 8000", "+8000"])
def test_a_number_that_is_read_whole_is_no_cut(value):
    assert said("TRT008", deployment(f"--http-port={value}")) == []


@pytest.mark.parametrize(
    ("value", "read"), [("1e+06", 1), ("256MB", 256), ("64Mi", 64), ("0x10", 0), ("2.5", 2), ("10_000", 10)]
)
def test_a_number_in_another_notation_is_cut(value, read):
    (told,) = said("TRT008", deployment(f"--pinned-memory-pool-byte-size={value}"))
    assert told.endswith(f"of which Triton reads {read}")


def test_a_repository_is_no_number():
    assert said("TRT008", deployment("--model-repository=/1e+06")) == []


def test_a_switch_without_a_value_takes_the_next_flag():
    (told,) = said("TRT009", deployment("--allow-http", "--allow-grpc=true"))
    assert told == "`--allow-http` takes the next argument, `--allow-grpc=true`, as its value"


def test_a_flag_that_takes_no_value_is_complete_by_itself():
    assert said("TRT009", deployment("--disable-auto-complete-config")) == []


@pytest.mark.parametrize(
    "flags",
    [
        ("--load-model=a", "--load-model=b"),
        ("--metrics-config=counter_latencies=true", "--metrics-config=summary_latencies=true"),
        ("--log-info=true", "--log-info=true"),
    ],
)
def test_a_flag_may_be_repeated_where_each_counts_or_nothing_differs(flags):
    assert said("TRT011", deployment(*flags)) == []


@pytest.mark.parametrize("flag", ["--http-header-forward-pattern=^x-.*$", "--id=$5", "--id=$(NAME)"])
def test_a_dollar_is_not_always_a_variable(flag):
    assert said("TRT012", deployment(flag, container="env: [{name: NAME, value: a}]\n")) == []


def test_a_shell_expands_variables():
    manifest = deployment("sh", "-c", "tritonserver --model-repository=${REPOSITORY}", program=False)
    assert said("TRT012", manifest) == []


@pytest.mark.parametrize("image", ["acme/tritonserver:v7", f"{STOCK}-sdk", f"{STOCK}-min"])
def test_an_image_that_may_start_by_itself_or_is_no_server_is_left_alone(image):
    assert said("TRT013", deployment(program=False, image=image)) == []


def test_a_stock_image_without_arguments_starts_nothing():
    assert said("TRT013", deployment(program=False)) == [
        "container `triton` has neither `command` nor `args`, so the image starts no server"
    ]


@pytest.mark.parametrize("value", ["'a", 'it"s', "a b"])
def test_a_quote_or_blank_inside_a_value_is_its_own(value):
    assert said("TRT014", deployment(f"--id={value}")) == []


@pytest.mark.parametrize(
    "flags",
    [
        ("--http-port=8001", "--allow-grpc=false"),
        ("--http-port=8001", "--http-address=10.0.0.1"),
        ("--http-port=8002", "--allow-metrics=0"),
    ],
)
def test_ports_collide_only_between_endpoints_that_listen_together(flags):
    assert said("TRT015", deployment(*flags)) == []


@pytest.mark.parametrize(
    "ports",
    [
        "ports: [{containerPort: 8000}, {containerPort: 8001}, {containerPort: 8002}]\n",
        "ports: [{name: sagemaker, containerPort: 8080}]\n",
        "ports: [{name: http-openai, containerPort: 9000}]\n",
        "ports: [{name: grpc, containerPort: 8001, protocol: TCP}]\n",
    ],
)
def test_ports_that_are_triton_s_or_of_something_else_are_left_alone(ports):
    assert said("TRT016", deployment(MODELS, container=ports)) == []


def test_sagemaker_listens_on_a_port_of_its_own():
    ports = "ports: [{name: http, containerPort: 8080}]\n"
    assert said("TRT016", deployment("--allow-sagemaker=true", container=ports)) == []
    assert said("TRT016", deployment(MODELS, container=ports))


def test_a_port_of_an_endpoint_that_is_off_is_told():
    manifest = deployment(
        "--allow-metrics=false", container="ports: [{name: metrics, containerPort: 8002}]\n"
    )
    assert said("TRT016", manifest) == [
        "port 8002 is declared for metrics, which `--allow-metrics=false` turns off"
    ]


def test_loopback_is_well_where_nobody_calls():
    assert said("TRT017", deployment("--http-address=127.0.0.1")) == []
    assert said("TRT017", deployment("--http-address=127.0.0.1") + service("[{port: 80, targetPort: 8000}]"))


@pytest.mark.parametrize(
    "flag",
    ["--metrics-config=counter_latencies=true", "--metrics-config=summary_quantiles=0.5:0.05,0.9:0.01"],
)
def test_settings_that_triton_reads_are_left_alone(flag):
    assert said("TRT077", deployment(flag)) == []


@pytest.mark.parametrize(
    ("flag", "image", "told"),
    [
        ("counter_latencies=False", STOCK, "`counter_latencies` is `False`, which Triton passes over"),
        (
            "histogram_latencies=true",
            OLD.replace("22.05", "24.10"),
            "`histogram_latencies` came with Triton 24.11",
        ),
        ("summary_quantiles=0.5", STOCK, "`summary_quantiles` is `0.5`, expected <quantile>:<error>[,…]"),
    ],
)
def test_settings_that_triton_passes_over_are_told(flag, image, told):
    (message,) = said("TRT077", deployment(f"--metrics-config={flag}", image=image))
    assert message.startswith(told)
