# One image for web, worker and beat. Nothing in it needs the network after the build.

FROM node:22-slim AS modules
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# without the optional packages: they are the embedded PostgreSQL, and here there is a real one
RUN npm ci --ignore-scripts --omit=optional --omit=dev

FROM python:3.11-slim AS build
WORKDIR /app
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
COPY requirements.lock requirements-uv.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements-uv.lock \
    && python -m venv /venv \
    && uv pip sync --no-cache --compile-bytecode --require-hashes --python /venv/bin/python requirements.lock
COPY . .
COPY --from=modules /app/node_modules node_modules
# settings ask for addresses that nothing here connects to
RUN /venv/bin/python -m crm.runner messages \
    && SECRET_KEY=build DATABASE_URL=postgres://build/build REDIS_URL=redis://build WASL_VAR=/tmp/var WASL_STATIC=/app/public \
       /venv/bin/python manage.py collectstatic --noinput \
    && mv node_modules/vazirmatn/fonts/ttf /fonts \
    && rm -rf node_modules

FROM python:3.11-slim
# Pango lays out Arabic and Persian in documents
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/wasl --shell /usr/sbin/nologin wasl \
    && install -d -o wasl -g wasl -m 0700 /var/lib/wasl
COPY --from=build /venv /venv
COPY --from=build /fonts /fonts
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOST=0.0.0.0 \
    PORT=8000 \
    PRINT_FONTS=/fonts \
    WASL_VAR=/var/lib/wasl \
    WASL_STATIC=/app/public \
    XDG_CACHE_HOME=/tmp
USER wasl
VOLUME /var/lib/wasl
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "deploy/healthcheck.py"]
CMD ["python", "-m", "gunicorn", "--config", "crm/runner/gunicorn.py", "crm.wsgi:application"]
