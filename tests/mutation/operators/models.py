"""Model configurations (config.pbtxt) and the folders they lie in."""

from __future__ import annotations

from mutation.changes import dropped, misspelt, misspelt_in, text
from mutation.mistakes import At, mistake
from mutation.operators.names import WORKLOADS

PBTXT = At(("ConfigMap",), "data config.pbtxt")
ITEMS = At(WORKLOADS, "pod spec volumes * configMap items * path")
WITH = (*WORKLOADS, "ConfigMap")

OPERATORS = (
    mistake(
        "misspell a field of a model",
        PBTXT,
        misspelt_in(
            r"(data_type|max_batch_size|instance_group|input_map|model_name|dims|ensemble_scheduling|dynamic_batching)"
        ),
    ),
    mistake("misspell a data type", PBTXT, misspelt_in(r"TYPE_(STRING|INT64|FP32)")),
    mistake("leave a brace out", PBTXT, text(r"\}\s*$", "")),
    mistake(
        "write a tensor's type otherwise than the next model", PBTXT, text(r"TYPE_INT64", "TYPE_INT32"), WITH
    ),
    mistake(
        "write a tensor's size otherwise than the next model",
        PBTXT,
        text(r"dims: (\[ ?)16( ?\])", r"dims: \g<1>32\2"),
        WITH,
    ),
    mistake("rename an ensemble's tensor on one side", PBTXT, text(r'value: "ids"', 'value: "id"')),
    mistake("rename a tensor of a step", PBTXT, text(r'key: "(IDS|SCORE)"', 'key: "RESULT"')),
    mistake("misspell a step's model", PBTXT, misspelt_in(r'model_name: "(\w+)"')),
    mistake("misspell a backend", PBTXT, misspelt_in(r'backend: "(\w+)"')),
    mistake("misspell a platform", PBTXT, misspelt_in(r'platform: "(\w+)"')),
    mistake("name a model otherwise than its folder", PBTXT, misspelt_in(r'^name: "(\w+)"'), WITH),
    mistake(
        "prefer batches larger than the largest",
        PBTXT,
        text(r"preferred_batch_size: ?\[([^\]]*)\]", "preferred_batch_size: [ 64 ]"),
    ),
    mistake(
        "allow larger batches in an ensemble than in its steps",
        PBTXT,
        text(r'(?s)(platform: "ensemble".*max_batch_size): \d+', r"\1: 64"),
        WITH,
    ),
    mistake("write a negative batch size", PBTXT, text(r"max_batch_size: \d+", "max_batch_size: -1")),
    mistake("batch a model that takes none", PBTXT, text(r"max_batch_size: \d+", "max_batch_size: 0"), WITH),
    mistake("put a model on a GPU that its server has not", PBTXT, text(r"KIND_CPU", "KIND_GPU"), WORKLOADS),
    mistake("misspell an instance kind", PBTXT, text(r"KIND_CPU", "KIND_CPUS")),
    mistake("forget a tensor's type", PBTXT, text(r"\n\s+data_type: \w+", "")),
    mistake("forget a tensor's size", PBTXT, text(r"\n\s+dims: ?\[[^\]]*\]", "")),
    mistake(
        "serve a version that is not there",
        PBTXT,
        text(r"(max_batch_size: \d+)", r"\1\nversion_policy { specific { versions: [ 7 ] } }"),
        WITH,
    ),
    mistake(
        "cache the answers of a server without cache",
        PBTXT,
        text(r"(max_batch_size: \d+)", r"\1\nresponse_cache { enable: true }"),
        WITH,
    ),
    mistake("mount a model's file without its version", ITEMS, text(r"1/model\.py", "model.py"), WITH),
    mistake("mount a configuration under another name", ITEMS, text(r"config\.pbtxt", "config.pbtx"), WITH),
    mistake("mount a version called by a word", ITEMS, text(r"1/model\.py", "v1/model.py"), WITH),
    mistake("forget a model's file", At(("ConfigMap",), "data model.py"), dropped, WORKLOADS),
    mistake(
        "name a model's key otherwise", At(WORKLOADS, "pod spec volumes * configMap items * key"), misspelt
    ),
    mistake(
        "mount a model over another",
        At(WORKLOADS, "pod spec containers name=triton volumeMounts name=score mountPath"),
        text(r"score", "tokenize"),
    ),
)
