#!/bin/sh
# The Python package: its tests against connect-local, its types under mypy, and its installation by pip.
# UPDATE=1 tests/bindings_python.sh writes the stubs of the operations anew.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"
# shellcheck source=tests/support/local.sh
. "$top_srcdir/tests/support/local.sh"

have python3 || skip "python3 is needed"
grep -q '^SANITIZE_FLAGS = *$' "$top_builddir/Makefile" || skip "an interpreter cannot load a library with sanitizers"
LIBCONNECT_PATH=$top_builddir/.libs/libconnect.so
[ -f "$LIBCONNECT_PATH" ] || skip "no shared library here"
PYTHONDONTWRITEBYTECODE=1
export LIBCONNECT_PATH PYTHONDONTWRITEBYTECODE
package=$top_srcdir/bindings/python

if [ -n "${UPDATE-}" ]; then
    python3 "$package/make_stubs.py"
fi

start_local --seed-instances 24 --creation-delay-ms 300 --sts --fail-alias '^bad'
(cd "$package/tests" && PYTHONPATH=..:. python3 -W error::ResourceWarning -m unittest test_tables test_calls test_async) \
    >"$tmp/out" 2>&1 || bad "the tests fail: $(cat "$tmp/out")"
tail -n 3 "$tmp/out"

# --- types: what is right passes, and each line that is marked as wrong is found

if have mypy; then
    cd "$package"
    types() { MYPYPATH=$package mypy --cache-dir "$tmp/mypy" --no-error-summary "$@"; }
    types --check-untyped-defs -p libconnect >"$tmp/types" || bad "mypy: $(cat "$tmp/types")"
    types --strict --follow-imports=silent tests/typed_right.py >"$tmp/types" || bad "mypy: $(cat "$tmp/types")"
    types --strict --follow-imports=silent tests/typed_wrong.py | sed -n 's/^tests.typed_wrong.py:\([0-9]*\): error.*/\1/p' |
        sort -u >"$tmp/found"
    grep -n '# wrong$' tests/typed_wrong.py | sed 's/:.*//' | sort -u | diff - "$tmp/found" ||
        bad "mypy does not find the lines that are wrong"
else
    echo "SKIP: mypy is not installed: the types are not checked"
fi

# --- pip: a copy, because building leaves files behind

builder=''
for python in python3 /usr/bin/python3; do
    if [ -z "$builder" ] && "$python" -c 'import setuptools, wheel, pip' 2>/dev/null; then
        builder=$python
    fi
done
if [ -n "$builder" ]; then
    mkdir "$tmp/source"
    cp -R "$package/pyproject.toml" "$package/README.md" "$package/libconnect" "$tmp/source"
    chmod -R u+w "$tmp/source"
    "$builder" -m pip install --quiet --no-index --no-build-isolation --no-deps --disable-pip-version-check \
        --root-user-action=ignore --target "$tmp/site" "$tmp/source" >"$tmp/out" 2>&1 || bad "pip: $(cat "$tmp/out")"
    for file in py.typed types.pyi _operations.pyi client.py; do
        [ -f "$tmp/site/libconnect/$file" ] || bad "pip does not install libconnect/$file"
    done
    (cd "$tmp" && PYTHONPATH=$tmp/site "$builder" -c '
import libconnect
print(len(list(libconnect.Client().list_instances_pages())), libconnect.__file__)') >"$tmp/out" 2>&1 || :
    grep -qx "24 $tmp/site/libconnect/__init__.py" "$tmp/out" || bad "what pip installed does not work: $(cat "$tmp/out")"
else
    echo "SKIP: pip, setuptools or wheel is not installed: the installation is not checked"
fi

finish
