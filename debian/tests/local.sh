# shellcheck shell=sh
# A connect-local for the test that reads this file; it ends with the test.
work=${AUTOPKGTEST_TMP:-$(mktemp -d)}
server=''
finish() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || :
    [ -n "${AUTOPKGTEST_TMP-}" ] || rm -rf "$work"
}
trap finish EXIT

start_local() {
    connect-local --port 0 --port-file "$work/port" --seed-instances 3 --creation-delay-ms 500 &
    server=$!
    tries=0
    until [ -s "$work/port" ]; do
        tries=$((tries + 1))
        [ "$tries" -le 300 ] || { echo "connect-local does not serve" >&2; exit 1; }
        sleep 0.1
    done
    AWS_ENDPOINT_URL_CONNECT=http://127.0.0.1:$(cat "$work/port")
    AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=AKIDLOCAL AWS_SECRET_ACCESS_KEY=local-secret
    export AWS_ENDPOINT_URL_CONNECT AWS_REGION AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
}
