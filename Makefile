# Two commands for everybody: `make run` and `make test`; `make check` while working.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin

.PHONY: run check test oldbrowsers lint soak bench setup
run: setup
	@scripts/run

check: setup
	@scripts/check

test: setup
	@scripts/test

oldbrowsers: setup
	@scripts/oldbrowsers

lint: setup
	@scripts/lint

soak: setup
	@scripts/packages && $(BIN)/pytest -q -m soak -o faulthandler_timeout=0 tests

bench: setup
	@for bench in tests/benchmarks/bench_*.py; do $(BIN)/python $$bench || exit 1; done

setup: .venv/ready

.venv/ready: requirements-dev.lock
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
