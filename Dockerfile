# connect-local in a container, built from this checkout:
#   docker build -t connect-local .
#   docker run --rm -p 127.0.0.1:8080:8080 connect-local --seed-instances 3
# docs/connect-local.md has more. In an isolated network anybody there can reach the service: it keeps test data only.

FROM debian:bookworm-slim AS build
COPY . /src
WORKDIR /src
RUN ./bootstrap connect-local && strip build/connect-local

FROM debian:bookworm-slim
RUN apt-get update && \
    apt-get install -y --no-install-recommends libcurl4 libjansson4 libmicrohttpd12 libssl3 && \
    rm -rf /var/lib/apt/lists/*
COPY --from=build /src/build/connect-local /usr/local/bin/connect-local
USER nobody
EXPOSE 8080
ENTRYPOINT ["connect-local", "--bind", "0.0.0.0", "--port", "8080"]
