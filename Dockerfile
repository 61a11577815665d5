# Tickmark's pages and workers. The database runs beside it: see compose.yaml.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN node_modules/.bin/node lib/cli/main.ts build \
 && npm prune --omit=dev

FROM node:24-bookworm-slim
ENV NODE_ENV=production \
    TICKMARK_DATA=/data \
    TICKMARK_HOST=0.0.0.0 \
    TICKMARK_PORT=3000 \
    TICKMARK_DEMO=off
WORKDIR /app
COPY --from=build /app /app
# The code belongs to root and is read only to the user that runs it; what Next caches does not, nor do the data.
RUN mkdir /data && chown -R node:node /data .next
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node_modules/.bin/node", "-e", "fetch('http://127.0.0.1:3000/api/health/ready').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Signals reach the command itself: it lets jobs and downloads end.
ENTRYPOINT ["node_modules/.bin/node", "lib/cli/main.ts"]
CMD ["web"]
