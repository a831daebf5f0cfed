# Short verbs. `make run` and `make test` set up all that they need.

PYTHON ?= python3.11
VENV   := .venv
BIN    := $(VENV)/bin
UV     := $(BIN)/uv

EXAMPLE_WORKSPACE := .workspace
PORT ?= 8000

.PHONY: run test fast trials setup setup-tests neo4j lint format clean

run: setup  ## reads the Turin example and serves it
	@[ -f $(EXAMPLE_WORKSPACE)/intreccio.toml ] || $(BIN)/intreccio init $(EXAMPLE_WORKSPACE)
	$(BIN)/intreccio --workspace $(EXAMPLE_WORKSPACE) add examples/torino
	$(BIN)/intreccio --workspace $(EXAMPLE_WORKSPACE) serve --port $(PORT)

test: setup-tests lint  ## every test but the long trials
	$(BIN)/pytest -n 2 --dist loadfile -m "not trials"

fast: setup  ## the tests that need no server and no browser
	$(BIN)/pytest -m "not trials and not slow and not neo4j and not browser"

trials: setup-tests  ## the long ones: fifty kills, large registers
	$(BIN)/pytest -m trials

setup: $(VENV)/.synced  ## makes .venv with all dependencies

$(VENV)/.synced: pyproject.toml uv.lock
	PYTHON=$(PYTHON) ./tools/make-venv $(VENV)
	$(UV) sync --locked --quiet --compile-bytecode
	@touch $@

setup-tests: setup  ## a real Neo4j, Chromium and an Italian OCR for the tests
	$(BIN)/python -m tools.setup_tests

neo4j: setup  ## starts a Neo4j without Docker and says how to use it
	$(BIN)/python -m tools.neo4j_server run

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) .neo4j $(EXAMPLE_WORKSPACE)
