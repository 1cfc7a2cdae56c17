# The commands of the project. `make demo` and `make test` need nothing but python3, python3-venv and make.
PYTHON ?= python3
PORT ?= 8000
RUN = .venv/bin/python -m

.PHONY: help demo test check bench soak format lock

help:
	@echo "make demo    install, load the content and serve on http://localhost:$(PORT) (PORT=…)"
	@echo "make test    run every test on SQLite and on PostgreSQL, with Elasticsearch and Chromium (ARGS=… to pytest)"
	@echo "make check   linters, types, import contracts, migrations, deployment checks"
	@echo "make bench   measure the main pages beside an empty view; writes bench/results/"
	@echo "make soak    the large proofs at full size; writes bench/results/"
	@echo "make format  format Python"
	@echo "make lock    compile requirements/*.txt again"

demo:
	@$(PYTHON) -m tools.environment base
	@$(RUN) tools.demo --port $(PORT)

test:
	@$(PYTHON) -m tools.environment base dev
	@$(RUN) tools.suite $(ARGS)

check:
	@$(PYTHON) -m tools.environment base dev
	@$(RUN) tools.check

bench:
	@$(PYTHON) -m tools.environment base dev
	@$(RUN) bench $(ARGS)

soak:
	@$(PYTHON) -m tools.environment base dev
	@$(RUN) tools.suite --size soak $(ARGS)

format:
	@$(PYTHON) -m tools.environment base dev
	@.venv/bin/ruff check --fix-only --quiet .
	@.venv/bin/ruff format .

lock:
	@$(PYTHON) -m tools.environment base dev
	@$(RUN) tools.lock
