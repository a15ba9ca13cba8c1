"""tritonfleet: one fleet spec becomes checked Kubernetes manifests for NVIDIA Triton."""

__version__ = "0.1.0"
