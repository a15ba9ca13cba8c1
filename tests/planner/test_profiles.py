"""Reading what profiling tools measured, and choosing the best that keeps within a latency."""

from __future__ import annotations

from pathlib import Path

import pytest

from tritonfleet.errors import InputError
from tritonfleet.geometry import products
from tritonfleet.planner.profiles import ProfileRow, feasible, read_profile

PARVAGPU = Path(__file__).parents[3] / "shared" / "data" / "parvagpu" / "prof_data"

OWN = """\
slice,batch,processes,throughput,latency
1g.10gb,8,1,410.5,19.4
gpu,32,2,2900,21
share-4,8,1,520,33.5
1g.10gb+me,8,1,400,20
"""
MODEL_ANALYZER = """\
Model,Batch,Concurrency,Model Config Path,Instance Group,\
Max Batch Size,Satisfies Constraints,Throughput (infer/sec),p99 Latency (ms)
vision,2,2,vision_config_default,1/GPU,8,Yes,15082.8,0.4
vision,4,1,vision_config_3,2/GPU,2,No,4875.1,0.7
"""
PERF_ANALYZER = """\
Concurrency,Inferences/Second,Client Send,Network+Server Send/Recv,Server Queue,\
Server Compute Input,Server Compute Infer,Server Compute Output,Client Recv,\
p50 latency,p90 latency,p95 latency,p99 latency
1,512.4,12,210,40,15,1600,9,3,1880,1990,2100,2400
4,1310,12,260,90,15,2600,9,3,2900,3100,3200,3500
"""
PARVAGPU_SAMPLE = """\
Mig instance,Batch size,Workload Number,Throughput,Latency\r
1,1,1,74.408,0.013\r
3,8,2,100,0.04\r
7,256,5,0,0\r
"""


def written(tmp_path, text):
    path = tmp_path / "profile.csv"
    path.write_bytes(text.encode())
    return path


def read(tmp_path, text, **how):
    return read_profile(written(tmp_path, text), **how)


def refused(tmp_path, text, **how):
    with pytest.raises(InputError) as caught:
        read(tmp_path, text, **how)
    (problem,) = caught.value.problems
    return problem


def test_our_own_table(tmp_path):
    assert read(tmp_path, OWN) == (
        ProfileRow("1g.10gb", 8, 1, 410.5, 19.4),
        ProfileRow("gpu", 32, 2, 2900, 21),
        ProfileRow("share-4", 8, 1, 520, 33.5),
        ProfileRow("1g.10gb+me", 8, 1, 400, 20),
    )


def test_columns_may_stand_in_any_order_with_others_between(tmp_path):
    text = "note,latency,throughput,processes,batch,slice\nfirst,10,100,1,4,gpu\n"
    assert read(tmp_path, text) == (ProfileRow("gpu", 4, 1, 100, 10),)


def test_a_file_of_model_analyzer(tmp_path):
    assert read(tmp_path, MODEL_ANALYZER, unit="1g.10gb") == (
        ProfileRow("1g.10gb", 2, 1, 15082.8, 0.4),
        ProfileRow("1g.10gb", 4, 2, 4875.1, 0.7),
    )


def test_instance_groups_of_older_versions_of_model_analyzer(tmp_path):
    assert read(tmp_path, MODEL_ANALYZER.replace("2/GPU", "2:GPU"))[1].processes == 2


def test_a_file_of_perf_analyzer_has_the_highest_percentile_in_milliseconds(tmp_path):
    assert read(tmp_path, PERF_ANALYZER, unit="2g.20gb", batch=4, processes=3) == (
        ProfileRow("2g.20gb", 4, 3, 512.4, 2.4),
        ProfileRow("2g.20gb", 4, 3, 1310, 3.5),
    )


def test_without_a_slice_a_file_is_of_whole_gpus(tmp_path):
    assert {row.unit for row in read(tmp_path, PERF_ANALYZER)} == {"gpu"}


def test_without_a_percentile_the_mean_counts(tmp_path):
    text = "Request Rate,Inferences/Second,Client Send,Client Recv,Avg latency\n100,99.5,1,1,4200\n"
    assert read(tmp_path, text)[0].latency_ms == 4.2


def test_a_file_of_parvagpu_counts_all_processes_and_leaves_out_what_did_not_run(tmp_path):
    assert read(tmp_path, PARVAGPU_SAMPLE) == (
        ProfileRow("1g.10gb", 1, 1, 74.408, 13),
        ProfileRow("3g.40gb", 8, 2, 200, 40),
    )


