"""Running the real tools: helm, kustomize and kubeconform, and the schemas they check against."""
