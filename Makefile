# Two commands on a fresh machine: `make digest` makes today's issue, `make test` proves the program. Both set up all they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: digest test browser lint types contracts golden pictures lock clean

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
	DIGEST_GOLDEN=rewrite $(BIN)/pytest tests/golden tests/unit/test_docs.py

# The pictures of README.md and docs/, from the golden files; needs chromium and chromedriver.
pictures: $(VENV)/.dev
	$(BIN)/python docs/pictures/take.py

# Writes down the versions that the tests passed with; installs use them.
lock: $(VENV)/.dev
	$(BIN)/python -m pip freeze --exclude-editable | grep -v ' @ ' > requirements.lock

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "digest needs Python 3.11 or newer; this is " + sys.version.split()[0])'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml requirements.lock $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable '.[dev,browser]'
	@touch $@

clean:
	rm -rf $(VENV) output .digest build dist
