#!/bin/sh
# What happens on a terminal only: the pager, escapes, wrapped messages, the progress line, and signals during a wait.
# shellcheck disable=SC2089,SC2090 # a pager is a command for the shell
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"
# shellcheck source=tests/support/ctl.sh
. "$top_srcdir/tests/support/ctl.sh"
# shellcheck source=tests/support/local.sh
. "$top_srcdir/tests/support/local.sh"
# shellcheck source=tests/support/ctl_script.sh
. "$top_srcdir/tests/support/ctl_script.sh"

have python3 || skip "no python3 here to make a terminal"
TERM=xterm TZ=UTC0
export TERM TZ
unset PAGER AWS_PAGER LESS

# on_terminal COLUMNS [--when TEXT --send SIGNAL] -- ARGUMENT...: what the terminal shows in $tmp/out.
on_terminal() {
    width=$1; shift
    before=''
    while [ "$1" != -- ]; do before="$before $1"; shift; done
    shift
    said="connectctl $* on a terminal"
    code=0
    # shellcheck disable=SC2086 # a list of words
    python3 "$top_srcdir/tests/support/ctl_pty.py" "$width" "$tmp/out" $before -- "$connectctl" "$@" </dev/null ||
        code=$?
    : >"$tmp/err"
}
escape=$(printf '\033')

# --- the pager

play <<'END'
{"body": {"InstanceSummaryList": [{"Id": "one", "InstanceAlias": "a\tb\u001b[2Jc\u202ed"}]}}
END
AWS_PAGER="sed 's/^/paged: /'"
export AWS_PAGER
on_terminal 80 -- list-instances; expect 0; expect_out 'paged:     "InstanceSummaryList": ['
on_terminal 80 -- list-instances --no-cli-pager; expect 0
grep -q paged "$tmp/out" && bad "$said: --no-cli-pager starts a pager"
ctl list-instances; grep -q paged "$tmp/out" && bad "a pager starts without a terminal"
(PAGER="sed 's/^/general: /'"; export PAGER; on_terminal 80 -- list-instances; expect_out "paged:"
 AWS_PAGER=''; on_terminal 80 -- list-instances; grep -Eq 'paged|general' "$tmp/out" && bad "an empty AWS_PAGER pages"
 unset AWS_PAGER; on_terminal 80 -- list-instances; expect_out "general:"
 printf '[default]\ncli_pager = sed s/^/profile:/\n' >"$tmp/config"; AWS_CONFIG_FILE=$tmp/config; export AWS_CONFIG_FILE
 on_terminal 80 -- list-instances; expect_out 'profile:{')
# less gets options with which it ends by itself when all fits on the screen.
AWS_PAGER="sh -c 'cat; echo LESS=\$LESS'"
on_terminal 80 -- list-instances; expect_out "LESS=FRX"
AWS_PAGER=/nonexistent/pager
on_terminal 80 -- list-instances; expect 255; expect_out 'cannot run the pager "/nonexistent/pager"'
AWS_PAGER='head -n 1'
on_terminal 80 -- list-instances; expect 0
AWS_PAGER=''

# --- what a service sends does not control the terminal

for form in json text table; do
    on_terminal 80 -- list-instances --output $form; expect 0
    grep -q "$escape" "$tmp/out" && bad "$said: an escape sequence reaches the terminal"
    grep -q "$(printf '\342\200\256')" "$tmp/out" && bad "$said: a direction override reaches the terminal"
done
on_terminal 80 -- list-instances --output text; expect_out 'a\tb\x1b[2Jc\u202ed'

# --- messages fit the terminal

play <<'END'
{"status": 400, "body": {"__type": "InvalidRequestException", "message": "a message of many words that is much longer than one line of a narrow terminal and has to be wrapped there"}}
END
on_terminal 50 -- list-instances; expect 254
awk 'length > 50 { exit 1 }' "$tmp/out" || bad "$said: a line is wider than the terminal: $(cat "$tmp/out")"
on_terminal 40 -- list-instances --max-items 1 --no-paginate; expect 252
awk 'length > 40 && NF > 1 { exit 1 }' "$tmp/out" || bad "$said: a line is wider than the terminal: $(cat "$tmp/out")"
on_terminal 80 -- configure explain; expect 0
LC_ALL=C.UTF-8 awk 'length > 80 { print; exit 1 }' "$tmp/out" || bad "$said: a line is wider than 80 columns"

# --- the progress of a wait

stop_playing
unset AWS_ENDPOINT_URL_CONNECT
start_local --creation-delay-ms 1500
new_instance() {
    ctl create-instance --identity-management-type CONNECT_MANAGED --instance-alias "$1" --inbound-calls-enabled \
        --outbound-calls-enabled --query Id --output text
    id=$(cat "$tmp/out")
}
new_instance shown
on_terminal 80 -- wait instance-active --instance-id "$id"; expect 0
expect_out "CREATION_IN_PROGRESS  instance $id"
expect_out "${escape}[KInstance $id is ACTIVE after 0:0"
new_instance dumb
(TERM=dumb; on_terminal 80 -- wait instance-active --instance-id "$id"; expect 0
 if grep -q "$escape" "$tmp/out"; then bad "$said: escape sequences under TERM=dumb"; fi)

start_local --creation-delay-ms 600000
new_instance slow
on_terminal 80 --when IN_PROGRESS --send INT -- wait instance-active --instance-id "$id"; expect 130
expect_out "To go on waiting: connectctl wait instance-active --instance-id $id"
on_terminal 80 --when IN_PROGRESS --send TERM -- wait instance-active --instance-id "$id"; expect 143
[ "$(tail -c 4 "$tmp/out")" = "$(printf '\r\033[K')" ] || bad "$said: SIGTERM leaves the progress line: $(tail -n 1 "$tmp/out")"

# --- a SIGINT that was ignored at start stays ignored

said='wait with SIGINT ignored'
(trap '' INT; exec "$connectctl" wait instance-active --instance-id "$id" --timeout 3) >"$tmp/out" 2>"$tmp/err" &
waiting=$!
until [ -s "$tmp/err" ] || ! kill -INT "$waiting" 2>/dev/null; do
    sleep 0.5
done
code=0; wait "$waiting" || code=$?
expect 255; expect_err "To go on waiting"

finish
