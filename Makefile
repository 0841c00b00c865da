# Each command prepares what it needs; setup/ holds them. HTTP_PORT, ODOO_HOME, PGHOST…, and
# VOLUNTEER_CACHE may be given here or in the environment: make demo HTTP_PORT=8070
PYTHON ?= python3

.PHONY: help demo test lint format bench tour translations stop clean
help:
	@echo "make demo            a running server with demonstration data"
	@echo "make test            the whole suite; a part: make test ARGS='volunteer_valuation -k name'"
	@echo "make lint            every check; make format mends layout and imports"
	@echo "make bench           our work beside its peers'; BENCH_ROWS=1000000 for more than 100000 entries"
	@echo "make tour            the pictures of docs/tour.md and of the portal, taken from the demonstration anew"
	@echo "make translations    the template up to the code, new strings left empty in each language"
	@echo "make stop            end the embedded database server"
	@echo "make clean           remove the databases; with CACHE=1 all that was fetched too"

demo test lint format bench tour translations stop clean:
	@exec $(PYTHON) setup/commands.py $@
