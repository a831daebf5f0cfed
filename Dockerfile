# The application. Two stages: uv and compilers stay behind.
FROM python:3.11-slim AS build
WORKDIR /app
RUN pip install --no-cache-dir 'uv>=0.9,<1'
COPY pyproject.toml uv.lock README.md LICENSE ./
COPY graph graph
COPY ingest ingest
COPY viz viz
COPY api api
RUN uv sync --locked --no-dev --no-editable --compile-bytecode

FROM python:3.11-slim
RUN apt-get update && apt-get install -y --no-install-recommends tesseract-ocr tesseract-ocr-ita \
    && rm -rf /var/lib/apt/lists/* && useradd --create-home intreccio \
    && mkdir /workspace && chown intreccio /workspace
COPY --from=build /app/.venv /app/.venv
COPY examples /examples
COPY tools/container-start /usr/local/bin/container-start
ENV PATH=/app/.venv/bin:$PATH INTRECCIO_WORKSPACE=/workspace
USER intreccio
VOLUME /workspace
EXPOSE 8000
ENTRYPOINT ["container-start"]
