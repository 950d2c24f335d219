# Latchkey's commands. `make` alone lists them. Each of run, demo, dev, build, test, check and bench sets up what it needs first.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:

# The path the page lives under.
BASE ?= /
# More arguments for `latchkey serve`: make run ARGS="--listen 0.0.0.0:8087"
ARGS ?=
# The parts that `make bench` measures or `make torture` tries; all if empty. benches/run.mjs and scripts/torture.sh name
# them.
ONLY ?=

export LATCHKEY_BIN := $(abspath $(or $(CARGO_TARGET_DIR),target))/release/latchkey

.PHONY: help run demo dev build test check torture bench pictures clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## build everything, serve it, print the address
	exec "$(LATCHKEY_BIN)" serve $(ARGS)

demo: build ## the same with made-up users, buckets and tokens
	exec "$(LATCHKEY_BIN)" serve --demo $(ARGS)

dev: set-up-build server ## serve demo data, rebuild the page on every save
	scripts/dev.sh $(ARGS)

build: set-up-build app server ## dist/ for any static server, and the latchkey program (BASE=/tokens/ for a sub-path)

test: set-up-build set-up-test lint native-tests app server size fault-tests client-tests browser-tests ## everything CI runs

check: set-up-build lint fast-tests ## formatting, lints and the fast tests

torture: set-up-build set-up-test app server ## long campaigns of faults and attacks; figures in target/torture/figures.txt (ONLY="kills model" for some)
	scripts/torture.sh $(ONLY)

bench: set-up-build set-up-test set-up-bench app server ## measure size, speed and memory; a table, report.json, plots (ONLY="first-row growth" for parts)
	node benches/run.mjs $(ONLY)

pictures: set-up-build set-up-test app server ## take the pictures of README.md and docs/using.md again
	cd tests && PICTURES=$(CURDIR)/docs/pictures npx playwright test pictures

clean: ## remove what was built (installed tools stay)
	rm -rf dist tests/test-results
	cargo clean

# Set-up: installs once, at once done when everything is there.

.PHONY: set-up-build set-up-test set-up-bench

set-up-build:
	@scripts/set-up-rust.sh
	@scripts/set-up-node.sh
	@scripts/set-up-wasm-tools.sh

set-up-test:
	@scripts/set-up-browser.sh
	@scripts/set-up-curl.sh
	@scripts/set-up-python.sh

set-up-bench:
	@scripts/set-up-lighthouse.sh

# Parts.

.PHONY: app server lint fast-tests native-tests size browser-tests fault-tests client-tests

app:
	@scripts/build-app.sh $(BASE)

# After the page, which is embedded.
server:
	cargo build --quiet --release --locked --package latchkey

lint:
	cargo fmt --all --check
	cargo clippy --quiet --locked --workspace --all-targets -- -D warnings
	cargo clippy --quiet --locked --target wasm32-unknown-unknown -- -D warnings
	cd tests && npm run --silent types
	@node scripts/check-dependencies.mjs

fast-tests:
	cargo test --quiet --locked --package influx-api --package tokens

native-tests:
	cargo test --quiet --locked --workspace

size:
	node benches/first-load.mjs

browser-tests:
	cd tests && npx playwright test --config playwright.firefox.config.ts
	cd tests && npx playwright test

# SEED=7 runs one seed again, SEEDS=1..200 many, and STEPS sets how much is done in each.
fault-tests:
	cd tests && STEPS=$${STEPS:-500} npx playwright test --config faults

client-tests:
	@if [ -x tests/clients/run.sh ]; then tests/clients/run.sh; fi
