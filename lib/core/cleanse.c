/* Overwriting secrets; apart from mem.c because it is OpenSSL's. */
#include "core/mem.h"

#include <openssl/crypto.h>

void mem_cleanse(void *bytes, size_t size)
{
    if (size > 0) {
        OPENSSL_cleanse(bytes, size);
    }
}
