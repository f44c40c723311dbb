# Two commands do everything: `make run` and `make test`. Both go through `make setup`.
PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed

.PHONY: setup run test debian lock clean

setup: $(INSTALLED)

$(INSTALLED): requirements.lock pyproject.toml hatch_build.py
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

run: setup
	$(BIN)/verdampt run

test: setup debian
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/sqlfluff lint --processes 2 sql
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest

# Chromium, PostgreSQL and nginx come from Debian's packages, and only where this user may install them.
debian:
	@sh tests/install_debian.sh

# Needs uv; the lock carries hashes and no registry's address.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--group dev pyproject.toml --output-file requirements.lock

clean:
	rm -rf .venv published work
