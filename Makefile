# The two commands that matter: `make run` opens the dashboard, `make test` runs every test.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501

.DEFAULT_GOAL := help
.PHONY: help run test lint install docs notebooks corpus-check evaluate browser clean

help: ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(BIN)/installed: pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,docs]'
	@touch $@

install: $(BIN)/installed ## create the environment and install the package

run: install ## tag the corpus and open the dashboard (prints the address)
	@$(BIN)/legal-compare gaps >/dev/null
	@$(BIN)/streamlit run app.py --server.port $(PORT)

test: install browser ## run every test, the linters first
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -n 2

browser: # Debian's Chromium for the browser tests, where it can be had
	@test -x /usr/bin/chromium || { test "$$(id -u)" = 0 && apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } || \
		echo "no Chromium: browser tests are skipped"

lint: install ## check style, types, rules and lexicons
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/legal-compare check

docs: install ## build the documentation's site into build/site, every link checked
	@$(BIN)/zensical build --strict --config-file mkdocs.yml

notebooks: install ## run every notebook anew and keep its figures
	@$(BIN)/jupyter execute --inplace notebooks/*.ipynb
	@$(BIN)/ruff format --quiet notebooks

corpus-check: install ## check every excerpt (word for word with REFERENCE=folder)
	@$(BIN)/legal-compare corpus check $(if $(REFERENCE),--reference $(REFERENCE))

evaluate: install ## hold the findings against gold (GOLD=folder LAW=folder)
	@$(BIN)/legal-compare evaluate --gold $(GOLD) $(if $(LAW),--law $(LAW))

clean: ## remove the environment and caches
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist
