#!/bin/sh
# make demo: a local Amazon Connect on a free port, the quickstart against it, and away with it.
set -eu

builddir=$1
tmp=$(mktemp -d)
server=''
finish() {
    [ -z "$server" ] || { kill "$server" 2>/dev/null; wait "$server" 2>/dev/null || :; }
    rm -rf "$tmp"
}
trap finish EXIT
trap 'exit 1' HUP INT TERM

"$builddir/connect-local" --port 0 --port-file "$tmp/port" --seed-instances 24 --creation-delay-ms 2500 \
    >"$tmp/log" 2>&1 &
server=$!
tries=0
until [ -s "$tmp/port" ]; do
    tries=$((tries + 1))
    if [ "$tries" -gt 100 ] || ! kill -0 "$server" 2>/dev/null; then
        cat "$tmp/log" >&2
        exit 1
    fi
    sleep 0.1
done

AWS_ENDPOINT_URL_CONNECT=http://127.0.0.1:$(cat "$tmp/port")
AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=AKIDLOCAL AWS_SECRET_ACCESS_KEY=local-secret
AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null
export AWS_ENDPOINT_URL_CONNECT AWS_REGION AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
export AWS_CONFIG_FILE AWS_SHARED_CREDENTIALS_FILE
unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SESSION_TOKEN

echo "connect-local serves on $AWS_ENDPOINT_URL_CONNECT; this is examples/quickstart.c talking to it."
echo
"$builddir/examples/quickstart"
