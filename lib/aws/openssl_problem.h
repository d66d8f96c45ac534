/* Why OpenSSL failed. */
#ifndef AWS_OPENSSL_PROBLEM_H
#define AWS_OPENSSL_PROBLEM_H

enum openssl_problem {
    OPENSSL_LACKS_MEMORY,
    OPENSSL_LACKS_ALGORITHM, /* no provider has it */
    OPENSSL_REFUSES          /* what it was given */
};

/*
 * After a call of OpenSSL's that failed.  Takes its complaints away, so that the host does not find
 * them.
 */
enum openssl_problem openssl_problem(void);

#endif
