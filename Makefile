# Everything a person or CI does with this repository. `make` alone lists it.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
SETUP := $(VENV)/.ready
TOOLS := $(VENV)/.tools
TEST_TOOLS := $(VENV)/.test-tools
CODE := generators tests scripts bench

.PHONY: help
help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: $(TOOLS) ## Generate and check the example fleet, and sum it up
	@$(BIN)/tritonfleet generate
	@$(BIN)/tritonfleet check
	@$(BIN)/tritonfleet plan
	@mkdir -p build
	@$(BIN)/tritonfleet report --output build/report.html

.PHONY: test
test: $(TOOLS) $(TEST_TOOLS) ## Run all fast tests
	@$(BIN)/python -m pytest -q -n 2

.PHONY: check
check: format types drift ## Check format, types, and that generated files are current

.PHONY: format
format: $(SETUP)
	@$(BIN)/ruff format --check --quiet $(CODE) || { echo "not formatted: run make fix"; exit 1; }
	@$(BIN)/ruff check --quiet $(CODE)

.PHONY: types
types: $(SETUP)
	@$(BIN)/mypy --no-error-summary

.PHONY: drift
drift: $(TOOLS)
	@$(BIN)/python -m tritonfleet.charts check
	@$(BIN)/tritonfleet schema --check --output schemas/fleet.schema.json
	@$(BIN)/python -m tritonfleet.docs check
	@$(BIN)/python -m tritonfleet.checks.reach check
	@$(BIN)/tritonfleet generate --check

.PHONY: fix
fix: $(SETUP) ## Format the code and mend what can be mended
	@$(BIN)/ruff check --quiet --fix $(CODE)
	@$(BIN)/ruff format --quiet $(CODE)

.PHONY: golden
golden: $(TOOLS) ## Write every generated file anew
	@$(BIN)/python -m tritonfleet.charts write
	@$(BIN)/tritonfleet schema --output schemas/fleet.schema.json
	@$(BIN)/python -m tritonfleet.docs write
	@$(BIN)/python -m tritonfleet.docs.scaling_pictures
	@$(BIN)/python -m tritonfleet.checks.reach write
	@$(BIN)/tritonfleet generate

.PHONY: bench
bench: $(TOOLS) ## Measure, into build/bench.json and as a table
	@mkdir -p build
	@$(BIN)/python -m bench

.PHONY: mutation
mutation: $(TOOLS) ## Make realistic mistakes in valid trees, one at a time, and count those that the rules catch
	@PYTHONPATH=tests $(BIN)/python -m mutation

.PHONY: findings
findings: $(TOOLS) ## Check public projects again (CLONES=folder with their clones) against what was judged of them
	@$(BIN)/python scripts/findings.py --clones $(or $(CLONES),.)

.PHONY: live
live: $(TEST_TOOLS) ## Draw the dashboards from a real Triton under load, into build/live
	@PYTHONPATH=tests:generators $(BIN)/python -m live

.PHONY: tools
tools: $(SETUP) ## Build every pinned tool that is not on PATH, those of slow tests included
	@$(BIN)/tritonfleet tools install helm helm3 kustomize kubeconform promtool prometheus nvidia-device-plugin gpu-feature-discovery dra-select

.PHONY: setup
setup: $(TOOLS) $(TEST_TOOLS) ## Set up only: dependencies, tools, and the Triton server for the tests

.PHONY: lock
lock: $(SETUP) ## Pin the newest dependencies that pyproject.toml allows
	@scripts/lock.sh $(BIN)/python

.PHONY: clean
clean: ## Remove what make made here (tools stay in the user's cache)
	@rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(SETUP): requirements-dev.lock pyproject.toml scripts/setup.sh
	@scripts/setup.sh $(VENV)
	@touch $@

$(TOOLS): $(SETUP) generators/tritonfleet/catalog/tools.yaml
	@$(BIN)/tritonfleet tools install helm kustomize kubeconform
	@touch $@

$(TEST_TOOLS): $(TOOLS) generators/tritonfleet/tools/tritonserver.py tests/support/nvml/nvml.c $(wildcard tools/dra/*)
	@$(BIN)/tritonfleet tools install helm3 promtool prometheus tritonserver nvidia-device-plugin gpu-feature-discovery dra-select
	@PYTHONPATH=tests $(BIN)/python -m support.fake_nvml
	@scripts/ensure-chromium.sh >/dev/null || true
	@touch $@
