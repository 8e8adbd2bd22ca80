# syntax=docker/dockerfile:1
# The site as one image: web, worker, beat and migrate of docker-compose.yml are commands of it.

# The one script that is not ours: it reads QR codes at the desk where the browser cannot.
FROM node:22-slim AS scanner
WORKDIR /scanner
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund && npm run --silent scanner

FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
COPY requirements.txt .
RUN pip install --quiet --require-hashes -r requirements.txt
WORKDIR /app
COPY . .
COPY --from=scanner /scanner/static/build static/build
# Settings as in production, so that the files get the names production asks for; none of these values is kept.
RUN export DEBUG=0 SECRET_KEY=only-while-building ALLOWED_HOSTS=localhost SITE_URL=https://localhost \
        DATABASE_URL=postgresql://nobody@localhost/none EMAIL_HOST=localhost DEFAULT_FROM_EMAIL=expo@example.org \
    && python manage.py build_fonts \
    && python manage.py collectstatic --noinput --verbosity 0 \
    && python -m compileall -q . \
    && mkdir -p var

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin site
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
RUN chown site /app/var
# `answers /readyz`: asks the web server in this container as the proxy would, and fails when it does not answer 200.
COPY --chmod=755 <<'SCRIPT' /usr/local/bin/answers
#!/usr/bin/env python
import os, sys, urllib.parse, urllib.request

host = urllib.parse.urlsplit(os.environ["SITE_URL"]).netloc
headers = {"Host": host, "X-Forwarded-Proto": "https"}
urllib.request.urlopen(urllib.request.Request("http://127.0.0.1:8000" + sys.argv[1], headers=headers), timeout=4)
SCRIPT
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DEBUG=0 DEMO=0
WORKDIR /app
USER site
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["answers", "/healthz"]
# No access log: addresses hold the secret codes of visitors' pages. Workers are renewed now and then, never two at once;
# WEB_CONCURRENCY says how many there are. Addresses may be long: a search of ten thousand letters is answered by its page.
CMD ["gunicorn", "goodsociety.wsgi:application", "--bind=0.0.0.0:8000", "--worker-tmp-dir=/dev/shm", "--no-control-socket", \
     "--timeout=30", "--limit-request-line=0", "--max-requests=10000", "--max-requests-jitter=1000"]
