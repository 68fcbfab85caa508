# Each target is a script in scripts/, which also works where make is missing.
.PHONY: run demo test test-long check format bench audit lock clean
run: ; @scripts/run
demo: ; @scripts/demo
test: ; @scripts/test
test-long: ; @scripts/test-long
check: ; @scripts/check
format: ; @scripts/format
bench: ; @scripts/bench
audit: ; @scripts/audit
lock: ; @scripts/lock
clean: ; rm -rf .venv staticfiles .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
