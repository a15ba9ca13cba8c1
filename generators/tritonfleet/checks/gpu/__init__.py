"""What GPU rules ask of the manifests: requests, nodes, and the configuration of NVIDIA's programs."""
