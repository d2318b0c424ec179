# Two commands on a fresh machine: `make digest` makes today's issue, `make test` proves the program. Both set up all they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
JUDGES := tests/judges/node_modules
AUDIT := build/audit

.PHONY: digest test browser judges extras lint types contracts audit golden messages templates pictures lock clean

# Ends 0 whenever there is an issue, also where some sources failed (3); mails nobody, which `digest run` does.
digest: $(VENV)/.installed
	@$(BIN)/digest run --no-send; status=$$?; [ $$status -eq 3 ] || exit $$status

test: $(VENV)/.dev
	$(BIN)/pytest -n auto --dist worksteal -m "not browser and not judge and not extra"

# The pages and the mail in Chromium; needs chromium and chromedriver on the PATH.
browser: $(VENV)/.dev $(JUDGES)/.installed
	$(BIN)/pytest tests/browser

# The mail and the pages before other people's programs; SpamAssassin and Java (17 or newer) are the system's.
judges: $(VENV)/.dev $(JUDGES)/.installed $(AUDIT)/.installed
	$(BIN)/pytest tests/judges

# The extras, in a folder of their own: a site made where they are installed is another than the golden one.
extras: $(VENV)/.dev
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --upgrade --constraint requirements.lock --target build/extras resvg-py pagefind-bin
	PYTHONPATH=$(CURDIR)/build/extras $(BIN)/pytest tests/extras

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

contracts: $(VENV)/.dev
	$(BIN)/lint-imports

# Known vulnerabilities in what requirements.lock names, where the advisory service answers; it says so where it does not.
audit:
	@$(PYTHON) .ci/audit.py

# Rewrites the golden files from the fixture newsroom; read the diff before you commit it.
golden: $(VENV)/.dev
	DIGEST_GOLDEN=rewrite $(BIN)/pytest tests/golden tests/unit/test_docs.py

# Brings the catalogs of the program's own words up to date; what is new in them is yours to translate.
messages: $(VENV)/.dev
	$(BIN)/python tests/catalogs.py

# After a template has changed: by this record an unchanged copy of it is known for one, in whatever folder, for good.
templates: $(VENV)/.dev
	$(BIN)/python tests/shipped_templates.py

# The pictures of README.md and docs/, from the golden files; needs chromium and chromedriver.
pictures: $(VENV)/.dev
	$(BIN)/python docs/pictures/take.py

# Writes the newest versions that fit down, from an environment that holds nothing else; `make test` then proves them.
lock: LOCKED := build/lock
lock: $(VENV)/bin/python
	rm -rf $(LOCKED)
	$(PYTHON) -m venv $(LOCKED)
	$(LOCKED)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,browser,cards,judges,search,telemetry]'
	@{ head -n 1 requirements.lock; $(LOCKED)/bin/python -m pip freeze --exclude-editable; } > $(LOCKED)/requirements.lock
	mv $(LOCKED)/requirements.lock requirements.lock
	rm -rf $(LOCKED)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "digest needs Python 3.11 or newer; this is " + sys.version.split()[0])'
	@echo 'Setting up $(VENV), once; this takes a minute or two.'
	@# Where the system has no venv package this leaves half a one, which the next make would take for whole.
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.installed: pyproject.toml requirements.lock $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable '.[dev,browser,judges,telemetry]'
	@touch $@

$(JUDGES)/.installed: tests/judges/package-lock.json $(VENV)/.dev
	@$(BIN)/python tests/judges/install.py
	@touch $@

# pip-audit apart from what it judges; .ci/audit.py puts it there too, where there is somebody to ask.
$(AUDIT)/.installed:
	@test -x $(AUDIT)/bin/python || $(PYTHON) -m venv $(AUDIT) || { rm -rf $(AUDIT); exit 1; }
	@$(AUDIT)/bin/python -m pip install --quiet --disable-pip-version-check 'pip-audit>=2.9'
	@touch $@

clean:
	rm -rf $(VENV) $(JUDGES) output .digest build dist
