"""YAML in and out: what people write, what Kubernetes reads, and what we generate.

Several languages go by the name of YAML. A fleet is read as YAML 1.2 (``load``). Manifests and
charts are read as the API server and Helm read them, with the booleans and octals of YAML 1.1
(``load_manifests``, ``load_kubernetes``). What we write means the same to all of them: everything that any parser
could take for something else is quoted (``dump``).
"""

from tritonfleet.yamlio.emitting import dump, dump_all
from tritonfleet.yamlio.loading import load, load_kubernetes
from tritonfleet.yamlio.manifests import Manifest, load_manifests, load_streams, read_streams
from tritonfleet.yamlio.positions import Positions
from tritonfleet.yamlio.reading import decode, read_stream, read_text

__all__ = [
    "Manifest",
    "Positions",
    "decode",
    "dump",
    "dump_all",
    "load",
    "load_kubernetes",
    "load_manifests",
    "load_streams",
    "read_stream",
    "read_streams",
    "read_text",
]
