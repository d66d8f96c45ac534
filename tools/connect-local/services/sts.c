/*
 * The security token service: forms in requests, XML in responses.
 */
#include "auth/auth.h"
#include "base/json.h"
#include "core/buf.h"
#include "core/number.h"
#include "core/text.h"
#include "exchange/form.h"
#include "exchange/respond.h"
#include "services/credentials.h"
#include "services/services.h"

#include <openssl/evp.h>

#include <string.h>

#define NAMESPACE "https://sts.amazonaws.com/doc/2011-06-15/"
#define API_VERSION "2011-06-15"
#define SECONDS_MIN 900
#define SECONDS_MAX 43200
#define CHAINED_SECONDS_MAX 3600

struct action_call {
    struct local *local;
    struct exchange *exchange;
    connect_pair *form;
    size_t form_count;
    const char *principal; /* NULL when the action is not signed */
};

static const char *form_value(const struct action_call *call, const char *name)
{
    return form_get(call->form, call->form_count, name);
}

static void add_escaped(struct buf *out, const char *text)
{
    for (; *text != '\0'; text++) {
        switch (*text) {
        case '&':
            buf_add_text(out, "&amp;");
            break;
        case '<':
            buf_add_text(out, "&lt;");
            break;
        case '>':
            buf_add_text(out, "&gt;");
            break;
        case '"':
            buf_add_text(out, "&quot;");
            break;
        case '\'':
            buf_add_text(out, "&#39;");
            break;
        default:
            buf_add_char(out, *text);
        }
    }
}

static void add_element(struct buf *out, const char *name, const char *text)
{
    buf_printf(out, "<%s>", name);
    add_escaped(out, text);
    buf_printf(out, "</%s>", name);
}

static void respond_xml(struct exchange *exchange, int status, struct buf *xml)
{
    if (check_buf(xml)) {
        respond_text(exchange, status, "text/xml", buf_text(xml));
    } else {
        respond_error(exchange, "InternalServiceException", "The response is too large");
    }
    buf_free(xml);
}

static void respond_problem(struct exchange *exchange, int status, const char *code,
                            const char *message)
{
    struct buf xml = BUF_INIT(EXCHANGE_BODY_MAX);

    exchange->error_type = code;
    exchange->error_message = message;
    buf_add_text(&xml, "<ErrorResponse xmlns=\"" NAMESPACE "\"><Error><Type>Sender</Type>");
    add_element(&xml, "Code", code);
    add_element(&xml, "Message", message);
    buf_add_text(&xml, "</Error>");
    add_element(&xml, "RequestId", exchange->request_id);
    buf_add_text(&xml, "</ErrorResponse>");
    respond_xml(exchange, status, &xml);
}

/* Errors of signatures have names of their own in the query protocol. */
static void respond_auth_problem(struct exchange *exchange, const char *type, const char *message)
{
    static const struct {
        const char *type;
        int status;
        const char *code;
    } names[] = {
        { "ExpiredTokenException", 403, "ExpiredToken" },
        { "IncompleteSignatureException", 400, "IncompleteSignature" },
        { "InvalidSignatureException", 403, "SignatureDoesNotMatch" },
        { "MissingAuthenticationTokenException", 403, "MissingAuthenticationToken" },
        { "UnrecognizedClientException", 403, "InvalidClientTokenId" },
    };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i].type, type) == 0) {
            respond_problem(exchange, names[i].status, names[i].code, message);
        }
    }
}

static bool is_session_name(const char *text)
{
    size_t size = 0;

    for (; text[size] != '\0'; size++) {
        if (!text_is_alnum(text[size]) && strchr("_+=,.@-", text[size]) == NULL) {
            return false;
        }
    }
    return size >= 2 && size <= 64;
}

static bool has_length(const char *text, size_t least, size_t most)
{
    return text == NULL || (strlen(text) >= least && strlen(text) <= most);
}

/* The requested seconds; 0 when they are out of range. */
static int64_t seconds_of(const struct action_call *call)
{
    const char *text = form_value(call, "DurationSeconds");
    int64_t seconds = ROLE_SECONDS;

    if (text == NULL) {
        return seconds;
    }
    if (!text_to_int64(text, strlen(text), &seconds) || seconds < SECONDS_MIN ||
        seconds > SECONDS_MAX) {
        return 0;
    }
    return seconds;
}

