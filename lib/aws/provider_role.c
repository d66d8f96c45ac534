/*
 * AssumeRole and AssumeRoleWithWebIdentity: one request to STS each.
 * (AWS STS API Reference; botocore credentials.py, AssumeRoleProvider and
 * AssumeRoleWithWebIdentityProvider)
 */
#include "aws/provider_role.h"

#include "aws/sts.h"
#include "core/assert.h"
#include "core/block.h"
#include "core/buf.h"
#include "core/error.h"
#include "core/file.h"
#include "core/text.h"

#include <errno.h>
#include <string.h>

#define TOKEN_MAX 20000

struct role_source {
    struct source source;
    const struct connect_operation *operation;
    struct sts_request request;
    const char *region;
    const char *source_name; /* of the credentials */
    struct credentials *base;
    struct buf token; /* web identity */
};

/* False: out of memory. */
static bool name_session(struct role_source *self, const char *given)
{
    self->request.role_session_name =
        given != NULL ? given
                      : arena_printf(&self->source.arena, "libconnect-%lld",
                                     (long long)provider_now(self->source.context));
    return self->request.role_session_name != NULL;
}

static void role_finish(struct role_source *self)
{
    struct credentials *credentials = NULL;
    connect_error *error;
    void *response;
    connect_status status = task_collect(&self->source.task, &response, &error);
    if (status == CONNECT_OK) {
        status = sts_credentials_accept(response, self->source_name, &credentials, &error);
    }
    block_free(response);
    if (status != CONNECT_OK && status != CONNECT_E_CANCELLED && status != CONNECT_E_MEMORY) {
        error_prefix(error, "assuming role %s: ", self->request.role_arn);
    }
    source_end(&self->source, status, credentials, error);
}

static void role_resume(struct task *task)
{
    struct role_source *self = (struct role_source *)task;
    if (task->child != NULL) {
        role_finish(self);
    } else {
        ASSERT((self->base != NULL) == (self->operation->auth == AUTH_SIGV4));
        source_call(&self->source, self->operation, &self->request, self->region, self->base);
    }
}

static void role_clear(struct source *source)
{
    struct role_source *self = (struct role_source *)source;
    credentials_unref(self->base);
    buf_free(&self->token);
}

static const struct task_class role_class = { .name = "assume role",
                                              .resume = role_resume,
                                              .release = source_release };

/*
 * Rule: STS is called in the region of the client.  Source: AWS SDKs and Tools Reference Guide, AWS
 * STS Regional endpoints.  Test: a_role_is_assumed_with_its_source.
 */
static struct role_source *role_new(const struct provider_context *context,
                                    struct fetch_report *report, const char *role_arn,
                                    const char *session_name, const char *region)
{
    ASSERT(role_arn != NULL);
    struct role_source *self = source_new(&role_class, sizeof *self, context, report);
    if (self == NULL) {
        return NULL;
    }
    self->source.clear = role_clear;
    /* STS is regional.  Without a region, the one in us-east-1 serves the aws partition. */
    self->region = region != NULL ? region : "us-east-1";
    self->request.size = sizeof self->request;
    self->request.role_arn = role_arn;
    self->token = BUF_INIT(TOKEN_MAX);
    self->token.secret = true;
    if (!name_session(self, session_name)) {
        source_release(&self->source.task);
        return NULL;
    }
    return self;
}

/* 0: as STS chooses. */
static void role_set_duration(struct role_source *self, int32_t seconds)
{
    if (seconds > 0) {
        self->request.duration_seconds = (connect_opt_int32)CONNECT_SET(seconds);
    }
}

struct task *role_assume(const struct provider_context *context, struct fetch_report *report,
                         const struct profile_role *role, const char *region,
                         struct credentials *base)
{
    struct role_source *self =
        role_new(context, report, role->role_arn, role->session_name, region);
    connect_error *error = NULL;
    if (self == NULL) {
        return NULL;
    }
    self->operation = &sts_assume_role;
    self->source_name = "assume role";
    self->base = credentials_ref(base);
    self->request.external_id = role->external_id;
    role_set_duration(self, role->duration_seconds);
    if (role->mfa_serial != NULL) {
        (void)error_set(&error, CONNECT_E_CREDENTIALS,
                        "profile \"%s\" requires a code of the MFA device %s, and a library cannot "
                        "prompt for one: use a profile without mfa_serial, or pass credentials "
                        "that were obtained with the code",
                        role->profile, role->mfa_serial);
        source_fail(&self->source, error);
    }
    return &self->source.task;
}

/* ---- web identity ---- */

static connect_status read_token(const struct settings *settings, struct arena *arena,
                                 const char *name, struct buf *token, connect_error **error)
{
    const char *path = settings_expand_home(settings, arena, name);
    int failure = path != NULL ? file_read(path, token) : ENOMEM;
    if (failure == ENOMEM) {
        return error_memory(error);
    }
    if (failure != 0) {
        return error_set(error, CONNECT_E_CREDENTIALS, "web identity token file %s: %s", name,
                         file_problem(failure));
    }
    while (token->size > 0 &&
           (token->data[token->size - 1] == '\n' || token->data[token->size - 1] == '\r')) {
        token->data[--token->size] = '\0';
    }
    if (token->size == 0) {
        return error_set(error, CONNECT_E_CREDENTIALS, "web identity token file %s is empty", name);
    }
    if (strlen(token->data) != token->size || text_find_control(token->data, token->size) >= 0) {
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "web identity token file %s contains a control character", name);
    }
    return CONNECT_OK;
}

/*
 * Rule: AssumeRoleWithWebIdentity is not signed, and its token file is read at each fetch.  Source:
 * AWS STS API Reference, AssumeRoleWithWebIdentity.  Test:
 * a_web_identity_token_is_read_at_each_fetch_and_the_request_is_unsigned.
 */
struct task *role_with_web_identity(const struct provider_context *context,
                                    struct fetch_report *report,
                                    const struct web_identity *identity, const char *region)
{
    struct role_source *self =
        role_new(context, report, identity->role_arn, identity->session_name, region);
    connect_error *error = NULL;
    if (self == NULL) {
        return NULL;
    }
    self->operation = &sts_assume_role_with_web_identity;
    self->source_name = identity->source;
    role_set_duration(self, identity->duration_seconds);
    if (read_token(context->settings, &self->source.arena, identity->token_file, &self->token,
                   &error) != CONNECT_OK) {
        source_fail(&self->source, error);
    }
    self->request.web_identity_token = buf_text(&self->token);
    return &self->source.task;
}
