# Changeover. `make` alone lists what can be asked for.
#
# Debug builds made here treat warnings of this package as errors (CHANGEOVER_STRICT, read by Package.swift); release
# builds do not, so that a newer compiler's warning never keeps anyone from running the product.

.DEFAULT_GOAL := help
SHELL := /bin/bash

CONFIGURATION ?= release
PAPERS ?= $(wildcard Examples/papers/*.txt)
SERVE_FLAGS ?=

binary := .build/$(CONFIGURATION)/changeover
built := .build/changeover-$(CONFIGURATION).stamp
# Folders too: their time changes when a file is removed.
sources := Package.swift $(shell find Sources 2>/dev/null)

.PHONY: help setup run build test bench format lint tidy clean

help: ## list the targets
	@echo "Changeover: reads a market programme's governance papers into one record, and shows it."
	@echo
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18
	@echo
	@echo "  CONFIGURATION=debug builds and runs without optimisation; CHANGEOVER_DATA names the data folder;"
	@echo "  PAPERS='a.txt b.txt' imports other papers than the examples; SERVE_FLAGS is passed to 'serve'."

setup: ## install the system packages that building needs
	@scripts/setup

$(built): $(sources)
	swift build -c $(CONFIGURATION) --product changeover
	@touch $@

# The quick check of the system's packages comes first on a fresh machine and on every other day.
$(built): | setup

run: $(built) ## build, import the example papers, serve the control room
	$(binary) record import $(PAPERS)
	$(binary) serve $(SERVE_FLAGS)

build: setup ## build everything for debugging, the tests included
	CHANGEOVER_STRICT=1 swift build --build-tests

test: ## run every check that CI runs
	@scripts/setup --tests
	@scripts/test

bench: setup ## measure, print the figures and write bench.json
	@scripts/bench

format: ## lay the source out as the house does
	swift format -i -r Sources Tests Package.swift

lint: ## check layout and house rules without building
	swift format lint --strict -r Sources Tests Package.swift
	scripts/tidy

tidy: ## check the house rules alone
	scripts/tidy

clean: ## remove what was built; the data folder stays
	rm -rf .build
