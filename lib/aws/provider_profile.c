/*
 * The profile as a source: fetches the base credentials of the chain (profile_chain.c), then
 * assumes the roles from the innermost outwards.
 * (AWS SDKs and Tools Reference Guide, "Assume role credential provider"; botocore credentials.py,
 * AssumeRoleProvider and SharedCredentialProvider)
 */
#include "aws/provider_profile.h"

#include "aws/profile.h"
#include "aws/profile_chain.h"
#include "aws/provider_container.h"
#include "aws/provider_imds.h"
#include "aws/provider_login.h"
#include "aws/provider_option.h"
#include "aws/provider_process.h"
#include "aws/provider_role.h"
#include "aws/provider_sso.h"
#include "core/assert.h"
#include "core/buf.h"
#include "core/error.h"

struct profile_provider {
    connect_credentials_provider head;
    struct arena arena;
    const char *name; /* of the profile; NULL: that of the client */
};

struct profile_source {
    struct source source;
    const char *name; /* as in the provider */
    struct profile_files *files;
    struct profile_chain chain;
    struct web_identity identity;
    connect_credentials_provider *named; /* of credential_source */
    const char *named_as;
    struct buf skipped_before; /* of the report, while the named source has one of its own */
    size_t roles_left;
};

static const char *base_value(const struct profile_source *self, const char *key)
{
    return profile_filled(self->files, self->chain.base_profile, key);
}

/* The region of STS. */
static const char *service_region(const struct profile_source *self)
{
    return settings_service_region(self->source.context->settings, self->chain.region);
}

/* ---- static credentials ---- */

/* The key that holds a member, for reading it and for messages. */
static const char *key_of(const struct profile_source *self, enum credentials_member member)
{
    ASSERT(member < CREDENTIALS_MEMBERS);
    static const char *const keys[] = {
        [CREDENTIALS_ACCESS_KEY_ID] = "aws_access_key_id",
        [CREDENTIALS_SECRET_ACCESS_KEY] = "aws_secret_access_key",
        [CREDENTIALS_SESSION_TOKEN] = "aws_session_token",
        [CREDENTIALS_ACCOUNT_ID] = "aws_account_id",
    };
    if (member == CREDENTIALS_SESSION_TOKEN && base_value(self, keys[member]) == NULL) {
        return "aws_security_token"; /* the older name */
    }
    return keys[member];
}

static connect_status accept_static(const struct profile_source *self, struct credentials **out,
                                    connect_error **error)
{
    const char *values[CREDENTIALS_MEMBERS];
    connect_credentials from = { .size = sizeof from };
    struct credentials_fault fault;
    for (int i = 0; i < CREDENTIALS_MEMBERS; i++) {
        values[i] = base_value(self, key_of(self, (enum credentials_member)i));
    }
    from.access_key_id = values[CREDENTIALS_ACCESS_KEY_ID];
    from.secret_access_key = values[CREDENTIALS_SECRET_ACCESS_KEY];
    from.session_token = values[CREDENTIALS_SESSION_TOKEN];
    from.account_id = values[CREDENTIALS_ACCOUNT_ID];
    if (credentials_find_fault(&from, &fault)) {
        const char *profile = self->chain.base_profile, *key = key_of(self, fault.member);
        return error_set(error, CONNECT_E_CREDENTIALS, "profile \"%s\": %s (%s) %s", profile, key,
                         profile_origin(self->files, profile, key), fault.problem);
    }
    *out = credentials_new(&from, "profile");
    return *out != NULL ? CONNECT_OK : error_memory(error);
}

static struct task *fetch_static(const struct profile_source *self)
{
    struct credentials *credentials = NULL;
    connect_error *error = NULL;
    (void)accept_static(self, &credentials, &error);
    return source_done(credentials, error);
}

/* ---- other bases ---- */

