# One build for our three processes; each is a target of its own: api, worker, registry-promotion.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY . .
RUN node tools/setup.mjs \
    && (cd apps/console && npx --no-install vite build) \
    && npm prune --omit=dev

FROM node:24-bookworm-slim AS app
WORKDIR /app
ENV NODE_ENV=production ANTIDOTE_HOST=0.0.0.0 ANTIDOTE_HOME=/data
RUN mkdir -p /data/blobs && chown -R node:node /data
COPY --from=build /app /app
USER node
VOLUME /data/blobs

FROM app AS api
EXPOSE 4100
CMD ["node", "apps/api/dist/main.js"]

FROM app AS worker
EXPOSE 4120
CMD ["node", "apps/worker/dist/main.js"]

FROM app AS registry-promotion
EXPOSE 4110
CMD ["node", "apps/registry-promotion/dist/main.js"]
