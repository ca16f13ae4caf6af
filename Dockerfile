# syntax=docker/dockerfile:1
# The last stage is the image of web, workers, beat and the one-time commands, which differ in
# their command only. Two others give stock servers a data folder that belongs to their user.

FROM caddy:2-alpine AS proxy
RUN chown -R 10002:10002 /data /config
USER 10002:10002

FROM chrislusf/seaweedfs:4.48 AS objects
RUN mkdir -p /data && chown 10003:10003 /data
USER 10003:10003

FROM python:3.11-slim-bookworm AS packages
WORKDIR /build
COPY requirements.lock .
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements.lock

FROM packages AS source
WORKDIR /app
COPY manage.py pyproject.toml LICENSE README.md ./
COPY portal portal
COPY submissions submissions
COPY scrubbing scrubbing
COPY templates templates
COPY static static
RUN AIRLOCK_NO_BOOTSTRAP=1 AIRLOCK_VAR=/tmp/build DJANGO_SETTINGS_MODULE=portal.settings.image \
        /opt/venv/bin/python manage.py collectstatic --no-input \
    && rm -rf /tmp/build \
    && /opt/venv/bin/python -m compileall -q portal submissions scrubbing

FROM python:3.11-slim-bookworm AS airlock
RUN apt-get update \
    && apt-get install -y --no-install-recommends libmagic1 tesseract-ocr fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin airlock \
    # Named volumes take over the owner of the folder they are first mounted on.
    && install -d -o airlock -g airlock -m 0700 /data /ledger /work
COPY --from=packages /opt/venv /opt/venv
COPY --from=source /app /app
WORKDIR /app
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    AIRLOCK_NO_BOOTSTRAP=1 \
    AIRLOCK_VAR=/data \
    AIRLOCK_WORK_DIR=/work \
    AIRLOCK_SHRED_LEDGER=/ledger/shredded.log \
    AIRLOCK_BIND=0.0.0.0:8000 \
    DJANGO_SETTINGS_MODULE=portal.settings.production
USER 10001:10001
EXPOSE 8000
CMD ["gunicorn", "--config", "python:portal.server"]
