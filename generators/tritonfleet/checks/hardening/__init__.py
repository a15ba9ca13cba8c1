"""What the Pod Security Standards, RBAC and plain caution ask of objects."""