/* credential_source names a provider, which then must have credentials. */
static struct task *fetch_named(struct profile_source *self,
                                connect_status (*make)(connect_credentials_provider **,
                                                       connect_error **),
                                const char *name)
{
    ASSERT(self->named == NULL && self->named_as == NULL);
    struct source *source = &self->source;
    if (make(&self->named, NULL) != CONNECT_OK) {
        return NULL;
    }
    self->named_as = name;
    self->skipped_before = source->report->skipped;
    source->report->skipped = BUF_INIT(1024);
    return self->named->class->fetch(self->named, source->context, source->report);
}

static struct task *fetch_web_identity(struct profile_source *self)
{
    self->identity =
        (struct web_identity){ .token_file = base_value(self, "web_identity_token_file"),
                               .role_arn = base_value(self, "role_arn"),
                               .session_name = base_value(self, "role_session_name"),
                               .source = "profile web identity" };
    return role_with_web_identity(self->source.context, self->source.report, &self->identity,
                                  service_region(self));
}

static struct task *fetch_base(struct profile_source *self)
{
    ASSERT(self->chain.base != BASE_NONE);
    const struct provider_context *context = self->source.context;
    struct fetch_report *report = self->source.report;
    switch (self->chain.base) {
    case BASE_NONE:
    case BASE_STATIC:
        break;
    case BASE_ENVIRONMENT:
        return fetch_named(self, connect_credentials_environment, "Environment");
    case BASE_METADATA:
        return fetch_named(self, provider_imds_new, "Ec2InstanceMetadata");
    case BASE_CONTAINER:
        return fetch_named(self, provider_container_new, "EcsContainer");
    case BASE_WEB_IDENTITY:
        return fetch_web_identity(self);
    case BASE_SSO:
        return sso_fetch(context, report, self->files, self->chain.base_profile);
    case BASE_LOGIN:
        return login_fetch(context, report, base_value(self, "login_session"), self->chain.region);
    case BASE_PROCESS:
        return process_fetch(context, report, base_value(self, "credential_process"),
                             base_value(self, "aws_account_id"));
    }
    return fetch_static(self);
}

/* Restores the report.  When the named source is not configured, its reason is the error. */
static connect_status end_named(struct profile_source *self, const struct credentials *credentials,
                                connect_error **error)
{
    struct buf *skipped = &self->source.report->skipped;
    connect_status status = CONNECT_OK;
    if (self->named_as == NULL) {
        return CONNECT_OK;
    }
    if (credentials == NULL) {
        status = error_set(error, CONNECT_E_CREDENTIALS,
                           "profile \"%s\": credential_source %s has no credentials: %s",
                           self->chain.base_profile, self->named_as, buf_text(skipped));
    }
    buf_free(skipped);
    *skipped = self->skipped_before;
    self->named_as = NULL;
    return status;
}

/* ---- the machine ---- */

/* A profile without credentials is skipped; a named profile that does not exist is an error. */
static connect_status skip_profile(struct profile_source *self, const char *profile,
                                   connect_error **error)
{
    const struct settings *settings = self->source.context->settings;
    struct buf missing = BUF_INIT(ERROR_MESSAGE_MAX);
    connect_status status = CONNECT_OK;
    settings_describe_missing_files(settings, self->files, &missing);
    bool is_named =
        self->name != NULL || settings->values[SETTING_PROFILE_NAME].source != SETTING_DEFAULT;
    if (!profile_exists(self->files, profile) && is_named) {
        status = error_set(error, CONNECT_E_CREDENTIALS,
                           "profile \"%s\" is not in the config and credentials files%s", profile,
                           buf_text(&missing));
    } else {
        source_skip(&self->source, "profile", "\"%s\" has no credentials%s", profile,
                    buf_text(&missing));
    }
    buf_free(&missing);
    return status;
}

