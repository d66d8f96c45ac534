#!/bin/sh
# What is generated from the service model and from the signing rules is up to date, and the drafts of scaffold.py
# compile.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"

have python3 || skip "python3 is needed for the scripts of tests/model"
PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE
model=$top_srcdir/tests/model

unset_model() {
    env -u CONNECT_MODEL "$@"
}

unset_model python3 "$model/cases.py" --check || bad "run tests/model/cases.py"
unset_model python3 "$model/seeds.py" --check || bad "run tests/model/seeds.py"
python3 "$top_srcdir/tests/rules/sigv4.py" --check || bad "run tests/rules/sigv4.py"
python3 "$model/trim.py" "$model/facts.json" | cmp - "$model/facts.json" || bad "trim.py does not leave facts.json alone"

: "${CONNECT_MODEL:=$top_srcdir/../shared/model/connect-instances-64.json}"
if [ -f "$CONNECT_MODEL" ]; then
    python3 "$model/trim.py" "$CONNECT_MODEL" | cmp - "$model/facts.json" || bad "facts.json is not what trim.py makes of $CONNECT_MODEL"
else
    echo "no whole model here: set CONNECT_MODEL to compare facts.json with one"
fi

for operation in ListInstances CreateTaskTemplate UpdateInstanceStorageConfig SendOutboundEmail ListLambdaFunctions; do
    {
        # The header of loops brings in those of all families, which declare what the draft declares.
        echo '#define CONNECT_LOOP_H'
        echo '#include <connect/pager.h>'
        echo 'typedef struct connect_loop connect_loop;'
        echo 'typedef struct connect_call connect_call;'
        echo 'typedef void (*connect_done_fn)(void *user, connect_call *call, connect_status status);'
        echo '#include "call/entry.h"'
        unset_model python3 "$model/scaffold.py" --fresh --structs "$operation"
        unset_model python3 "$model/scaffold.py" --fresh --rows "$operation"
    } >"$tmp/draft.c" || bad "no draft of $operation"
    # shellcheck disable=SC2086 # the compiler may be several words
    $CC -std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror -I"$top_srcdir/include" -I"$top_srcdir/lib" \
        -fsyntax-only "$tmp/draft.c" || bad "the draft of $operation does not compile"
    unset_model python3 "$model/scaffold.py" --cases "$operation" | cmp - "$top_srcdir/tests/cases/$operation/model.json" ||
        bad "the cases that scaffold.py prints for $operation"
done

finish
