"""What Kubernetes itself asks of objects: shared by the rules about workloads, services and rights."""
