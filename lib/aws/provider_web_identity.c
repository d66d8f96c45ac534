/*
 * Web identity: a role for the token of an identity provider, named by the variables that EKS sets
 * or by the application.
 * (AWS SDKs and Tools Reference Guide, "Assume role credential provider"; botocore credentials.py,
 * AssumeRoleWithWebIdentityProvider)
 */
#include "aws/provider_option.h"
#include "aws/provider_role.h"
#include "core/error.h"
#include "core/sized.h"

/* ---- the variables ---- */

struct variables_source {
    struct source source;
    struct web_identity identity;
};

/*
 * Rule: AWS_WEB_IDENTITY_TOKEN_FILE needs AWS_ROLE_ARN.  Source: botocore,
 * AssumeRoleWithWebIdentityProvider.  Test: a_broken_source_never_falls_through_to_another.
 */
static void variables_resume(struct task *task)
{
    struct variables_source *self = (struct variables_source *)task;
    struct source *source = &self->source;
    const struct settings *settings = source->context->settings;
    struct web_identity *identity = &self->identity;
    struct credentials *credentials;
    connect_error *error = NULL;
    if (task->child != NULL) {
        if (source_collect(source, &credentials)) {
            source_succeed(source, credentials);
        }
    } else if (!settings_env_line(settings, &source->arena, "AWS_WEB_IDENTITY_TOKEN_FILE",
                                  &identity->token_file) ||
               !settings_env_line(settings, &source->arena, "AWS_ROLE_ARN", &identity->role_arn) ||
               !settings_env_line(settings, &source->arena, "AWS_ROLE_SESSION_NAME",
                                  &identity->session_name)) {
        source_fail_memory(source);
    } else if (identity->token_file == NULL) {
        source_skip(source, "web identity", "AWS_WEB_IDENTITY_TOKEN_FILE is not set");
        source_succeed(source, NULL);
    } else if (identity->role_arn == NULL) {
        (void)error_set(&error, CONNECT_E_CREDENTIALS,
                        "AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not");
        source_fail(source, error);
    } else {
        identity->source = "web identity";
        source_run(source, role_with_web_identity(source->context, source->report, identity,
                                                  settings_service_region(settings, NULL)));
    }
}

static const struct task_class variables_task = { .name = "web identity",
                                                  .resume = variables_resume,
                                                  .release = source_release };

static struct task *variables_fetch(connect_credentials_provider *provider,
                                    const struct provider_context *context,
                                    struct fetch_report *report)
{
    (void)provider;
    return source_new(&variables_task, sizeof(struct variables_source), context, report);
}

static const struct provider_class variables_class = { .name = "web identity",
                                                       .fetch = variables_fetch };

connect_status provider_web_identity_new(connect_credentials_provider **out, connect_error **error)
{
    *out = provider_new(&variables_class, sizeof **out);
    return *out == NULL ? error_memory(error) : CONNECT_OK;
}

/* ---- the options of the application ---- */

struct identity_provider {
    connect_credentials_provider head;
    struct arena arena; /* of the strings */
    struct web_identity identity;
    const char *region; /* or NULL */
};

static struct task *identity_fetch(connect_credentials_provider *head,
                                   const struct provider_context *context,
                                   struct fetch_report *report)
{
    const struct identity_provider *provider = (const struct identity_provider *)head;
    const char *region = provider->region != NULL
                             ? provider->region
                             : settings_service_region(context->settings, NULL);
    return role_with_web_identity(context, report, &provider->identity, region);
}

static void identity_release(connect_credentials_provider *head)
{
    arena_release(&((struct identity_provider *)head)->arena);
}

static const struct provider_class identity_class = { .name = "web identity",
                                                      .fetch = identity_fetch,
                                                      .release = identity_release };

static connect_status identity_fill(struct identity_provider *provider,
                                    connect_web_identity_options *options, connect_error **error)
{
    static const char function[] = "connect_credentials_web_identity";
    struct arena *arena = &provider->arena;
    connect_status status = provider_copy_role(arena, function, &options->role_arn,
                                               &options->session_name, &options->region, error);
    if (status == CONNECT_OK) {
        status = provider_copy_option(arena, function, "token_file", &options->token_file, error);
    }
    if (status == CONNECT_OK) {
        status = provider_check_duration(function, options->duration_seconds, error);
    }
    if (status == CONNECT_OK && options->token_file == NULL) {
        status = error_set(error, CONNECT_E_ARGUMENT, "%s: token_file is missing", function);
    }
    provider->identity = (struct web_identity){
        .token_file = options->token_file,
        .role_arn = options->role_arn,
        .session_name = options->session_name,
        .duration_seconds = options->duration_seconds.is_set ? options->duration_seconds.value : 0,
        .source = identity_class.name,
    };
    provider->region = options->region;
    return status;
}

connect_status connect_credentials_web_identity(const connect_web_identity_options *options,
                                                connect_credentials_provider **out,
                                                connect_error **error)
{
    if (error != NULL) {
        *error = NULL;
    }
    if (out == NULL) {
        return error_set(error, CONNECT_E_ARGUMENT,
                         "connect_credentials_web_identity: out is NULL");
    }
    *out = NULL;
    connect_web_identity_options known;
    connect_status status =
        sized_copy(&known, sizeof known, options, "connect_web_identity_options", error);
    if (status != CONNECT_OK) {
        return status;
    }
    struct identity_provider *provider = provider_new(&identity_class, sizeof *provider);
    if (provider == NULL) {
        return error_memory(error);
    }
    status = identity_fill(provider, &known, error);
    if (status != CONNECT_OK) {
        connect_credentials_provider_free(&provider->head);
        return status;
    }
    *out = &provider->head;
    return CONNECT_OK;
}
