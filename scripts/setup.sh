#!/usr/bin/env bash
# Make the virtual environment $1 with the locked dependencies and this project in it.
set -euo pipefail

venv=$1

usable() {
  "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

pick_python() {
  if [ -n "${PYTHON:-}" ]; then
    usable "$PYTHON" && { command -v "$PYTHON"; return; }
    echo "PYTHON=$PYTHON is no Python 3.11 or newer with venv and pip." >&2
    exit 3
  fi
  # Up to 3.12 first: the real Triton server that the tests start has no Python backend for newer ones.
  for name in python3.12 python3.11 python3.13 python3.14 python3; do
    if usable "$name"; then
      command -v "$name"
      return
    fi
  done
  echo "Python 3.11 or newer is needed, with venv and pip (Debian: python3-venv). Set PYTHON to use a certain one." >&2
  exit 3
}

python=$(pick_python)
started=$SECONDS
echo "setting up $venv with $("$python" -V) (about a minute, once)"
"$python" -m venv --clear "$venv"
pip=("$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input)
"${pip[@]}" --require-hashes --only-binary :all: --requirement requirements-dev.lock
"${pip[@]}" --no-deps --no-build-isolation --editable .
echo "setting up $venv: done in $((SECONDS - started)) s"
