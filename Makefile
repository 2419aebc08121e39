# Two commands: `make demo` shows what it does, `make test` runs all that CI runs. Both need Python 3.11+ and git only.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test check coverage lint types bench constraints clean

demo: .venv/installed
	$(BIN)/scraper demo

test:
	bash .ci/run

check: lint types
	$(BIN)/python -m pytest -n auto --dist loadfile

# which lines and branches the default tests reach
coverage: .venv/dev
	$(BIN)/python -m pytest -n auto --dist loadfile --cov --cov-report=term:skip-covered

lint:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types:
	$(BIN)/mypy

# every figure that README and docs quote, as bench/RESULTS.md; hours with all of them, minutes with ONLY=page_cost; the results of earlier runs stay
bench: .venv/dev
	$(BIN)/python -m bench.results --source "$(SOURCE)" --archive "$(ARCHIVE)" --corpus "$(CORPUS)" --decade "$(DECADE)" --only "$(ONLY)" $(if $(PAGES),--pages "$(PAGES)")

.venv/installed: pyproject.toml constraints.txt
	@echo "installing scraper into .venv: half a minute, the first time only"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@echo "compiling it"
	@$(BIN)/python -m compileall -q scraper  # containers often forbid Python to keep what it compiles
	@touch $@

.venv/dev: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[dev]"
	$(BIN)/python -m compileall -q scraper
	touch $@ .venv/installed

constraints: .venv/dev
	$(BIN)/python -m pip freeze --exclude-editable --disable-pip-version-check > constraints.txt

clean:
	rm -rf .venv .bench build dist archive.db .mypy_cache .ruff_cache .pytest_cache
