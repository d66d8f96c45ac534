#!/bin/sh
# Every example is plain C99, runs against connect-local, and says what it is to say; so do the two foreign languages.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"
# shellcheck source=tests/support/local.sh
. "$top_srcdir/tests/support/local.sh"

for source in "$top_srcdir"/examples/*.c; do
    flags=''
    case $source in
        */loop_libuv.c)
            $PKG_CONFIG --exists libuv || continue
            flags=$($PKG_CONFIG --cflags libuv) ;;
    esac
    # shellcheck disable=SC2086 # a compiler with its arguments
    $CC -std=c99 -Wall -Wextra -Wpedantic -Werror -I"$top_srcdir/include" $flags -fsyntax-only "$source" ||
        bad "$(basename "$source") is not clean C99"
done

# run EXAMPLE ARGUMENT...: its output in $tmp/out and $tmp/err, its exit code in $code.
run() {
    said="examples/$*"
    example=$1; shift
    code=0
    "$top_builddir/examples/$example" "$@" >"$tmp/out" 2>"$tmp/err" || code=$?
}
expect() {
    [ "$code" = "$1" ] || bad "$said: exit code $code, not $1: $(cat "$tmp/out" "$tmp/err")"
}
says() {
    grep -Eq -e "$1" "$tmp/out" "$tmp/err" || bad "$said: nothing like \"$1\": $(cat "$tmp/out" "$tmp/err")"
}

run custom_transport; expect 0; says 'got i-2, sales'; says '2\. GET https://.*nextToken=more'

start_local --seed-instances 24 --creation-delay-ms 700 --fail-alias '^bad'
run quickstart quick; expect 0
says '^ +after [0-9.]+ s  CREATION_IN_PROGRESS$'; says 'now +ACTIVE$'; says 'alias +quick$'; says 'team +voice$'
says '25 instances in 3 pages'; says 'class +CONNECT_E_NOT_FOUND$'; says 'request id +[0-9a-f-]{36}$'; says 'gone$'

run custom_transport network; expect 0; says 'got [0-9a-f-]{36}, seed-0001'
says '1\. GET http://127.*/instance: HTTP 200, request id [0-9a-f-]{36}, [0-9]+ bytes of JSON, on a new connection$'
says '2\. GET .*nextToken=.* bytes of JSON$'

run list_instances; expect 0
[ "$(wc -l <"$tmp/out")" = 24 ] || bad "$said: not 24 lines"
says '^[0-9a-f-]{36}  seed-0001$'
cp "$tmp/out" "$tmp/listed"

run loop_poll; expect 0; says '^24 instances$'
sed '$d' "$tmp/out" | sort >"$tmp/described"
sort "$tmp/listed" | diff - "$tmp/described" || bad "$said does not describe what is listed"

if [ -x "$top_builddir/examples/loop_libuv" ]; then
    run loop_libuv; expect 0; says '^24 instances, [0-9]+ ticks$'
    sed '$d' "$tmp/out" | sort >"$tmp/described"
    sort "$tmp/listed" | diff - "$tmp/described" || bad "$said lists other instances"
    (AWS_SECRET_ACCESS_KEY=wrong; run loop_libuv; expect 1; says '^0 instances')
else
    echo "no libuv here: its part is left out"
fi

run create_and_wait good; expect 0; says '  ACTIVE$'
run create_and_wait bad-one; expect 2; says 'the creation of [0-9a-f-]{36} failed: .'
run create_and_wait good; expect 1; says 'CONNECT_E_INVALID_REQUEST'
run error_handling; expect 0
for class in NOT_FOUND ARGUMENT TRANSPORT CANCELLED; do says "class +CONNECT_E_$class$"; done
says 'problem +IdentityManagementType'
(AWS_SECRET_ACCESS_KEY=wrong; run list_instances; expect 1; says '.')

start_local --region any
for region in us-east-1 eu-west-2 eu-west-2 ap-northeast-1; do
    AWS_REGION=$region; export AWS_REGION
    run create_and_wait "inventory-$region-$((count = ${count-0} + 1))"; expect 0
done
run inventory us-east-1 us-west-2 eu-west-2 ap-northeast-1; expect 0; says '^4 instances in 4 regions$'
sed -n 's/^\([a-z]*-[a-z]*-[0-9]\) .*/\1/p' "$tmp/out" >"$tmp/regions"
printf '%s\n' ap-northeast-1 eu-west-2 eu-west-2 us-east-1 | diff - "$tmp/regions" || bad "$said: other regions"
says '^eu-west-2 +[0-9a-f-]{36}  inventory-eu-west-2-3 +ACTIVE$'
(AWS_SECRET_ACCESS_KEY=wrong; run inventory us-east-1; expect 1; says '^us-east-1: .'; says '^0 instances')

start_local --zapi-token partner-token --zapi-instances 120
(ZAPI_TOKEN=partner-token ZAPI_URL=$local_url; export ZAPI_TOKEN ZAPI_URL
 run zapi_instances; expect 0; says '^[0-9A-F]{32}  zapi-0001 +(not )?connected$'
 [ "$(wc -l <"$tmp/out")" = 120 ] || bad "$said: not 120 lines")
run zapi_instances; expect 1; says 'token'

start_local --creation-delay-ms 60000
run create_and_wait slow 1; expect 3; says 'create_and_wait --id [0-9a-f-]{36}$'
id=$(sed -n 's/.*--id //p' "$tmp/err")
run create_and_wait --id "$id" 1; expect 3

# --- other languages

foreign() {
    said=$1; shift
    "$@" >"$tmp/out" 2>"$tmp/err" || bad "$said: $(cat "$tmp/err")"
    { echo "typed:"; sed 's/  / /' "$tmp/listed"; echo "by name:"; sed 's/  / /' "$tmp/listed"; } | diff - "$tmp/out" ||
        bad "$said does not list the same"
}

library=$top_builddir/.libs/libconnect.so
if ! grep -q '^SANITIZE_FLAGS = *$' "$top_builddir/Makefile"; then
    echo "an interpreter cannot load a library with sanitizers: its part is left out"
elif [ ! -f "$library" ]; then
    echo "no shared library: the other languages are left out"
else
    start_local --seed-instances 24
    run list_instances; cp "$tmp/out" "$tmp/listed"
    if have python3; then
        foreign list_instances.py python3 "$top_srcdir/examples/ffi/list_instances.py" "$library"
    else
        echo "no python3 here: its part is left out"
    fi
    if have luajit; then
        foreign list_instances.lua luajit "$top_srcdir/examples/ffi/list_instances.lua" "$library" "$top_srcdir/include"
    else
        echo "no luajit here: its part is left out"
    fi
fi

finish