static void profile_start(struct profile_source *self)
{
    ASSERT(self->files == NULL);
    const struct provider_context *context = self->source.context;
    const char *profile =
        self->name != NULL ? self->name : context->settings->values[SETTING_PROFILE_NAME].text;
    connect_error *error = NULL;
    /* Read at each fetch: the files may have changed since the last one. */
    connect_status status =
        settings_read_files(context->settings, context->logger, &self->files, &error);
    if (status == CONNECT_OK) {
        status = profile_chain_resolve(self->files, profile, &self->chain, &error);
    }
    if (status == CONNECT_OK && self->chain.base != BASE_NONE) {
        self->roles_left = self->chain.roles_count;
        source_run(&self->source, fetch_base(self));
        return;
    }
    if (status == CONNECT_OK) {
        status = skip_profile(self, profile, &error);
    }
    source_end(&self->source, status, NULL, error);
}

/*
 * Rule: roles are assumed from the innermost outwards.  Source: AWS SDKs and Tools Reference Guide,
 * Assume role credential provider.  Test: chained_roles_are_assumed_from_the_innermost.
 */
static void profile_continue(struct profile_source *self)
{
    ASSERT(self->roles_left <= self->chain.roles_count);
    struct source *source = &self->source;
    struct credentials *credentials;
    connect_error *error = NULL;
    if (!source_collect(source, &credentials)) {
        return;
    }
    if (end_named(self, credentials, &error) != CONNECT_OK) {
        source_fail(source, error);
    } else if (self->roles_left > 0) {
        const struct profile_role *role = &self->chain.roles[--self->roles_left];
        source_run(source, role_assume(source->context, source->report, role, service_region(self),
                                       credentials));
        credentials_unref(credentials);
    } else {
        source_succeed(source, credentials);
    }
}

static void profile_resume(struct task *task)
{
    struct profile_source *self = (struct profile_source *)task;
    if (task->child == NULL) {
        profile_start(self);
    } else {
        profile_continue(self);
    }
}

static void profile_clear(struct source *source)
{
    struct profile_source *self = (struct profile_source *)source;
    if (self->named_as != NULL) {
        (void)end_named(self, NULL, NULL);
    }
    connect_credentials_provider_free(self->named);
    profile_files_free(self->files);
}

static const struct task_class profile_task = { .name = "profile",
                                                .resume = profile_resume,
                                                .release = source_release };

static struct task *profile_fetch(connect_credentials_provider *provider,
                                  const struct provider_context *context,
                                  struct fetch_report *report)
{
    struct profile_source *self = source_new(&profile_task, sizeof *self, context, report);
    if (self == NULL) {
        return NULL;
    }
    self->name = ((const struct profile_provider *)provider)->name;
    self->source.clear = profile_clear;
    return &self->source.task;
}

static void profile_release(connect_credentials_provider *provider)
{
    arena_release(&((struct profile_provider *)provider)->arena);
}

static const struct provider_class profile_class = { .name = "profile",
                                                     .fetch = profile_fetch,
                                                     .release = profile_release };

connect_status connect_credentials_profile(const char *profile, connect_credentials_provider **out,
                                           connect_error **error)
{
    static const char function[] = "connect_credentials_profile";
    if (error != NULL) {
        *error = NULL;
    }
    if (out == NULL) {
        return error_set(error, CONNECT_E_ARGUMENT, "%s: out is NULL", function);
    }
    *out = NULL;
    struct profile_provider *provider = provider_new(&profile_class, sizeof *provider);
    if (provider == NULL) {
        return error_memory(error);
    }
    provider->name = profile;
    connect_status status =
        provider_copy_option(&provider->arena, function, "profile", &provider->name, error);
    if (status != CONNECT_OK) {
        connect_credentials_provider_free(&provider->head);
        return status;
    }
    *out = &provider->head;
    return CONNECT_OK;
}

connect_status provider_profile_new(connect_credentials_provider **out, connect_error **error)
{
    return connect_credentials_profile(NULL, out, error);
}
