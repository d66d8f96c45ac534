/*
 * The certificates that servers are verified with, shared by all connections of the process.
 *
 * libcurl parses the bundle anew for each connection: 140 certificates, 35 to 60 ms of CPU.  Where
 * the loaded libcurl uses the OpenSSL that this library is linked to, one X509_STORE for each
 * bundle is kept instead and put into every SSL_CTX.  Elsewhere libcurl goes on by itself.
 */
#ifndef HTTP_TRUST_H
#define HTTP_TRUST_H

#include <stdbool.h>
#include <stddef.h>

struct trust;

/* What a message needs at most. */
#define TRUST_MESSAGE_MAX 256

enum trust_status { TRUST_OK, TRUST_NO_MEMORY, TRUST_UNREADABLE, TRUST_OTHER_LIBRARY };

/*
 * bundle: a PEM file, or NULL for the defaults file and folder, of which either may be NULL: the
 * folder has links named after the hash of each subject, and the file is read when a certificate
 * is not found there.  Reads nothing yet.  Counted: equal bundles share.  NULL without memory.
 */
struct trust *trust_acquire(const char *bundle, const char *default_file,
                            const char *default_folder);
void trust_release(struct trust *trust);

/*
 * Makes a TLS context (an SSL_CTX) verify with the store, which is read first when this has not
 * happened or when the files have changed since.  `message` gets the reason of TRUST_UNREADABLE.
 * Any thread.
 */
enum trust_status trust_apply(struct trust *trust, void *tls_context, char *message, size_t room);

/* Reads the store now instead of at the first connection; otherwise like trust_apply(). */
enum trust_status trust_load(struct trust *trust, char *message, size_t room);

/*
 * After TRUST_OTHER_LIBRARY: the store is of no use to libcurl, whose connections must read the
 * certificates by themselves.
 */
void trust_give_up(struct trust *trust);
bool trust_is_usable(const struct trust *trust);

/* Whether "OpenSSL/3.0.19", as libcurl names its TLS library, can be the one linked here. */
bool trust_fits(const char *ssl_version);

#endif
