/* A TLS context for 127.0.0.1, with keys that are made for the run, and a bundle to verify it. */
#include "certificate.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static X509 *certificate_new(const char *name, EVP_PKEY *key, X509 *issuer, const char *extension,
                             int extension_id, EVP_PKEY *issuer_key)
{
    X509 *certificate = X509_new();
    X509V3_CTX context;

    (void)X509_set_version(certificate, X509_VERSION_3);
    (void)ASN1_INTEGER_set(X509_get_serialNumber(certificate), issuer == NULL ? 1 : 2);
    (void)X509_gmtime_adj(X509_getm_notBefore(certificate), -86400);
    (void)X509_gmtime_adj(X509_getm_notAfter(certificate), 86400);
    (void)X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                                     (const unsigned char *)name, -1, -1, 0);
    (void)X509_set_issuer_name(certificate,
                               X509_get_subject_name(issuer == NULL ? certificate : issuer));
    (void)X509_set_pubkey(certificate, key);
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer == NULL ? certificate : issuer, certificate, NULL, NULL, 0);
    X509_EXTENSION *added = X509V3_EXT_conf_nid(NULL, &context, extension_id, extension);
    (void)X509_add_ext(certificate, added, -1);
    X509_EXTENSION_free(added);
    (void)X509_sign(certificate, issuer_key, EVP_sha256());
    return certificate;
}

static bool bundle_write(X509 *authority, const char *path)
{
    FILE *file = fopen(path, "w");
    bool ok = file != NULL && PEM_write_X509(file, authority) == 1;

    return file != NULL && fclose(file) == 0 && ok;
}

SSL_CTX *certificate_context(char *bundle)
{
    int fd = mkstemp(bundle);
    EVP_PKEY *authority_key = EVP_EC_gen("P-256"), *key = EVP_EC_gen("P-256");
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());

    if (fd < 0 || authority_key == NULL || key == NULL || context == NULL) {
        return NULL;
    }
    (void)close(fd);
    X509 *authority = certificate_new("bench authority", authority_key, NULL, "critical,CA:TRUE",
                                      NID_basic_constraints, authority_key);
    X509 *certificate = certificate_new("bench server", key, authority, "IP:127.0.0.1",
                                        NID_subject_alt_name, authority_key);
    bool ok = bundle_write(authority, bundle) &&
              SSL_CTX_use_certificate(context, certificate) == 1 &&
              SSL_CTX_use_PrivateKey(context, key) == 1;
    X509_free(authority);
    X509_free(certificate);
    EVP_PKEY_free(authority_key);
    EVP_PKEY_free(key);
    if (!ok) {
        SSL_CTX_free(context);
        return NULL;
    }
    return context;
}
