/* Why OpenSSL failed. */
#ifndef AWS_OPENSSL_PROBLEM_H
#define AWS_OPENSSL_PROBLEM_H

enum openssl_problem {
    OPENSSL_LACKS_MEMORY,
    OPENSSL_LACKS_ALGORITHM, /* no provider has it */
    OPENSSL_REFUSES          /* invalid input */
};

/*
 * The reason after a failed call of OpenSSL.  Clears OpenSSL's error queue, which belongs to the
 * thread and thus to the application as well.
 */
enum openssl_problem openssl_problem(void);

#endif
