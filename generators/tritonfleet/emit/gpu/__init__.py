"""What NVIDIA's programs are told of a cluster's GPUs: how they are cut, how they are shared, which node is which."""
