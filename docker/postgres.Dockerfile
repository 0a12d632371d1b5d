FROM postgres:18-bookworm
COPY docker/postgres-init.sql /docker-entrypoint-initdb.d/
