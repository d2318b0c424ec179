# Two commands on a fresh machine: `make digest` makes today's issue, `make test` proves the program. Both set up all they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: digest test browser lint types contracts golden clean

digest: $(VENV)/.installed
	@$(BIN)/digest run; status=$$?; if [ $$status -eq 3 ]; then exit 0; else exit $$status; fi

test: $(VENV)/.dev
	$(BIN)/pytest -n auto -m "not browser"

# The pages and the mail in Chromium; needs chromium and chromedriver on the PATH.
browser: $(VENV)/.dev
	$(BIN)/pytest -m browser

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

contracts: $(VENV)/.dev
	$(BIN)/lint-imports

# Rewrites the golden files from the fixture newsroom; read the diff before you commit it.
golden: $(VENV)/.dev
	DIGEST_GOLDEN=rewrite $(BIN)/pytest tests/golden

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "digest needs Python 3.11 or newer; this is " + sys.version.split()[0])'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,browser]'
	@touch $@

clean:
	rm -rf $(VENV) output .digest build dist
