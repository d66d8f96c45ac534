/*
 * OpenSSL reports a failed allocation with several reason codes, or with none when the error entry
 * itself could not be allocated.
 */
#include "aws/openssl_problem.h"

#include <openssl/err.h>

void openssl_forget_problems(void)
{
    ERR_clear_error();
}

enum openssl_problem openssl_problem(void)
{
    unsigned long code = ERR_get_error();
    enum openssl_problem problem = code == 0 ? OPENSSL_LACKS_MEMORY : OPENSSL_REFUSES;
    for (; code != 0; code = ERR_get_error()) {
        if (ERR_GET_REASON(code) == ERR_R_MALLOC_FAILURE) {
            problem = OPENSSL_LACKS_MEMORY;
        } else if (ERR_GET_REASON(code) == ERR_R_UNSUPPORTED && problem == OPENSSL_REFUSES) {
            problem = OPENSSL_LACKS_ALGORITHM;
        }
    }
    return problem;
}
