# Every target can be run again and again. What is built is kept outside the checkout: see .ci/env.sh.
.PHONY: help run build dev test bench pictures fmt clean
.DEFAULT_GOAL := help

help: ## What can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## Build the release and start the demo on http://127.0.0.1:3000 (ARGS="…" adds options)
	@exec env -u WATCHFLOOR_BUILD target/release/watchfloor demo $(ARGS)

build: ## Build the release: target/release/watchfloor
	@.ci/build

dev: ## Watch the sources, build what changes and start the demo again (ARGS="…" adds options)
	@.ci/dev $(ARGS)

test: ## Install what is missing and run every test
	@.ci/test

bench: ## Measure the figures, print them and write target/bench.json
	@.ci/bench

pictures: ## Renew the pictures of the pages in docs/pictures
	@WATCHFLOOR_ALONE=pictures .ci/end2end

fmt: ## Format the Rust sources
	@cargo fmt --all

clean: ## Remove what this checkout keeps in target/ (the build folder in the user's cache stays)
	@rm -rf target
