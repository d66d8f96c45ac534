#!/bin/sh
# Nothing within a step of a loop waits: strace of tests/hosts/posix, which marks where each step begins and ends, shows
# no sleep, no poll with a timeout and no futex wait of its thread between the marks.  The calls meet throttling,
# dropped connections, pauses, credential processes and other services.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"
# shellcheck source=tests/support/local.sh
. "$top_srcdir/tests/support/local.sh"

have strace || skip "no strace here"
strace -o "$tmp/trace" true 2>/dev/null || skip "strace may not trace here"
grep -q '^SANITIZE_FLAGS = *$' "$top_builddir/Makefile" || skip "sanitizers wait on their own behalf"

waits='?poll,?ppoll,?select,?pselect6,?_newselect,?pselect6_time64,?ppoll_time64,?epoll_wait,?epoll_pwait,?epoll_pwait2'
waits="$waits,?nanosleep,?clock_nanosleep,?clock_nanosleep_time64,?pause,?rt_sigsuspend,?rt_sigtimedwait"
waits="$waits,?rt_sigtimedwait_time64,?futex,?futex_time64,?wait4,?waitid,?waitpid,?flock"

# What waits between the marks of TRACE, a call a line; last the number of steps.
waiting() {
    awk '
        /^write\(-1, "enter/ { inside = 1; steps += /enter step/; next }
        /^write\(-1, "leave/ { inside = 0; next }
        !inside { next }
        # A time of 0 only looks; NULL and -1 wait without an end.
        { arguments = $0; sub(/ = -?[0-9?].*/, "", arguments); sub(/\)[^)]*$/, "", arguments) }
        /^(poll|epoll_wait)\(/ { if (arguments !~ /, 0$/) print; next }
        /^epoll_pwait2?\(/ { if (arguments !~ /, (0|\{tv_sec=0, tv_nsec=0\}), NULL, [0-9]+$/) print; next }
        /^(ppoll|pselect6|rt_sigtimedwait)(_time64)?\(/ { if (arguments !~ /\{tv_sec=0, tv_nsec=0\}/) print; next }
        /^(select|_newselect)\(/ { if (arguments !~ /\{tv_sec=0, tv_usec=0\}$/) print; next }
        /^futex(_time64)?\(/ { if (arguments ~ /FUTEX_(WAIT|LOCK_PI)/) print; next }
        /^(wait4|waitid|waitpid)\(/ { if (arguments !~ /WNOHANG/) print; next }
        /^flock\(/ { if (arguments ~ /LOCK_(SH|EX)/ && arguments !~ /LOCK_NB/) print; next }
        /^(nanosleep|clock_nanosleep|pause|rt_sigsuspend)/ { print }
        END { print steps + 0 }
    ' "$1"
}

# traced ARGUMENT...: the marked host at a service with faults; its trace is in $tmp/trace, and what waited in $tmp/waits.
# Without -f, strace shows the thread of the loop only.
traced() {
    start_local --seed-instances 30 --creation-delay-ms 300 --seed 1 --fault 'DescribeInstance=503:0.1' \
        --fault 'DescribeInstance=drop:0.05' --fault 'ListInstances=500:0.2' --imds --sts
    (AWS_ENDPOINT_URL_CONNECT=http://$host:$(cat "$tmp/port")
     AWS_ENDPOINT_URL_STS=$local_url AWS_EC2_METADATA_SERVICE_ENDPOINT=$local_url
     export AWS_ENDPOINT_URL_STS AWS_EC2_METADATA_SERVICE_ENDPOINT
     [ -z "$no_keys" ] || unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
     exec strace -s 16 -e "trace=write,?connect,?clone,?clone3,?vfork,$waits" -o "$tmp/trace" \
         "$top_builddir/tests/hosts/posix" marked "$@" >"$tmp/out" 2>"$tmp/err") ||
        bad "$source: $(cat "$tmp/out" "$tmp/err")"
    waiting "$tmp/trace" >"$tmp/waits"
    steps=$(tail -n 1 "$tmp/waits")
    sed -i '$d' "$tmp/waits"
}

# nothing_waits SOURCE CALL...: each CALL is made within a step, and the calls of the host succeed.  The instance that is
# created may be listed.
nothing_waits() {
    source=$1; shift
    traced
    [ "$(grep -c '^futex' "$tmp/waits")" -gt "$short_waits" ] || sed -i '/^futex/d' "$tmp/waits"
    while read -r call; do bad "$source: a step waits: $call"; done <"$tmp/waits"
    [ "$steps" -ge 10 ] || bad "$source: only $steps steps are marked"
    grep -Eq '^3[01] described, 1 created, 1 cancelled, 0 failed$' "$tmp/out" || bad "$source: $(cat "$tmp/out" "$tmp/err")"
    for call in connect "$@"; do
        awk -v pattern="^($call)" '
            /^write\(-1, "enter step/ { inside = 1 } /^write\(-1, "leave/ { inside = 0 }
            inside && $0 ~ pattern { found = 1 } END { exit !found }' "$tmp/trace" ||
            bad "$source: no step calls $call, so that the trace shows nothing"
    done
}

HOME=$tmp AWS_CONFIG_FILE=$tmp/config AWS_SHARED_CREDENTIALS_FILE=$tmp/credentials
export HOME AWS_CONFIG_FILE AWS_SHARED_CREDENTIALS_FILE
host=127.0.0.1 no_keys='' short_waits=0
nothing_waits environment

# What waits is noticed.
for violation in nanosleep poll futex; do
    traced "$violation"
    [ "$(grep -c "^[a-z_]*$violation" "$tmp/waits")" -ge "$steps" ] || bad "$violation within a step is not noticed"
done

# libcurl looks up names in a thread; this name takes a while.  The thread shares a lock with the loop, which either of
# them holds for some instructions, and it has done its work when libcurl joins it: on a busy machine both can be seen.
host=held.test short_waits=4
nothing_waits 'host name' clone
host=127.0.0.1 short_waits=0

no_keys=yes

cat >"$tmp/process" <<'END'
#!/bin/sh
sleep 0.3
echo '{"Version": 1, "AccessKeyId": "AKIDLOCAL", "SecretAccessKey": "local-secret"}'
END
chmod +x "$tmp/process"
printf '[default]\ncredential_process = %s\n' "$tmp/process" >"$tmp/config"
nothing_waits 'credential process' 'vfork|clone' 'wait'

printf '[default]\nrole_arn = arn:aws:iam::123456789012:role/Reader\nsource_profile = base\n' >"$tmp/config"
printf '[base]\naws_access_key_id = AKIDLOCAL\naws_secret_access_key = local-secret\n' >"$tmp/credentials"
nothing_waits 'assumed role'

rm "$tmp/config" "$tmp/credentials"
AWS_EC2_METADATA_DISABLED=false; export AWS_EC2_METADATA_DISABLED
nothing_waits 'instance metadata'

finish
