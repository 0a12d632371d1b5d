FROM python:3.12-slim-bookworm
COPY tools/mlflow/requirements.txt /tmp/requirements.txt
RUN pip install --no-cache-dir --require-hashes -r /tmp/requirements.txt && rm /tmp/requirements.txt \
    && useradd --create-home mlflow && mkdir /artifacts && chown mlflow /artifacts
USER mlflow
VOLUME /artifacts
EXPOSE 5100
# The host check refuses names that it does not know: the service's own name, and loopback for the published port.
CMD ["mlflow", "server", "--host", "0.0.0.0", "--port", "5100", "--workers", "1", \
     "--serve-artifacts", "--artifacts-destination", "/artifacts", \
     "--allowed-hosts", "mlflow:5100,localhost:*,127.0.0.1:*"]
