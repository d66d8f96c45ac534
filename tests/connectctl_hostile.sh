#!/bin/sh
# What a service sends cannot control the terminal, nor be taken for another response.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"
# shellcheck source=tests/support/ctl.sh
. "$top_srcdir/tests/support/ctl.sh"

have python3 || skip "no python3 here to play a server"
AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=AKIDLOCAL AWS_SECRET_ACCESS_KEY=local-secret AWS_MAX_ATTEMPTS=1
export AWS_REGION AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_MAX_ATTEMPTS
server=''
stop_server() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || :
        wait "$server" 2>/dev/null || :
        server=''
    fi
}
trap 'stop_server; rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM

# respond STATUS BODY: the response to every request from now on; \033 and so on are bytes.
respond() {
    stop_server
    rm -f "$tmp/port"
    printf '%b' "$2" >"$tmp/body"
    python3 "$top_srcdir/tests/support/respond.py" "$tmp/port" "$1" "$tmp/body" &
    server=$!
    until [ -s "$tmp/port" ]; do
        kill -0 "$server" 2>/dev/null || { echo "the server does not serve"; exit 1; }
        sleep 0.1
    done
    AWS_ENDPOINT_URL=http://127.0.0.1:$(cat "$tmp/port")
    export AWS_ENDPOINT_URL
}

escape=$(printf '\033')
harmless() {
    grep -q "$escape" "$tmp/out" "$tmp/err" && bad "$said: an escape sequence reaches the terminal"
    expect "$1"
}

respond 200 '{"InstanceSummaryList": [{"Id": "i", "InstanceAlias": "a\\u001b[2Jb\\u009b31m\\n\\tc", "Arn": "\\u007f"}]}'
ctl list-instances; harmless 0; expect_out 'a\u001b[2Jb\u009b31m\n\tc"'
ctl list-instances --output table; harmless 0; expect_out 'a\x1b[2Jb\x9b31m\n\tc'
# To a pipe or file, text is what the service sent.
ctl list-instances --output text; expect 0
printf '\177\ti\ta\033[2Jb\302\23331m\n\tc\n' >"$tmp/want"
sed 's/^INSTANCESUMMARYLIST\t//' "$tmp/out" | cmp -s - "$tmp/want" || bad "$said: text is not raw: $(od -c "$tmp/out")"
ctl list-instances --debug; harmless 0

respond 404 '{"__type": "Zonk\\u001b[2J", "message": "no \\u001b[2J such\\nthing"}'
ctl describe-instance --instance-id i; harmless 254; expect_err 'Request id: an-id'
[ "$(wc -l <"$tmp/err")" = 4 ] || bad "$said: the error is not three lines after an empty one: $(cat "$tmp/err")"

respond 200 '<html>\033[2J a proxy says hello'
ctl describe-instance --instance-id i; harmless 255; expect_silence; expect_err "a proxy says hello"
respond 200 '{"InstanceSummaryList": [{"Id": "i"}], "NextToken": "for ever"}'
ctl list-instances; harmless 255; expect_silence
respond 200 '{"InstanceSummaryList": [{"CreatedTime": 1e300}, {"CreatedTime": -9e15}]}'
ctl list-instances; [ "$code" = 255 ] || [ "$code" = 0 ] || bad "$said: exit code $code"
respond 200 '{"Instance": {"CreatedTime": -62135596800, "Tags": {}}}'
for form in json table text; do ctl describe-instance --instance-id i --output $form; harmless 0; done
respond 200 ''
ctl describe-instance --instance-id i; harmless 0; expect_silence

finish
