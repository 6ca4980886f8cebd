# Kervan: everything starts here. `make help` says what each target does.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help demo up down status token tend drills load soak chaos chaos-mutants test check audit fmt contracts compose-secrets compose-demo compose-test compose-upgrade bench-events bench-gateway bench-hostile bench-office bench-scale bench-subscriptions

# The first Python that is new enough and can make a virtual environment; PYTHON=... chooses another.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.14; do \
  $$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
RUN := $(BIN)/python
# Named by the lock's checksum: a changed lock is installed, an unchanged one costs nothing.
INSTALLED := $(VENV)/.installed-$(shell cksum requirements.lock | cut -d' ' -f1)
T ?=
export MINUTES ONLY FRESH ROLE PERSON FACULTY PARTNER

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(INSTALLED)  ## start everything, load the data, walk the journey; FRESH=1 begins anew
	@$(RUN) -m deploy.local demo

up: $(INSTALLED)  ## start everything in the background, without data; ONLY=events,gateway just these
	@$(RUN) -m deploy.local up

down: $(INSTALLED)  ## stop everything; data stays
	@$(RUN) -m deploy.local down

status: $(INSTALLED)  ## what runs, how far each consumer is behind, where the logs are
	@$(RUN) -m deploy.local status

token: $(INSTALLED)  ## print a token: ROLE=office [PERSON=id FACULTY=name PARTNER=id]
	@$(RUN) -m deploy.local token

tend: $(INSTALLED)  ## a service's own command: SERVICE=finance DO="parked list", DO=--help shows all
	@$(RUN) -m deploy.local tend $(SERVICE) -- $(DO)

ifeq ($(T),)
test: check  ## check, then every test on real PostgreSQL and Kafka, two processes; T=path for one file
	@$(RUN) -m pytest -n 2 --no-loadscope-reorder
else
test: $(INSTALLED)
	@$(RUN) -m pytest $(T)
endif

chaos: $(INSTALLED)  ## harm the whole system by schedule, then check it: SECONDS=120 SEED=7; DRY=1 prints the schedule
	@$(RUN) -m tests.chaos --seconds $(or $(SECONDS),120) --seed $(or $(SEED),7) $(if $(MUTANT),--mutant $(MUTANT)) $(if $(DRY),--dry)

check: $(INSTALLED)  ## format, lint, types, import rules, generated schemas: fastest first
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports
	@$(RUN) -m contracts check
	@$(RUN) -m gateway schema --check
	@$(RUN) -m gateway access --check
	@$(BIN)/mypy .

audit: $(INSTALLED)  ## known vulnerabilities of what is pinned; says so where it could not look
	@$(RUN) -m tests.security.audit

fmt: $(INSTALLED)  ## format, and mend what lint can mend
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

contracts: $(INSTALLED)  ## generate JSON Schemas and AsyncAPI from the event models
	@$(RUN) -m contracts generate

drills: $(INSTALLED)  ## everything of docs/runbook brought about and mended by its commands; T=path for one
	@$(RUN) -m pytest -m "drill or not drill" $(or $(T),tests/drills)

compose-secrets: $(INSTALLED)  ## passwords and keys for docker compose, in deploy/compose/secrets; drawn once
	@$(RUN) -m deploy.compose secrets

compose-demo: compose-secrets  ## the journey of make demo, in containers
	@docker compose --profile demo build --quiet
	@KERVAN_TRACES_DIR=/var/lib/kervan/traces docker compose --profile demo run --rm demo

compose-test: $(INSTALLED)  ## containers of their own: journey, restarts under load, data after down and up, rights
	@$(RUN) -m pytest -m compose deploy/compose

compose-upgrade: $(INSTALLED)  ## a second version rolled out service by service under load, and one back; then the chaos checker
	@$(RUN) -m pytest -m compose tests/upgrade

load: $(INSTALLED)  ## a deadline evening: 5,000 students, 3,000 want 100 places; then more than there is room for
	@$(RUN) -m tests.load

soak: $(INSTALLED)  ## an hour's traffic in MINUTES=10: fails when memory, connections, tasks or inbox grow
	@$(RUN) -m tests.soak

bench-events: $(INSTALLED)  ## relay, projection and latency against their floors, as ratios
	@$(RUN) -m tests.bench.events

bench-gateway: $(INSTALLED)  ## the gateway against its peers and its floor, as ratios; ONLY=A,hot_public
	@$(RUN) -m tests.bench.gateway $(ONLY)

bench-hostile: $(INSTALLED)  ## how long a good client waits while strangers attack the gateway, as a ratio
	@$(RUN) -m tests.bench.hostile

bench-scale: $(INSTALLED)  ## what 1, 2 and 4 consumers and gateway processes do here, and the plan for many universities
	@$(RUN) -m tests.bench.scale $(ONLY)
	@$(RUN) -m tests.bench.scale.plan

bench-subscriptions: $(INSTALLED)  ## 2,000 subscribers on one process, an event to all of them: p50 and p99
	@$(RUN) -m tests.bench.subscriptions

bench-office: $(INSTALLED)  ## the office's duties by the thousand: time, memory, growth from a tenth; ONLY=grants
	@$(RUN) -m tests.bench.office $(ONLY)

chaos-mutants: $(INSTALLED)  ## plant bugs, see the checker find each; ONLY="no-lock old-wins" SECONDS=25
	@$(RUN) -m tests.chaos.mutants $(ONLY) --seconds $(or $(SECONDS),25)

$(INSTALLED): requirements.lock
	@test -n "$(PYTHON)" || { echo "Kervan needs Python 3.11 or newer with venv and pip (Debian: apt install python3 python3-venv)."; \
	  echo "Kervan için venv ve pip ile Python 3.11 ya da daha yenisi gerekir. PYTHON=... ile başka birini gösterebilirsiniz."; exit 1; }
	@echo "Installing into $(VENV), a minute or two the first time · $(VENV) içine kuruluyor, ilk seferde bir iki dakika" >&2
	@$(RUN) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@$(RUN) -m pip install --disable-pip-version-check --require-hashes -r requirements.lock \
	  | awk -v seen=$$([ -t 2 ] && echo 1 || echo 0) \
	    'seen && /^ *(Collecting|Downloading|Installing)/ { printf "\r  %d", ++steps; fflush() } END { if (seen) print "" }' >&2
	@rm -f $(VENV)/.installed-*
	@touch $@
