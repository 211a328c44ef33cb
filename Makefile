# The few commands of this checkout. Set-up is made once, in .venv/, and again only when what it was made from changes.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
SHELL := /bin/sh

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input install --quiet
PARTS := pyproject.toml hatch_build.py .ci/site.txt sitegen/assets/package-lock.json

# Arguments for the command: make site ARGS="--base-url https://example.org", make test ARGS="-k reader".
ARGS ?=

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r name text; do \
	  printf '%-14s %s\n' "$$name" "$$text"; done

site: .venv/site ## build the site into build/site/
	$(BIN)/sitegen build $(ARGS)

check: .venv/site ## say what is wrong in data/ and content/; write nothing
	$(BIN)/sitegen check $(ARGS)

diff: .venv/site ## say in words what changed: make diff ARGS="origin/main"
	@$(BIN)/sitegen diff $(ARGS)

serve: .venv/site ## show the site here and rebuild it at each save
	$(BIN)/sitegen serve $(ARGS)

# Test modules are spread over the cores, those that take longest first.
# Each process compiles all of them, unless Python may keep what it compiled.
PYTEST := $(BIN)/python -m pytest -n auto --dist loadgroup --no-loadscope-reorder

quick test: export PYTHONDONTWRITEBYTECODE :=  # the processes of the tests keep what Python compiled

quick: .venv/dev ## the quick checks: style, types, import contracts, unit tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(PYTEST) --quiet -m "not slow" --hypothesis-profile=quick $(ARGS)

test: .venv/dev ## every test: style, types, import contracts, pytest, pages in a browser
	.ci/browser
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(PYTEST) $(ARGS)

bench: .venv/bench ## measure against Hugo
	$(BIN)/python tests/bench/compare.py $(ARGS)

torture: .venv/dev ## try to break it: kills, faults, damage, mutated inputs, corpora (an hour or two); ARGS="kills --count 100"
	PYTHONPATH=tests:tests/web $(BIN)/python -m torture $(ARGS)

lock: .venv/dev ## lock what pyproject.toml asks for; ARGS="--upgrade" raises all, ARGS="--upgrade-package NAME" one
	$(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")' > .venv/build.in
	for set in site dev bench; do \
	  $(BIN)/uv pip compile pyproject.toml .venv/build.in $$(test $$set = site || echo "--extra $$set --constraint .ci/site.txt") \
	    --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet \
	    $(ARGS) --output-file .ci/$$set.txt || exit 1; done

wheel: .venv/dev ## make the package in dist/
	$(BIN)/python -m build --wheel --no-isolation

clean: ## remove what was built and remembered; .venv/ stays
	find build -mindepth 1 -maxdepth 1 ! -name .gitignore -exec rm -rf {} +
	rm -rf dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# A virtual environment holds absolute paths: in a checkout that was moved or copied it is made anew.
ifneq ($(shell test -x $(BIN)/python && cat .venv/checkout 2>/dev/null),$(CURDIR))
.PHONY: .venv/checkout
endif
.venv/checkout:
	@echo "Setting up .venv/ (once; a minute or two) ..."
	@python=$$(.ci/python) && rm -rf .venv && "$$python" -m venv .venv
	@echo '$(CURDIR)' > $@

# The locks name the exact version and the digests of all that is installed, the build requirements too: what has another
# digest is refused, and building the package fetches nothing of its own.
.venv/site: .venv/checkout $(PARTS)
	@$(PIP) --require-hashes --requirement .ci/site.txt
	@$(PIP) --no-build-isolation --no-deps --editable .
	@$(BIN)/python hatch_build.py > .venv/assets
	@touch $@

.venv/dev .venv/bench: .venv/%: .ci/%.txt .venv/site
	@$(PIP) --require-hashes --requirement $<
	@touch $@

# What tests bring into pages: installed by the Node that came with the build requirements; npm notes at last what it did.
TOOLS := .venv/tools/node_modules/.package-lock.json
.venv/dev: $(TOOLS)
$(TOOLS): tests/tools/package.json tests/tools/package-lock.json tests/tools/.npmrc | .venv/site
	@mkdir -p .venv/tools && cp $^ .venv/tools
	@cd .venv/tools && ../bin/npm ci --ignore-scripts --loglevel=error
	@touch $@

.PHONY: help site check diff serve quick test bench torture lock wheel clean