def test_sizes_of_parvagpu_have_the_names_of_the_product(tmp_path):
    rows = read(tmp_path, PARVAGPU_SAMPLE, product=products()["H200"])
    assert [row.unit for row in rows] == ["1g.18gb", "3g.71gb"]


@pytest.mark.skipif(not PARVAGPU.exists(), reason="ParvaGPU's measurements are not beside this checkout")
def test_all_measurements_of_parvagpu_are_read():
    files = sorted(PARVAGPU.glob("*.csv"))
    assert len(files) == 11
    units = {"1g.10gb", "2g.20gb", "3g.40gb", "4g.40gb", "7g.80gb"}
    assert all({row.unit for row in read_profile(path)} == units for path in files)


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("", 1, 1, "is empty"),
        (OWN.splitlines()[0] + "\n", 1, 1, "has a header but no row"),
        ("a,b\n1,2\n", 1, 1, "is no profile table that is known"),
        (OWN + "2g.20gb,8,1\n", 6, 1, "the row has 3 cells, the header 5"),
        (OWN + "2g.20gb,8,1,many,3\n", 6, 13, "expected a number, 0 or more, got `many`"),
        (OWN + "2g.20gb,8,1,nan,3\n", 6, 13, "expected a number, 0 or more, got `nan`"),
        (OWN + "2g.20gb, 0,1,5,3\n", 6, 10, "expected a whole number, 1 or more, got `0`"),
        (OWN + "2g.20gb,8,1.5,5,3\n", 6, 11, "expected a whole number, 1 or more, got `1.5`"),
        (OWN + "2g.20gb,8,1,-5,3\n", 6, 13, "expected a number, 0 or more, got `-5`"),
        (OWN + "half,8,1,5,3\n", 6, 1, "expected a slice, got `half`"),
        (OWN + "share-1,8,1,5,3\n", 6, 1, "expected a slice, got `share-1`"),
        (PARVAGPU_SAMPLE + "5,1,1,5,3\n", 5, 1, "A100-80GB has no MIG instance of size 5"),
        (
            MODEL_ANALYZER
            + '"a,b","1,1","2,1","x,y","2/GPU,2/GPU","2,1",Yes,"294.0, [177.0,117.0]","12.3, [14.9,9.8]"\n',
            4,
            1,
            "the row is of several models that were profiled together",
        ),
        (
            MODEL_ANALYZER + "a,1,1,x,auto,1,Yes,5,3\n",
            4,
            9,
            "expected an instance group as 2/GPU, got `auto`",
        ),
        (
            "Concurrency,Inferences/Second,Client Send,Client Recv\n1,2,3,4\n",
            1,
            1,
            "has no column with a latency",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path, text, line, column, message):
    problem = refused(tmp_path, text)
    assert problem.message == message
    assert (problem.location.line, problem.location.column) == (line, column)
    assert problem.location.file.endswith("profile.csv")


def test_of_model_analyzers_files_the_right_one_is_named(tmp_path):
    text = "Model,GPU UUID,Batch,GPU Memory Usage (MB)\nvision,GPU-1,2,822.0\n"
    assert "take metrics-model-inference.csv" in refused(tmp_path, text).fix


def test_a_slice_for_a_file_that_names_its_own_is_refused(tmp_path):
    assert refused(tmp_path, OWN, unit="1g.10gb").fix == "leave `slice` out"


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(InputError, match="cannot be read: no such file"):
        read_profile(tmp_path / "none.csv")


ROWS = (
    ProfileRow("1g.10gb", 8, 1, 400, 20),
    ProfileRow("1g.10gb", 32, 1, 600, 50),
    ProfileRow("1g.10gb", 16, 2, 600, 45),
    ProfileRow("gpu", 64, 4, 4000, 49.9),
    ProfileRow("2g.20gb", 64, 4, 900, 80),
)


def test_the_best_row_of_each_unit_within_the_latency():
    assert feasible(ROWS, 50) == {"1g.10gb": ROWS[2], "gpu": ROWS[3]}


def test_the_bound_itself_is_too_slow():
    assert feasible(ROWS, 49.9) == {"1g.10gb": ROWS[2]}


def test_of_equal_rows_the_one_with_fewer_processes_is_taken():
    assert feasible(ROWS, 51)["1g.10gb"] == ROWS[1]


def test_nothing_is_within_no_latency():
    assert feasible(ROWS, 0) == {}
