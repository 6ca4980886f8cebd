# One process of Kervan: docker build --build-arg PROGRAM=services.agreements (or gateway, deploy.local.finance_office).
# The first two stages are the same for all, so five images share every layer but the last.
ARG PYTHON=python:3.13-slim-bookworm

FROM ${PYTHON} AS libraries
RUN apt-get update && apt-get install --yes --no-install-recommends binutils && rm -rf /var/lib/apt/lists/*
COPY requirements-run.lock /
RUN python -m venv /opt/kervan \
 && /opt/kervan/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --only-binary :all: \
      --require-hashes -r /requirements-run.lock \
 && /opt/kervan/bin/pip uninstall --yes --quiet pip \
 # sources of what is compiled, libraries' own tests, names of countries in 200 languages, debuggers' tables
 && find /opt/kervan/lib \( -name '*.c' -o -name '*.pyx' -o -name '*.pxd' -o -name '*.h' -o -name '*.pyi' \) -delete \
 && find /opt/kervan/lib -name tests -type d -prune -exec rm -rf {} + \
 && rm -rf /opt/kervan/lib/python3*/site-packages/pycountry/locales \
 && find /opt/kervan/lib -name '*.so*' -exec strip --strip-debug {} + \
 && python -m compileall -q -j 0 /opt/kervan/lib

FROM ${PYTHON} AS code
ARG PROGRAM
WORKDIR /source
COPY . .
# A service holds what all share and its own package; the stand-ins of deploy/ hold everything.
RUN mkdir -p /app \
 && case "${PROGRAM:?--build-arg PROGRAM=services.agreements}" in \
      services.*) cp -r contracts chassis /app/ && mkdir /app/services && cp services/__init__.py /app/services/ \
                  && cp -r "services/${PROGRAM#services.}" /app/services/ ;; \
      gateway)    cp -r contracts chassis gateway /app/ ;; \
      *)          cp -r contracts chassis gateway services deploy /app/ ;; \
    esac \
 && python -m compileall -q /app

FROM ${PYTHON}
ARG PROGRAM
COPY --from=libraries /opt/kervan /opt/kervan
COPY --from=code /app /app
WORKDIR /app
ENV PATH=/opt/kervan/bin:$PATH PYTHONPATH=/app PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    MALLOC_ARENA_MAX=2 KERVAN_PROGRAM=${PROGRAM} KERVAN_HTTP_HOST=0.0.0.0 KERVAN_HTTP_PORT=8000
RUN install -d -o 10001 -g 10001 /var/lib/kervan
USER 10001:10001
EXPOSE 8000
ENTRYPOINT ["/bin/sh", "-c", "exec python -m \"$KERVAN_PROGRAM\" \"$@\"", "kervan"]
CMD ["all"]
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=6 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health/ready', timeout=4)"]