static const char *invalid_parameter(const struct action_call *call)
{
    const char *arn = form_value(call, "RoleArn"), *name = form_value(call, "RoleSessionName");
    int64_t seconds = seconds_of(call);

    if (arn == NULL || !has_length(arn, 20, 2048) || !text_starts(arn, "arn:")) {
        return "RoleArn is missing, too short, too long, or not an ARN";
    }
    if (name == NULL || !is_session_name(name)) {
        return "RoleSessionName must have 2 to 64 letters, digits and _+=,.@-";
    }
    if (seconds == 0) {
        return "DurationSeconds must be between 900 and 43200";
    }
    if (call->principal != NULL && strstr(call->principal, ":assumed-role/") != NULL &&
        seconds > CHAINED_SECONDS_MAX) {
        return "DurationSeconds must not exceed 3600 for a role that is assumed by role chaining";
    }
    if (!has_length(form_value(call, "ExternalId"), 2, 1224)) {
        return "ExternalId must have 2 to 1224 characters";
    }
    if ((form_value(call, "SerialNumber") == NULL) != (form_value(call, "TokenCode") == NULL)) {
        return "SerialNumber and TokenCode belong together";
    }
    return has_length(form_value(call, "TokenCode"), 6, 6) ? NULL : "TokenCode must have 6 digits";
}

/*
 * Splits "arn:PARTITION:iam::ACCOUNT:role/[path/]NAME". False when the role does not belong to an
 * account that is served, in the partition of the region.
 */
static bool parse_role(const struct action_call *call, struct role_session *out)
{
    struct arena *arena = &call->exchange->arena;
    const char *region =
        call->exchange->region != NULL ? call->exchange->region : call->local->options->region;
    const char *arn = form_value(call, "RoleArn"), *slash = strrchr(arn, '/');
    const char *start = check_alloc(arena_printf(arena, "arn:%s:iam::", partition_of(region)));
    size_t size = strlen(start);

    if (!text_starts(arn, start) || strlen(arn) < size + 12 ||
        !text_starts(arn + size + 12, ":role/") || slash[1] == '\0') {
        return false;
    }
    *out = (struct role_session){
        .partition = partition_of(region),
        .account_id = check_alloc(arena_strndup(arena, arn + size, 12)),
        .role = slash + 1,
        .name = form_value(call, "RoleSessionName"),
        .seconds = seconds_of(call),
    };
    return options_serve_account(call->local->options, out->account_id);
}

/* extra: elements of the result besides credentials and user. */
static void issue_credentials(struct action_call *call, const char *action, const char *extra)
{
    struct exchange *exchange = call->exchange;
    struct arena *arena = &exchange->arena;
    const char *invalid = invalid_parameter(call);
    struct issued_credentials issued;
    struct buf xml = BUF_INIT(EXCHANGE_BODY_MAX);

    if (invalid != NULL) {
        respond_problem(exchange, 400, "ValidationError", invalid);
        return;
    }

    struct role_session role;

    if (!parse_role(call, &role)) {
        respond_problem(exchange, 403, "AccessDenied",
                        check_alloc(arena_printf(
                            arena, "User: %s is not authorized to perform: sts:%s on resource: %s",
                            call->principal != NULL ? call->principal : "anonymous", action,
                            form_value(call, "RoleArn"))));
        return;
    }
    credentials_issue(call->local, exchange, &role, &issued);
    buf_printf(&xml, "<%sResponse xmlns=\"" NAMESPACE "\"><%sResult><AssumedRoleUser>", action,
               action);
    add_element(&xml, "AssumedRoleId",
                check_alloc(arena_printf(&exchange->arena, "AROACONNECTLOCALROLE0:%s",
                                         form_value(call, "RoleSessionName"))));
    add_element(&xml, "Arn", issued.principal);
    buf_add_text(&xml, "</AssumedRoleUser><Credentials>");
    add_element(&xml, "AccessKeyId", issued.access_key);
    add_element(&xml, "SecretAccessKey", issued.secret_key);
    add_element(&xml, "SessionToken", issued.token);
    add_element(&xml, "Expiration", issued.expires_text);
    buf_printf(&xml, "</Credentials>%s</%sResult><ResponseMetadata>", extra, action);
    add_element(&xml, "RequestId", exchange->request_id);
    buf_printf(&xml, "</ResponseMetadata></%sResponse>", action);
    respond_xml(exchange, 200, &xml);
}

static void assume_role(struct action_call *call)
{
    issue_credentials(call, "AssumeRole", "");
}

