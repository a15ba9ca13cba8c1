"""How GPUs can be cut into MIG instances: the catalogue's products, and which layouts are legal.

Everything is decided from catalog/gpus; no GPU or driver is needed.
"""

from tritonfleet.geometry.catalogue import filters, product, products
from tritonfleet.geometry.layouts import geometries, maximal_geometries, room_for
from tritonfleet.geometry.memory import Memory, gpu_memory, instance_memory
from tritonfleet.geometry.names import all_config_name, resource_name
from tritonfleet.geometry.refusals import Refusal, layout_text, refusal
from tritonfleet.geometry.search import place
from tritonfleet.geometry.types import Alias, Fact, Label, Placement, Product, Profile

__all__ = [
    "Alias",
    "Fact",
    "Label",
    "Memory",
    "Placement",
    "Product",
    "Profile",
    "Refusal",
    "all_config_name",
    "filters",
    "geometries",
    "gpu_memory",
    "instance_memory",
    "layout_text",
    "maximal_geometries",
    "place",
    "product",
    "products",
    "refusal",
    "resource_name",
    "room_for",
]
