# shellcheck shell=sh
# shellcheck disable=SC2154 # common.sh sets tmp
# For tests that script the responses of a service, after local.sh: play reads a script for ctl_server.py from standard
# input and makes that server the endpoint; replay starts the script again; requests are lines in $tmp/requests.

player=''

stop_playing() {
    if [ -n "$player" ]; then
        kill "$player" 2>/dev/null || :
        wait "$player" 2>/dev/null || :
        player=''
    fi
}
trap 'stop_playing; stop_local; rm -rf "$tmp"' EXIT

replay() {
    stop_playing
    rm -f "$tmp/script-port"
    : >"$tmp/requests"
    python3 "$top_srcdir/tests/support/ctl_server.py" "$tmp/script-port" "$tmp/requests" "$tmp/script" &
    player=$!
    until [ -s "$tmp/script-port" ]; do
        kill -0 "$player" 2>/dev/null || { echo "the server does not serve"; exit 1; }
        sleep 0.1
    done
    AWS_ENDPOINT_URL_CONNECT=http://127.0.0.1:$(cat "$tmp/script-port")
    AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=AKIDLOCAL AWS_SECRET_ACCESS_KEY=local-secret AWS_MAX_ATTEMPTS=1
    export AWS_ENDPOINT_URL_CONNECT AWS_REGION AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_MAX_ATTEMPTS
}

play() {
    cat >"$tmp/script"
    replay
}