/* The claims of a JSON web token; its signature is not verified. NULL when it is not one. */
static json_t *claims_of(struct arena *arena, const char *token)
{
    const char *first = strchr(token, '.');
    const char *second = first != NULL ? strchr(first + 1, '.') : NULL;

    if (second == NULL || strchr(second + 1, '.') != NULL) {
        return NULL;
    }

    size_t size = (size_t)(second - first - 1), padded = (size + 3) / 4 * 4;
    char *base64 = check_alloc(arena_alloc(arena, padded + 1));
    unsigned char *bytes = check_alloc(arena_alloc(arena, padded + 1));

    for (size_t i = 0; i < padded; i++) {
        char c = i < size ? first[1 + i] : '=';

        base64[i] = (char)(c == '-' ? '+' : c == '_' ? '/' : c);
    }

    int decoded = EVP_DecodeBlock(bytes, (const unsigned char *)base64, (int)padded);

    if (decoded < (int)(padded - size)) {
        return NULL;
    }
    return json_loadb((const char *)bytes, (size_t)decoded - (padded - size),
                      JSON_REJECT_DUPLICATES, NULL);
}

static void assume_role_with_web_identity(struct action_call *call)
{
    struct exchange *exchange = call->exchange;
    const char *token = form_value(call, "WebIdentityToken");
    struct buf extra = BUF_INIT(EXCHANGE_BODY_MAX);

    if (token == NULL || !has_length(token, 4, 20000)) {
        respond_problem(exchange, 400, "ValidationError",
                        "WebIdentityToken must have 4 to 20000 characters");
        return;
    }

    json_t *claims = claims_of(&exchange->arena, token);
    const json_t *expires = json_object_get(claims, "exp");

    if (!json_is_object(claims)) {
        respond_problem(exchange, 400, "InvalidIdentityToken",
                        "The web identity token is not a JSON web token");
    } else if (expires != NULL &&
               json_number_value(expires) * 1000.0 <= (double)local_now(call->local)) {
        respond_problem(exchange, 400, "ExpiredTokenException",
                        "The web identity token has expired");
    } else {
        const char *subject = json_get_string(claims, "sub");

        if (subject != NULL) {
            add_element(&extra, "SubjectFromWebIdentityToken", subject);
        }
        issue_credentials(call, "AssumeRoleWithWebIdentity", buf_text(&extra));
    }
    buf_free(&extra);
    json_decref(claims);
}

static void get_caller_identity(struct action_call *call)
{
    struct buf xml = BUF_INIT(EXCHANGE_BODY_MAX);

    buf_add_text(&xml,
                 "<GetCallerIdentityResponse xmlns=\"" NAMESPACE "\"><GetCallerIdentityResult>");
    add_element(&xml, "Arn", call->principal);
    add_element(&xml, "UserId", "AIDACONNECTLOCAL");
    add_element(&xml, "Account", call->exchange->account_id);
    buf_add_text(&xml, "</GetCallerIdentityResult><ResponseMetadata>");
    add_element(&xml, "RequestId", call->exchange->request_id);
    buf_add_text(&xml, "</ResponseMetadata></GetCallerIdentityResponse>");
    respond_xml(call->exchange, 200, &xml);
}

static const struct action {
    const char *name;
    bool is_signed;
    void (*run)(struct action_call *call);
} actions[] = {
    { "AssumeRole", true, assume_role },
    { "AssumeRoleWithWebIdentity", false, assume_role_with_web_identity },
    { "GetCallerIdentity", true, get_caller_identity },
};

static const struct action *action_of(const struct action_call *call)
{
    const char *name = form_value(call, "Action"), *version = form_value(call, "Version");

    if (name == NULL || version == NULL || strcmp(version, API_VERSION) != 0) {
        return NULL;
    }
    for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++) {
        if (strcmp(actions[i].name, name) == 0) {
            return &actions[i];
        }
    }
    return NULL;
}

bool sts_handle(struct local *local, struct exchange *exchange)
{
    struct action_call call = { .local = local, .exchange = exchange };
    const char *content_type = exchange_header(exchange, "content-type");
    const char *type, *message;

    if (strcmp(exchange->path, "/") != 0 || strcmp(exchange->method, "POST") != 0) {
        return false;
    }
    if (content_type == NULL || !text_starts(content_type, "application/x-www-form-urlencoded") ||
        !form_parse(&exchange->arena, buf_text(&exchange->body), &call.form, &call.form_count)) {
        respond_problem(exchange, 400, "MalformedQueryString", "The body is not a form");
        return true;
    }

    const struct action *action = action_of(&call);

    if (action == NULL) {
        respond_problem(exchange, 400, "InvalidAction",
                        "Could not find operation for this Action and Version " API_VERSION);
        return true;
    }
    exchange->operation = action->name;
    if (action->is_signed) {
        bool verified = auth_verify(local, exchange, "sts", local_now(local), &type, &message);

        call.principal = exchange->principal;
        if (!verified) {
            respond_auth_problem(exchange, type, message);
            return true;
        }
    }
    action->run(&call);
    return true;
}
