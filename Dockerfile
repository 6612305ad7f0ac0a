# Three stages: assets, packages, and an image that holds nothing but what runs.
FROM node:22-slim AS assets
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM python:3.13-slim AS packages
RUN pip install --no-cache-dir uv
# It runs read-only: what is not compiled here would be compiled anew at every start, by every process.
ENV UV_COMPILE_BYTECODE=1
WORKDIR /schakel
COPY requirements.lock ./
RUN uv venv /venv && uv pip install --python /venv/bin/python --require-hashes --requirement requirements.lock
COPY . .
COPY --from=assets /build/node_modules node_modules
RUN /venv/bin/python -m web.vendor && rm -rf node_modules \
    && uv pip install --python /venv/bin/python --no-deps --editable . \
    && /venv/bin/python -m compileall -q api db docs domain migrations web

FROM python:3.13-slim
# The standard library comes uncompiled.
RUN python -m compileall -q -x site-packages /usr/local/lib/python3.13
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /data --shell /usr/sbin/nologin schakel \
    && install -d -o schakel -g schakel -m 0700 /data
# Owned by root: the process can read its own code and not change it.
COPY --from=packages /venv /venv
COPY --from=packages /schakel /schakel
WORKDIR /schakel
# Threads take turns at Python: memory apart for many of them would be a tenth of all memory for nothing.
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 MALLOC_ARENA_MAX=2 SCHAKEL_DATA_DIR=/data
USER 10001:10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["schakel"]
CMD ["serve", "--host", "0.0.0.0"]
