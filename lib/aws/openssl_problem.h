/* Why OpenSSL failed. */
#ifndef AWS_OPENSSL_PROBLEM_H
#define AWS_OPENSSL_PROBLEM_H

enum openssl_problem {
    OPENSSL_LACKS_MEMORY,
    OPENSSL_LACKS_ALGORITHM, /* no provider has it */
    OPENSSL_REFUSES          /* invalid input */
};

/*
 * Before calls whose failure is explained: clears OpenSSL's error queue, which belongs to the
 * thread, and may hold what the application has left there.
 */
void openssl_forget_problems(void);
/* The reason after a failed call of OpenSSL, which is forgotten. */
enum openssl_problem openssl_problem(void);

#endif
