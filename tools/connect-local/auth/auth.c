/*
 * See auth.h. The checks are in the order of the service.
 */
#include "auth/auth.h"

#include "auth/canonical.h"
#include "base/alloc.h"
#include "core/text.h"
#include "core/time.h"
#include "exchange/form.h"

#include <openssl/crypto.h>

#include <string.h>

#define ALGORITHM "AWS4-HMAC-SHA256"
#define SKEW_MAX_MS (5 * 60 * INT64_C(1000))

struct check {
    struct exchange *exchange;
    struct claim claim;
    const char *type;
    const char *message;
};

static bool auth_reject(struct check *check, const char *type, const char *message)
{
    check->type = type;
    check->message = message;
    return false;
}

#define AUTH_PRINTF(check, ...) check_alloc(arena_printf(&(check)->exchange->arena, __VA_ARGS__))

bool equal_constant_time(const char *a, const char *b)
{
    size_t size = strlen(a);

    return size == strlen(b) && CRYPTO_memcmp(a, b, size) == 0;
}

/* Stores one "Name=value" of the header in the claim. */
static void parse_part(struct check *check, const char *part, size_t size, const char **credential)
{
    struct claim *claim = &check->claim;
    struct arena *arena = &check->exchange->arena;
    const struct {
        const char *name;
        const char **value;
    } known[] = {
        { "Credential=", credential },
        { "SignedHeaders=", &claim->signed_headers },
        { "Signature=", &claim->signature },
    };

    for (; size > 0 && part[0] == ' '; size--) {
        part++;
    }
    for (; size > 0 && part[size - 1] == ' '; size--) {
    }
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        size_t name_size = strlen(known[i].name);

        if (size > name_size && memcmp(part, known[i].name, name_size) == 0) {
            *known[i].value = check_alloc(arena_strndup(arena, part + name_size, size - name_size));
        }
    }
}

/* "key/date/region/service/aws4_request"; a key id has no slash. */
static bool parse_credential(struct check *check, const char *credential)
{
    const char **parts[] = { &check->claim.access_key, &check->claim.date, &check->claim.region,
                             &check->claim.service, &check->claim.terminator };
    const char *piece;
    size_t size, count = 0;

    for (const char *at = credential; split_next(&at, '/', &piece, &size); count++) {
        if (count < 5) {
            *parts[count] = check_alloc(arena_strndup(&check->exchange->arena, piece, size));
        }
    }
    if (count != 5) {
        return auth_reject(check, "IncompleteSignatureException",
                           AUTH_PRINTF(check,
                                       "Credential must have exactly 5 slash-delimited elements, "
                                       "e.g. keyid/date/region/service/term, got '%s'",
                                       credential));
    }
    return true;
}

static bool parse_claim(struct check *check)
{
    const char *header = exchange_header(check->exchange, "authorization");
    const struct claim *claim = &check->claim;
    const char *credential = NULL, *part;
    size_t size;

    if (header == NULL || *header == '\0') {
        return auth_reject(check, "MissingAuthenticationTokenException",
                           "Missing Authentication Token");
    }
    if (!text_starts(header, ALGORITHM " ")) {
        return auth_reject(check, "IncompleteSignatureException",
                           "Authorization header requires the algorithm '" ALGORITHM "'.");
    }
    for (const char *at = header + strlen(ALGORITHM); split_next(&at, ',', &part, &size);) {
        parse_part(check, part, size, &credential);
    }

    const char *missing = AUTH_PRINTF(
        check, "%s%s%s",
        credential == NULL ? "Authorization header requires 'Credential' parameter. " : "",
        claim->signature == NULL ? "Authorization header requires 'Signature' parameter. " : "",
        claim->signed_headers == NULL ? "Authorization header requires 'SignedHeaders' parameter. "
                                      : "");

    if (*missing != '\0') {
        return auth_reject(check, "IncompleteSignatureException", missing);
    }
    return parse_credential(check, credential);
}

/* "20261121T123456Z" in *ms. */
static bool parse_timestamp(struct check *check, int64_t *ms)
{
    const char *text = exchange_header(check->exchange, "x-amz-date");

    if (text == NULL) {
        return auth_reject(check, "IncompleteSignatureException",
                           "Authorization header requires existence of an 'X-Amz-Date' header.");
    }
    check->claim.timestamp = text;

    bool formed = strlen(text) == 16 && text[8] == 'T' && text[15] == 'Z';

    if (formed) {
        const char *iso = AUTH_PRINTF(check, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2sZ", text, text + 4,
                                      text + 6, text + 9, text + 11, text + 13);

        formed = time_parse_iso(iso, strlen(iso), ms);
    }
    if (!formed) {
        return auth_reject(
            check, "IncompleteSignatureException",
            AUTH_PRINTF(check, "Date must be in ISO-8601 'basic format'. Got '%s'.", text));
    }
    return true;
}

static bool is_region_name(const char *region)
{
    size_t size = strlen(region);

    return size >= 1 && size <= 63 &&
           strspn(region, "abcdefghijklmnopqrstuvwxyz0123456789-") == size;
}

