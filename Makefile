# `make run` shows the site, `make test` tests it; `make help` lists the rest. Plain make and sh, no Docker; npm is asked
# for one file where it is there.

PYTHON ?= python3
PORT ?= 8000
ARGS =

PY = .venv/bin/python
PIP = $(PY) -m pip install -qq --disable-pip-version-check --require-hashes
TEMPLATES = find . \( -name .venv -o -name var -o -name node_modules \) -prune -o -path '*/templates/*' -name '*.html'
LOCK = .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header

# What reads QR codes at the desk in browsers that cannot by themselves; package.json says from where.
SCANNER = static/build/qr-scanner.min.js

# What a production set-up would say, for the checks that only a production set-up can fail.
PRODUCTION = REDIS_URL= DEBUG=0 DEMO=0 SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))')" \
	ALLOWED_HOSTS=expo.example.org SITE_URL=https://expo.example.org TRUSTED_PROXY=1 \
	DATABASE_URL=postgresql://expo:secret@127.0.0.1/expo EMAIL_HOST=smtp.example.org DEFAULT_FROM_EMAIL=expo@example.org
# What a developer's machine says, whatever its shell happens to have set.
DEVELOPMENT = DATABASE_URL= REDIS_URL= DEBUG=1 DEMO=0

.PHONY: help run test check coverage lint bench certificates giving drill weight screenshots format messages lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

run: .venv/run.stamp | $(SCANNER) ## Show the site on http://127.0.0.1:8000 with the 2019 edition (PORT=8001 for another port)
	@DEMO=1 DEBUG=0 $(PY) manage.py demo --port $(PORT)

test: .venv/dev.stamp ## Run all tests: on SQLite, and on PostgreSQL with Redis where there are any (ARGS="-k seats")
	@$(PY) tests/run.py -- $(ARGS)

check: lint ## All linters, then all tests with nothing left out, on both databases what asks them much: what CI runs
	@$(PY) tests/run.py --all --once -- $(ARGS)

coverage: .venv/dev.stamp ## All tests, and how much of the code those on SQLite run
	@$(PY) tests/run.py --all --coverage -- $(ARGS)

lint: .venv/dev.stamp ## The linters and checks without the tests
	.venv/bin/ruff format --check --quiet
	.venv/bin/ruff check --quiet
	@echo "djade --check, djhtml --check"
	@$(TEMPLATES) -exec .venv/bin/djade --check --target-version 5.2 {} +
	@$(TEMPLATES) -exec .venv/bin/djhtml --check --tabwidth 2 {} +
	.venv/bin/lint-imports --no-logo
	@echo "mypy"
	@$(DEVELOPMENT) .venv/bin/mypy
	@echo "manage.py check --deploy, as in production"
	@$(PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING
	@echo "manage.py makemigrations --check --dry-run"
	@$(DEVELOPMENT) $(PY) manage.py makemigrations --check --dry-run
	@echo "manage.py spectacular --validate --fail-on-warn"
	@$(DEVELOPMENT) $(PY) manage.py spectacular --validate --fail-on-warn --file /dev/null

bench: .venv/dev.stamp ## Requests and registrations per second, beside a hello-world view and bare SQL
	@$(PY) bench/run.py $(ARGS)

certificates: .venv/dev.stamp ## Time and memory that the certificates of a whole edition take (ARGS=--write keeps the table)
	@$(PY) bench/certificates.py $(ARGS)

giving: .venv/dev.stamp ## What pages of giving take with 1,000, 10,000 and 100,000 payments, on PostgreSQL (ARGS=--write keeps the table)
	@$(PY) bench/giving.py $(ARGS)

drill: .venv/dev.stamp ## Long drills: crowds after few places on both databases, long lives of the waiting lists
	@$(PY) bench/drill.py $(ARGS)
	@DRILL_LIVES=300 DRILL_STEPS=50 $(PY) -m pytest -q -n0 \
		tests/activities/test_waiting_machine.py tests/volunteers/test_sign_up_machine.py
	@DRILL_ROUNDS=200 $(PY) tests/run.py --all -- tests/concurrency/test_ledger.py

weight: .venv/dev.stamp ## What a first visit to each page takes over the wire, in a real Chromium
	@$(PY) bench/weight.py

screenshots: .venv/dev.stamp ## Pictures of every type of page, phone and desk, in var/pictures/ (ARGS="home grid" takes some)
	@$(PY) tests/pictures.py $(ARGS)

format: .venv/dev.stamp ## Write Python and templates the way `make lint` wants them
	.venv/bin/ruff format --quiet
	.venv/bin/ruff check --quiet --fix
	-$(TEMPLATES) -exec .venv/bin/djade --target-version 5.2 {} +
	-$(TEMPLATES) -exec .venv/bin/djhtml --tabwidth 2 {} +

messages: .venv/dev.stamp ## Collect sentences into locale/, compile them and locale_libraries/ (needs xgettext: package gettext)
	$(DEVELOPMENT) $(PY) manage.py makemessages --locale th --add-location file --no-wrap \
		--ignore .venv --ignore var --ignore tests --ignore bench --ignore staticfiles
	.venv/bin/pybabel compile --directory locale --domain django --statistics
	.venv/bin/pybabel compile --directory locale_libraries --domain "django djangojs" --statistics

lock: .venv/dev.stamp ## Pin requirements*.in in requirements*.txt (ARGS=--upgrade takes newer releases)
	$(LOCK) $(ARGS) requirements.in --output-file requirements.txt
	$(LOCK) $(ARGS) requirements-dev.in --output-file requirements-dev.txt

clean: ## Remove what the tools made; var/ with your data stays
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis htmlcov .coverage .coverage.* \
		static/build staticfiles
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/run.stamp: requirements.txt
	@command -v $(PYTHON) >/dev/null || { \
		echo "There is no $(PYTHON) here: install Python 3.11 or newer, or name yours: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "$$($(PYTHON) --version) is too old: Python 3.11 or newer is needed. Name one: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) lacks the venv module: install it (Debian, Ubuntu: apt install python3-venv)"; exit 1; }
	@echo "Installing what the site needs into .venv (once, about a minute) ..."
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	@$(PIP) -r requirements.txt
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements-dev.txt | $(SCANNER)
	@echo "Installing what the tests need into .venv (once, about a minute) ..."
	@$(PIP) -r requirements-dev.txt
	@touch $@

$(SCANNER): package-lock.json
	@if command -v npm >/dev/null; then \
		echo "Fetching the desk's QR scanner (once) ..."; \
		npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && npm run --silent scanner; \
	else false; fi || echo "Without npm: the desk scans with browsers that read QR codes themselves, types codes, takes keyboard scanners."
