"""Rules about GPU requests, MIG, sharing, NVIDIA's operator and plugins."""