static bool check_scope(struct check *check, const struct options *options, const char *service)
{
    const struct claim *claim = &check->claim;

    if (!is_region_name(claim->region) || !options_serve_region(options, claim->region)) {
        return auth_reject(check, "InvalidSignatureException",
                           AUTH_PRINTF(check,
                                       "Credential should be scoped to a valid region, not '%s'.",
                                       claim->region));
    }
    if (strcmp(claim->service, service) != 0) {
        return auth_reject(
            check, "InvalidSignatureException",
            AUTH_PRINTF(check, "Credential should be scoped to correct service: '%s'.", service));
    }
    if (strcmp(claim->terminator, "aws4_request") != 0) {
        return auth_reject(
            check, "InvalidSignatureException",
            AUTH_PRINTF(
                check,
                "Credential should be scoped with a valid terminator: 'aws4_request', not '%s'.",
                claim->terminator));
    }
    if (strncmp(claim->timestamp, claim->date, 8) != 0 || strlen(claim->date) != 8) {
        return auth_reject(
            check, "InvalidSignatureException",
            AUTH_PRINTF(
                check,
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date "
                "from HTTP: '%s' != '%.8s', from '%s'.",
                claim->date, claim->timestamp, claim->timestamp));
    }
    return true;
}

static bool check_age(struct check *check, int64_t signed_at, int64_t now)
{
    char edge[17], here[17];

    time_format_basic(now, here);
    if (signed_at < now - SKEW_MAX_MS) {
        time_format_basic(now - SKEW_MAX_MS, edge);
        return auth_reject(check, "InvalidSignatureException",
                           AUTH_PRINTF(check,
                                       "Signature expired: %s is now earlier than %s (%s - 5 min.)",
                                       check->claim.timestamp, edge, here));
    }
    if (signed_at > now + SKEW_MAX_MS) {
        time_format_basic(now + SKEW_MAX_MS, edge);
        return auth_reject(
            check, "InvalidSignatureException",
            AUTH_PRINTF(check, "Signature not yet current: %s is still later than %s (%s + 5 min.)",
                        check->claim.timestamp, edge, here));
    }
    return true;
}

static bool is_signature(const char *string)
{
    return strlen(string) == SIGNATURE_SIZE && strspn(string, "0123456789abcdef") == SIGNATURE_SIZE;
}

/* secret: NULL when it is not known; then the form of the signature is all that can be checked. */
static bool check_signature(struct check *check, const char *secret)
{
    char expected[SIGNATURE_SIZE + 1];
    bool matches;

    if (!canonical_names_have(check->claim.signed_headers, "host")) {
        return auth_reject(check, "InvalidSignatureException",
                           "'Host' must be a 'SignedHeader' in the AWS Authorization.");
    }
    if (!canonical_names_have(check->claim.signed_headers, "x-amz-date")) {
        return auth_reject(check, "InvalidSignatureException",
                           "'X-Amz-Date' must be a 'SignedHeader' in the AWS Authorization.");
    }
    if (secret == NULL) {
        matches = is_signature(check->claim.signature);
    } else {
        matches = canonical_signature(check->exchange, &check->claim, secret, expected) &&
                  equal_constant_time(expected, check->claim.signature);
    }
    if (!matches) {
        return auth_reject(
            check, "InvalidSignatureException",
            "The request signature we calculated does not match the signature you provided. Check "
            "your AWS Secret Access Key and signing method. Consult the service documentation for "
            "details.");
    }
    return true;
}

/* A copy, because another thread may drop expired ones. */
static bool find_session(struct check *check, struct local *local, struct session *out)
{
    struct arena *arena = &check->exchange->arena;

    pthread_mutex_lock(&local->lock);

    const struct session *session = sessions_find(&local->sessions, check->claim.access_key);

    if (session != NULL) {
        *out =
            (struct session){ .secret_key = check_alloc(arena_strdup(arena, session->secret_key)),
                              .token = arena_strdup(arena, session->token),
                              .principal = check_alloc(arena_strdup(arena, session->principal)),
                              .account_id = check_alloc(arena_strdup(arena, session->account_id)),
                              .expires = session->expires };
    }
    pthread_mutex_unlock(&local->lock);
    return session != NULL;
}

/* --any-key: an unknown access key is a user of an account. */
static void assume_user(struct check *check, const struct options *options, struct session *out)
{
    struct arena *arena = &check->exchange->arena;
    const char *key = check->claim.access_key;
    const char *account = options_is_account_id(key) ? key : options->account_id;

    *out = (struct session){ .principal = check_alloc(
                                 arena_printf(arena, "arn:aws:iam::%s:user/%s", account, key)),
                             .account_id = check_alloc(arena_strdup(arena, account)),
                             .expires = INT64_MAX };
}

/* secret_key stays NULL for a user of --any-key. */
static bool check_session(struct check *check, struct local *local, int64_t now,
                          struct session *session)
{
    const char *token = exchange_header(check->exchange, "x-amz-security-token");
    bool known = find_session(check, local, session);

    if (!known && local->options->any_key && *check->claim.access_key != '\0') {
        assume_user(check, local->options, session);
        return true;
    }
    if (!known || (session->token == NULL) != (token == NULL) ||
        (token != NULL && !equal_constant_time(token, session->token))) {
        return auth_reject(check, "UnrecognizedClientException",
                           "The security token included in the request is invalid.");
    }
    if (session->expires <= now) {
        return auth_reject(check, "ExpiredTokenException",
                           "The security token included in the request is expired");
    }
    return true;
}

bool auth_verify(struct local *local, struct exchange *exchange, const char *service, int64_t now,
                 const char **type, const char **message)
{
    struct check check = { .exchange = exchange };
    struct session session = { 0 };
    int64_t signed_at = 0;

    if (parse_claim(&check) && parse_timestamp(&check, &signed_at) &&
        check_session(&check, local, now, &session) &&
        check_scope(&check, local->options, service) && check_age(&check, signed_at, now) &&
        check_signature(&check, session.secret_key)) {
        exchange->principal = session.principal;
        exchange->account_id = session.account_id;
        exchange->region = check.claim.region;
        return true;
    }
    *type = check.type;
    *message = check.message;
    return false;
}
