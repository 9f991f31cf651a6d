# make demo and make test do all set-up by themselves; make bench, matrix and soak are for long work.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
TLS := .venv-tls
ROOMS := criteria conformance harness reports sample_apps

.PHONY: demo test lint bench matrix record soak setup clean

demo: setup
	$(BIN)/probant demo --out out/demo

test: setup lint
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder

lint: setup
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: setup
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench.side
	$(BIN)/python -m tests.bench_space

matrix: setup
	$(BIN)/probant matrix
	if command -v npm >/dev/null 2>&1; then $(BIN)/probant matrix --sample sommeil; fi

record: setup
	$(BIN)/probant matrix --record tests/recorded.tar.xz

soak: setup
	$(BIN)/python -m tests.soak

setup: $(VENV)/.ready $(TLS)/.ready
	@sh tools/find-browser >/dev/null || true

$(VENV)/.ready: pyproject.toml constraints.txt tools/make-venv
	sh tools/make-venv "$(PYTHON)" $(VENV) -c constraints.txt -e '.[dev]'

# sslyze is AGPL and pins an older cryptography: it runs as a separate program from an environment of its own.
$(TLS)/.ready: constraints-tls.txt tools/make-venv
	sh tools/make-venv "$(PYTHON)" $(TLS) -r constraints-tls.txt

clean:
	rm -rf $(VENV) $(TLS) out .mypy_cache .ruff_cache .hypothesis
