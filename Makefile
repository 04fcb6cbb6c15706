# Everything sets itself up: a Python (3.11 or newer), make and a package index are enough.
#
#   make run                    open the wizard; make run ARGS="check values.yaml" for the rest
#   make test                   lint, then all tests; PYTEST="-k document" narrows them
#   make lint                   style, form and types alone
#   make bench                  measure reading, editing and starting
#   make snapshots              draw the pictures of the screens anew
#   make clean                  remove all that these made

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
JOBS ?= 2
ARGS ?=
PYTEST ?=

.PHONY: run test exhaustive lint bench snapshots helm clean
.DELETE_ON_ERROR:

run: $(VENV)/.ready
	@$(BIN)/python -m wizard $(ARGS)

test: lint helm
	$(BIN)/python -m pytest -n $(JOBS) $(PYTEST)

# The same tests, with all real files, versions and edits instead of a share of them.
exhaustive: lint helm
	EXHAUSTIVE=1 $(BIN)/python -m pytest -n $(JOBS) $(PYTEST)

lint: $(VENV)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/.ready-dev helm
	$(BIN)/python -m tests.bench $(ARGS)

snapshots: $(VENV)/.ready-dev
	@mkdir -p snapshots
	$(if $(PYTEST),,find snapshots -name '*.svg' -delete)
	$(BIN)/python -m pytest -n $(JOBS) -m snapshot --snapshot-update $(PYTEST)

# The tests skip what needs Helm where none can be had; on a build server that is a failure.
helm: $(VENV)/.ready-dev
	@$(BIN)/python tools/fetch_helm.py .helm || test -z "$$CI"

$(VENV)/bin/python:
	@python=$$(PYTHON="$(PYTHON)" sh tools/find-python) && "$$python" -m venv $(VENV)

$(VENV)/.ready: pyproject.toml | $(VENV)/bin/python
	@echo "Installing the wizard into $(VENV) ..."
	@$(PIP) install --editable .
	@touch $@

$(VENV)/.ready-dev: pyproject.toml | $(VENV)/bin/python
	@echo "Installing the wizard and its tools into $(VENV) ..."
	@$(PIP) install --editable '.[dev]'
	@touch $(VENV)/.ready $@

clean:
	rm -rf $(VENV) .helm .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist *.egg-info snapshot_report.html
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
