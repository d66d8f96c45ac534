#!/bin/sh
# The package for Node.js: npm test against connect-local, and its declarations under tsc. CONNECT_NODE_MODULES names the
# folder with koffi, typescript and @types/node. UPDATE=1 tests/bindings_node.sh writes the declarations of the operations.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"
# shellcheck source=tests/support/local.sh
. "$top_srcdir/tests/support/local.sh"

: "${CONNECT_NODE_MODULES:=$top_srcdir/build-ci/js/node_modules}"

have node || skip "node is needed"
have npm || skip "npm is needed"
[ -d "$CONNECT_NODE_MODULES/koffi" ] || skip "koffi is not in $CONNECT_NODE_MODULES"
grep -q '^SANITIZE_FLAGS = *$' "$top_builddir/Makefile" || skip "an interpreter cannot load a library with sanitizers"
LIBCONNECT_PATH=$top_builddir/.libs/libconnect.so
[ -f "$LIBCONNECT_PATH" ] || skip "no shared library here"
export LIBCONNECT_PATH

# A copy beside the modules, in a tree with what the tests compare with.
mkdir -p "$tmp/bindings" "$tmp/lib"
cp -R "$top_srcdir/bindings/node" "$tmp/bindings/node"
cp -R "$top_srcdir/include" "$top_srcdir/configure.ac" "$tmp"
cp "$top_srcdir/lib/libconnect.exports" "$tmp/lib"
chmod -R u+w "$tmp"
rm -rf "$tmp/bindings/node/node_modules"
ln -s "$CONNECT_NODE_MODULES" "$tmp/bindings/node/node_modules"
package=$tmp/bindings/node

if [ -n "${UPDATE-}" ]; then
    node "$package/make_types.js" "$top_srcdir/bindings/node/lib/operations.d.ts"
    cp "$top_srcdir/bindings/node/lib/operations.d.ts" "$package/lib"
fi

start_local --seed-instances 24 --creation-delay-ms 300 --sts --fail-alias '^bad'
(cd "$package" && npm test) >"$tmp/out" 2>&1 || bad "the tests fail: $(cat "$tmp/out")"
grep -E '^[^ ]+ (pass|fail) [0-9]+$' "$tmp/out"

# --- types: what is right passes, and each line that is marked as wrong is found

if [ -x "$CONNECT_NODE_MODULES/.bin/tsc" ]; then
    mkdir -p "$tmp/types/node_modules"
    cp "$package"/tests/types/*.ts "$tmp/types"
    ln -s "$package" "$tmp/types/node_modules/libconnect"
    ln -s "$CONNECT_NODE_MODULES/@types" "$tmp/types/node_modules/@types"
    cd "$tmp/types"
    types() {
        "$CONNECT_NODE_MODULES/.bin/tsc" --strict --noEmit --pretty false --target es2022 --module nodenext \
            --moduleResolution nodenext --types node "$@"
    }
    types right.ts >"$tmp/out" || bad "tsc: $(cat "$tmp/out")"
    types wrong.ts | sed -n 's/^wrong.ts(\([0-9]*\),.*error.*/\1/p' | sort -u >"$tmp/found"
    grep -n '// wrong$' wrong.ts | sed 's/:.*//' | sort -u | diff - "$tmp/found" ||
        bad "tsc does not find the lines that are wrong"
else
    echo "SKIP: typescript is not in $CONNECT_NODE_MODULES: the types are not checked"
fi

finish
