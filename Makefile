# Everything that a fresh machine needs: `make run`, `make test`. Each target does its own set-up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

.PHONY: run test test-slow lint eval bench lock clean

run: $(VENV)/.run
	@$(BIN)/aide index
	@$(BIN)/aide chat

test: $(VENV)/.dev
	@$(BIN)/python -m pytest $(ARGS)

test-slow: $(VENV)/.dev
	@$(BIN)/python -m pytest -m slow $(ARGS)

lint: $(VENV)/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

eval: $(VENV)/.dev
	@$(BIN)/aide index
	@$(BIN)/python -m tests.evals.floors

bench: $(VENV)/.dev
	@$(BIN)/python -m tests.bench.run
	@$(BIN)/python -m tests.bench.scale

# Pins with hashes, for every supported Python; the files name no registry.
lock:
	uv pip compile pyproject.toml --extra build --extra dev --extra openai --extra postgres --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet -o requirements/dev.lock
	uv pip compile pyproject.toml --extra build --universal --python-version 3.11 \
	  --constraint requirements/dev.lock \
	  --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet -o requirements/run.lock

clean:
	rm -rf $(VENV)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if (3, 11) <= v < (3, 14) else \
	  f"Python 3.11 to 3.13 is needed, {v.major}.{v.minor} was found. Try: make PYTHON=python3.12")'
	@echo "Setting up $(VENV) (once, a minute or two) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.lock pyproject.toml | $(BIN)/python
	@$(PIP) --require-hashes -r requirements/run.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.lock pyproject.toml | $(BIN)/python
	@$(PIP) --require-hashes -r requirements/dev.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.run
