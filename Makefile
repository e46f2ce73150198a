# Every target sets itself up in .venv; nothing needs to be installed or activated by hand.
#
#   make run     install, build, answer one question, say where the site is
#   make test    everything a change must pass, with browser tests; pytest's summary comes last
#   make check   the fast loop: lint, types, JavaScript and Python tests without a browser
#   make bench   the benchmarks; they print tables
#   make site    build/site
#   make lock    write constraints.txt anew from the newest versions that pyproject.toml allows

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

RUN_STAMP := $(VENV)/.installed-run
DEV_STAMP := $(VENV)/.installed-dev
NPM_STAMP := node_modules/.installed

.DEFAULT_GOAL := run
.PHONY: run test check bench site lock lint types js unit browser npm

run: $(RUN_STAMP)
	@echo "== kb build"
	@$(BIN)/kb build
	@echo
	@echo '== kb ask "DKIM 外部DNS"'
	@$(BIN)/kb ask "DKIM 外部DNS"
	@echo
	@echo "サイト: $(CURDIR)/build/site/index.html（ブラウザで開くか、$(BIN)/kb serve で配信）"
	@echo "つぎの質問: $(BIN)/kb ask \"質問\"（. $(BIN)/activate のあとは kb ask \"質問\"）"

site: $(RUN_STAMP)
	@$(BIN)/kb build
	@echo "サイト: $(CURDIR)/build/site/index.html"

# The early steps never keep the Python tests from running: one run shows everything that is wrong.
test: $(DEV_STAMP) browser npm
	@failed=""; \
	for step in lint types js; do \
	  $(MAKE) --no-print-directory $$step || failed="$$failed $$step"; \
	done; \
	[ -z "$$failed" ] || echo "== failed before the Python tests:$$failed"; \
	echo "== Python tests (some minutes: a real browser is driven)"; \
	$(BIN)/python -m pytest && [ -z "$$failed" ]

check: lint types js unit

lint: $(DEV_STAMP)
	@echo "== lint"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .

types: $(DEV_STAMP)
	@echo "== types"
	@$(BIN)/mypy

js:
	@if [ -d tests/js ]; then \
	  echo "== JavaScript tests"; \
	  node --test $$(find tests/js -name '*.test.*js'); \
	fi

unit: $(DEV_STAMP)
	@echo "== Python tests without a browser"
	@$(BIN)/python -m pytest -q -m "not browser"

bench: $(DEV_STAMP)
	@for script in speed ablation calibrate check_speed import_fuzz browser_cost; do \
	  echo "== benchmarks/$$script.py"; $(BIN)/python "benchmarks/$$script.py" || exit 1; \
	done

# ------------------------------------------------------------------------------------------ set-up

# Debian's python3 may come without ensurepip; then its own pip fills the environment.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("kb needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	@echo "== creating $(VENV)"
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || { \
	  $(PYTHON) -m venv --clear --without-pip $(VENV) && \
	  $(PYTHON) -m pip --python $(BIN)/python install --quiet pip; }

$(RUN_STAMP): pyproject.toml constraints.txt | $(BIN)/python
	@echo "== installing kb (half a minute the first time)"
	@$(INSTALL) -c constraints.txt -e .
	@touch $@

$(DEV_STAMP): pyproject.toml constraints.txt | $(BIN)/python
	@echo "== installing kb with its development tools (a minute the first time)"
	@$(INSTALL) -c constraints.txt -e '.[dev,browser]'
	@touch $@

browser:
	@.ci/browser

npm: $(if $(wildcard package.json),$(NPM_STAMP))

$(NPM_STAMP): package.json
	@echo "== installing what the browser tests need from npm"
	@npm install --no-audit --no-fund --no-package-lock --silent
	@touch $@

lock:
	@lock=$$(mktemp -d) && trap 'rm -rf "$$lock"' EXIT && \
	$(PYTHON) -m venv "$$lock" && \
	"$$lock/bin/python" -m pip install --quiet --disable-pip-version-check '.[dev,browser]' && \
	{ sed -n '/^#/p' constraints.txt; \
	  "$$lock/bin/python" -m pip freeze --exclude kb | grep -v '^-e'; } > "$$lock/new" && \
	cp "$$lock/new" constraints.txt
