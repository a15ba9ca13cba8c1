"""Rules about Helm, Kustomize, Argo CD."""
