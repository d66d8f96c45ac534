#!/bin/sh
# The unit programs of core, shape and aws with musl in place of glibc.  Debian has no libraries for musl, so
# what these programs need of jansson, OpenSSL and Check comes from the archives that are built for glibc, linked
# statically; what those call of glibc beyond musl is defined below.  That serves these programs and no others.
# shellcheck source=tests/support/common.sh
. "$(dirname "$0")/support/common.sh"

have musl-gcc || skip "musl-gcc is not installed"
archives=''
for name in check subunit jansson crypto; do
    file=$(gcc -print-file-name="lib$name.a")
    [ -f "$file" ] || skip "lib$name.a is not installed"
    # jansson's own function of this name meets ours here, where nothing hides either of them.
    objcopy --redefine-sym utf8_encode=jansson_utf8_encode "$file" "$tmp/lib$name.a"
    archives="$archives $tmp/lib$name.a"
done
[ -f "$top_builddir/config.h" ] || skip "the tree is not configured"

cat >"$tmp/glibc.c" <<'END'
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int __vsnprintf_chk(char *out, size_t size, int flag, size_t room, const char *format, va_list arguments)
{
    (void)flag, (void)room;
    return vsnprintf(out, size, format, arguments);
}
#define PRINT(call)                     \
    (void)flag;                         \
    va_list arguments;                  \
    va_start(arguments, format);        \
    int size_of_text = call;            \
    va_end(arguments);                  \
    return size_of_text
int __snprintf_chk(char *out, size_t size, int flag, size_t room, const char *format, ...)
{
    (void)room;
    PRINT(vsnprintf(out, size, format, arguments));
}
int __sprintf_chk(char *out, int flag, size_t room, const char *format, ...)
{
    (void)room;
    PRINT(vsprintf(out, format, arguments));
}
int __fprintf_chk(FILE *file, int flag, const char *format, ...)
{
    PRINT(vfprintf(file, format, arguments));
}
int __printf_chk(int flag, const char *format, ...)
{
    PRINT(vprintf(format, arguments));
}
int __vfprintf_chk(FILE *file, int flag, const char *format, va_list arguments)
{
    (void)flag;
    return vfprintf(file, format, arguments);
}
char *__strncpy_chk(char *out, const char *in, size_t size, size_t room)
{
    (void)room;
    return strncpy(out, in, size);
}
void *__memcpy_chk(void *out, const void *in, size_t size, size_t room)
{
    (void)room;
    return memcpy(out, in, size);
}
_Noreturn void __longjmp_chk(jmp_buf buffer, int value)
{
    longjmp(buffer, value);
}
void *__memset_chk(void *out, int byte, size_t size, size_t room)
{
    (void)room;
    return memset(out, byte, size);
}
long __fdelt_chk(long descriptor)
{
    return descriptor / 64;
}
void __pthread_register_cancel(void *buffer)
{
    (void)buffer;
}
void __pthread_unregister_cancel(void *buffer)
{
    (void)buffer;
}

/* The event loop of the tests needs libcurl, of which there is none for musl. */
void loop_driver_choose(void)
{
}
END

# The headers of the dependencies alone: those of glibc beside them must not be found before musl's.
mkdir "$tmp/include" "$tmp/objects"
for header in jansson.h jansson_config.h check.h check_stdint.h openssl curl; do
    for place in /usr/include "/usr/include/$(gcc -print-multiarch)"; do
        [ ! -e "$place/$header" ] || [ -e "$tmp/include/$header" ] || ln -s "$place/$header" "$tmp/include/$header"
    done
done
# musl lacks what configure found in glibc.
grep -v POSIX_SPAWN_FILE_ACTIONS_ADDCLOSEFROM_NP "$top_builddir/config.h" >"$tmp/include/config.h"

cd "$top_srcdir"
flags="-std=c11 -D_GNU_SOURCE -O1 -ffunction-sections -fdata-sections -I$tmp/include -Iinclude -Ilib -Itests"
flags="$flags -idirafter /usr/include/$(gcc -print-multiarch)"
jobs=$(nproc 2>/dev/null || echo 1)
# shellcheck disable=SC2016 # the inner shell expands it
find lib tests/support -name '*.c' ! -name 'wire*' ! -name 'soak*' ! -name 'served.c' ! -name 'local_*' \
    ! -name 'loop_driver.c' | sort |
    xargs -P "$jobs" -I FILE sh -c 'musl-gcc $1 -c "$2" -o "$3/$(echo "$2" | tr / _).o"' musl "$flags" FILE "$tmp/objects" ||
    bad "not all of it compiles with musl"
# shellcheck disable=SC2086 # a list of words
musl-gcc $flags -c "$tmp/glibc.c" -o "$tmp/objects/glibc.o"
finish
ar cr "$tmp/libsupport.a" "$tmp"/objects/tests_support_*.o
rm "$tmp/objects/tests_support_"*.o

CK_DEFAULT_TIMEOUT=${CK_DEFAULT_TIMEOUT-60}
export CK_DEFAULT_TIMEOUT
count=0
for file in tests/check_core*.c tests/check_shape*.c tests/check_profile.c tests/check_sigv4.c tests/check_endpoint.c; do
    program=$(basename "$file" .c)
    case $program in
        check_shape_work) continue ;;                     # has objects of its own
        check_core_process | check_core_memory) continue ;; # replace functions, which a static program cannot
        check_core_time | check_sigv4) continue ;;        # reach parts of libcrypto that are tied to glibc
    esac
    # shellcheck disable=SC2086 # lists of words
    if ! musl-gcc $flags -static -Wl,--gc-sections "$file" "$tmp/libsupport.a" "$tmp"/objects/*.o $archives \
        -o "$tmp/$program" 2>"$tmp/log"; then
        bad "$program does not link: $(grep -m 1 -vE "^/usr/bin/ld: .*: in function" "$tmp/log")"
        continue
    fi
    if "$tmp/$program" >"$tmp/log" 2>&1; then
        echo "PASS: $program"
        count=$((count + 1))
    else
        cat "$tmp/log"
        bad "$program fails"
    fi
done
echo "$count programs"
finish
