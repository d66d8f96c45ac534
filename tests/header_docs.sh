#!/bin/sh
# The public headers document use: most of their lines do, and each family begins with an example that
# compiles.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"

# Percent of the lines that are not empty, of all headers together.
least=65

cd "$top_srcdir/include"
awk -v least="$least" '
    /^[ \t]*$/ { next }
    { total++; documents = inside || /\/\*/ }
    /\/\*/ { inside = 1 }
    /\*\// { inside = 0 }
    documents { documented++ }
    END {
        print int(1000 * documented / total) / 10 "% of " total " lines document use"
        exit documented * 100 < least * total
    }' connect/*.h || bad "less than $least % of the lines of the public headers document use"

# What the examples are given; the compiler does not mind what one of them leaves unused.
cat >"$tmp/before" <<'END'
#include <connect/connect.h>
#include <stdio.h>
connect_client *client;
connect_error *error;
const char *instance_id, *instance_arn, *alias_arn, *function_arn, *pem, *token, *campaign_id, *request_id;
connect_outbound_email_content message;
connect_delete_instance_request request;
void *pool_alloc(void *user, size_t size);
void *pool_resize(void *user, void *block, size_t size);
void pool_release(void *user, void *block);
struct journal { int unused; } journal;
connect_status record(void *user, const connect_http_request *request, connect_http_response *response,
                      connect_http_failure *failure);
void example(void);
void example(void)
{
END
for header in connect/*.h; do
    case $header in
        connect/loop.h) continue ;; # its example has a function of its own
        connect/types.h | connect/client.h | connect/credentials.h) continue ;;
    esac
    awk '/\*\// { exit } /^ \*     / { print substr($0, 4) }' "$header" >"$tmp/example"
    if ! [ -s "$tmp/example" ]; then
        bad "$header has no example in its first comment"
        continue
    fi
    { cat "$tmp/before" "$tmp/example"; echo '}'; } >"$tmp/example.c"
    # shellcheck disable=SC2086 # CC may be several words
    $CC -std=c11 -Wall -Wextra -Werror -I. -fsyntax-only "$tmp/example.c" || bad "the example of $header does not compile"
done

finish
