# docker build --tag twinlock .
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# The scripts bring a Node and a PostgreSQL for development. The image has its own Node, and needs no PostgreSQL.
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json vite.config.ts ./
COPY src src
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:24-slim
ENV NODE_ENV=production
# Of a container every interface is its own; which of them others reach is said by --publish.
ENV TWINLOCK_HOST=0.0.0.0
WORKDIR /app
COPY package.json ./
COPY bin bin
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
# The data are in twinlock-data below the working directory, so that --test-mode, which refuses a data directory, needs no
# setting taken back. A directory of somebody else would be refused as well.
WORKDIR /var/lib/twinlock
RUN install --directory --owner=node --group=node --mode=700 twinlock-data
VOLUME /var/lib/twinlock/twinlock-data
USER node
EXPOSE 6320
HEALTHCHECK --interval=10s --start-period=10s --start-interval=1s --timeout=5s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.TWINLOCK_PORT ?? 6320}/_twinlock/health`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Node itself and no npm, which would stand between it and the signals.
ENTRYPOINT ["node", "/app/bin/twinlock.cjs"]
CMD ["serve"]
