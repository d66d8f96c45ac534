# shellcheck shell=sh
# shellcheck disable=SC2154 # common.sh sets tmp and top_builddir
# For tests that need a server, after common.sh: start_local FLAG... starts connect-local on a free port and makes it
# the service for everything that looks into the environment. It is stopped when the test ends.

local_pid=''

stop_local() {
    if [ -n "$local_pid" ]; then
        kill "$local_pid" 2>/dev/null || :
        wait "$local_pid" 2>/dev/null || :
        local_pid=''
    fi
}
trap 'stop_local; rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM

start_local() {
    [ -x "$top_builddir/connect-local" ] || skip "connect-local is not built"
    stop_local
    rm -f "$tmp/port"
    "$top_builddir/connect-local" --port 0 --port-file "$tmp/port" "$@" >"$tmp/local.log" 2>&1 &
    local_pid=$!
    tries=0
    until [ -s "$tmp/port" ]; do
        tries=$((tries + 1))
        if [ "$tries" -gt 300 ] || ! kill -0 "$local_pid" 2>/dev/null; then
            cat "$tmp/local.log"
            echo "connect-local does not serve"
            exit 1
        fi
        sleep 0.1
    done
    local_url=http://127.0.0.1:$(cat "$tmp/port")
    AWS_ENDPOINT_URL_CONNECT=$local_url AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=AKIDLOCAL
    AWS_SECRET_ACCESS_KEY=local-secret
    export AWS_ENDPOINT_URL_CONNECT AWS_REGION AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
}
