/*
 * Renames the functions of work.h.  The compiler includes this before each file whose work is
 * counted.  The headers of the C library come first: newer ones declare these functions by macros.
 */
#ifndef TESTS_SUPPORT_WORK_NAMES_H
#define TESTS_SUPPORT_WORK_NAMES_H

#include "support/work.h"

#include <openssl/crypto.h>

#include <string.h>

#undef memcpy
#undef memmove
#undef memset
#undef memcmp
#undef memchr
#undef memmem
#undef strlen
#undef strcmp
#define memcpy work_memcpy
#define memmove work_memmove
#define memset work_memset
#define memcmp work_memcmp
#define memchr work_memchr
#define memmem work_memmem
#define strlen work_strlen
#define strcmp work_strcmp
#define OPENSSL_cleanse work_cleanse

#endif
