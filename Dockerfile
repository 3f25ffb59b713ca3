# docker build -t stridesfeed . && docker run --rm --user "$(id -u):$(id -g)" -v "$PWD:/site" stridesfeed build
FROM python:3.13-slim AS wheel
COPY pyproject.toml README.md LICENSE /source/
COPY src /source/src
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheels /source

FROM python:3.13-slim
COPY --from=wheel /wheels /wheels
RUN pip install --no-cache-dir "$(echo /wheels/stridesfeed-*.whl)[cli,markdown]" && useradd --create-home --uid 1000 stridesfeed
USER stridesfeed
WORKDIR /site
ENTRYPOINT ["stridesfeed"]
