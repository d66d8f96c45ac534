#!/bin/sh
# connectctl zapi against connect-local: all pages, one page, forms of output; the tokens stay where they belong.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"
# shellcheck source=tests/support/ctl.sh
. "$top_srcdir/tests/support/ctl.sh"
# shellcheck source=tests/support/local.sh
. "$top_srcdir/tests/support/local.sh"

ctl zapi list-instances --help; expect 0; expect_out "--token-file FILE"
ctl zapi list-instances help; expect 0
ctl zapi; expect 252; expect_err "zapi list-instances"
ctl zapi list-instances; expect 253; expect_err "ZAPI_TOKEN"

start_local --zapi-token partner-token --zapi-instances 120
zapi() {
    ctl zapi list-instances --endpoint-url "$local_url" "$@"
}
count() {
    grep -c '"id": ' "$tmp/out" || :
}

# Nothing of AWS is looked for.
unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_REGION AWS_ENDPOINT_URL_CONNECT
ZAPI_TOKEN=partner-token
export ZAPI_TOKEN
zapi; expect 0; [ "$(count)" = 120 ] || bad "$said: $(count) instances"
expect_out '"phoneConnected": '
grep -q '"token"' "$tmp/out" && bad "$said shows tokens without --show-tokens"
zapi --page-size 7; expect 0; [ "$(count)" = 120 ] || bad "$said: $(count) instances"
zapi --page 2 --page-size 50; expect 0; [ "$(count)" = 50 ] || bad "$said: $(count) instances"
zapi --max-items 3; expect 0; [ "$(count)" = 3 ] || bad "$said: $(count) instances"
zapi --middleware mobile; expect 0
grep -q '"middleware": "web"' "$tmp/out" && bad "$said: shows others"
zapi --max-items 1 --show-tokens; expect 0; expect_out '"token": '
zapi --output text; expect 0; [ "$(grep -c '^CONTENT	' "$tmp/out")" = 120 ] || bad "$said: not a line each"
(COLUMNS=80; export COLUMNS; zapi --output table; expect 0
 awk 'length > 80 { exit 1 }' "$tmp/out" || bad "$said: wider than the terminal"
 grep -Eq '^[0-9A-F]{32}  zapi-0001 .*(Yes|No)' "$tmp/out" || bad "$said: $(head -n 5 "$tmp/out")")
zapi --debug --max-items 1; expect 0; expect_err "GET"
grep -q partner-token "$tmp/err" && bad "--debug shows the partner's token"

echo partner-token >"$tmp/token"
(ZAPI_TOKEN=''; zapi --token-file "$tmp/token" --max-items 1; expect 0)
(ZAPI_TOKEN=''; zapi --token-file - --max-items 1 <"$tmp/token"; expect 0)
zapi --token-file "$tmp/none"; expect 253; expect_err "No such file"
(ZAPI_TOKEN=wrong; zapi; expect 254; expect_err "(401)"; expect_silence)
zapi --page 0; expect 252
zapi --middleware phone; expect 252; expect_err "web or mobile"
zapi more; expect 252; expect_err 'unexpected argument "more"'

finish
