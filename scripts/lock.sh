#!/usr/bin/env bash
# Resolve pyproject.toml anew into requirements.lock and requirements-dev.lock, for every supported Python and platform.
set -euo pipefail

python=$1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$python" -m venv "$scratch"
"$scratch/bin/pip" install --quiet --disable-pip-version-check uv

compile() {
  "$scratch/bin/uv" pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
    --no-annotate --no-emit-index-url --custom-compile-command "make lock" "$@"
}

compile pyproject.toml --output-file requirements.lock
compile pyproject.toml --extra pictures --group dev --constraint requirements.lock --output-file requirements-dev.lock
