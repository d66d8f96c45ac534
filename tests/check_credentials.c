/* Keys: the sources that need no network, and the cache around any source. */
#include "aws/credentials.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/text.h"
#include "support/memory.h"
#include "support/patience.h"
#include "support/suite.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ENTRIES(array) (sizeof(array) / sizeof(array)[0])

/* ---- the world around a provider: time that stands still, chance that is known, an environment of
 * lines ---- */

static int64_t wall_ms = 1800000000000, steady_ms = 5000;

static int64_t fake_now(void *user)
{
    (void)user;
    return wall_ms;
}

static int64_t fake_monotonic(void *user)
{
    (void)user;
    return steady_ms;
}

static bool fake_wait(void *user, int64_t ms, const connect_cancel *cancel)
{
    (void)user;
    (void)ms;
    (void)cancel;
    return true;
}

static bool fake_fill(void *user, void *bytes, size_t count)
{
    memset(bytes, *(int *)user, count);
    return true;
}

static int chance = 0x80; /* about one half */
static const connect_clock fake_clock = { sizeof fake_clock, NULL, fake_now, fake_monotonic,
                                          fake_wait };
static const connect_random fake_random = { sizeof fake_random, &chance, fake_fill };
static const struct logger quiet = { CONNECT_LOG_OFF, NULL, NULL };

static const char *look_up(void *user, const char *name)
{
    size_t size = strlen(name);
    for (const char *const *line = user; line != NULL && *line != NULL; line++) {
        if (strncmp(*line, name, size) == 0 && (*line)[size] == '=') {
            return *line + size + 1;
        }
    }
    return NULL;
}

static struct settings settings;

static struct provider_context context_with(const char *const *lines)
{
    settings = (struct settings){ .env = look_up, .env_user = (void *)(uintptr_t)lines };
    return (struct provider_context){ .settings = &settings,
                                      .clock = &fake_clock,
                                      .random = &fake_random,
                                      .logger = &quiet,
                                      .deadline = DEADLINE_NONE };
}

static connect_status get_once(connect_credentials_provider *provider, const char *const *lines,
                               struct credentials **out, connect_error **error)
{
    struct provider_context context = context_with(lines);
    struct credentials_cache *cache = credentials_cache_new(provider);
    connect_status status = credentials_cache_get(cache, &context, out, error);
    credentials_cache_free(cache);
    return status;
}

#define LINES(...) ((const char *const[]){ __VA_ARGS__, NULL })

/* ---- static ---- */

START_TEST(static_keys_are_copied)
{
    char id[] = "AKIA1", secret[] = "secret", token[] = "token", account[] = "123456789012";
    connect_credentials keys = { sizeof keys, id,      secret,
                                 token,       account, CONNECT_SET(INT64_C(1900000000000)) };
    connect_credentials_provider *provider;
    ck_assert_int_eq(connect_credentials_static(&keys, &provider, NULL), CONNECT_OK);
    memset(id, 'x', 5);
    memset(secret, 'x', 6);
    memset(token, 'x', 5);
    struct credentials *got;
    ck_assert_int_eq(get_once(provider, NULL, &got, NULL), CONNECT_OK);
    connect_credentials_provider_free(provider);
    ck_assert_str_eq(got->access_key_id, "AKIA1");
    ck_assert_str_eq(got->secret_access_key, "secret");
    ck_assert_str_eq(got->session_token, "token");
    ck_assert_str_eq(got->account_id, "123456789012");
    ck_assert_int_eq(got->expiration, INT64_C(1900000000000));
    ck_assert_str_eq(got->source, "static keys");
    credentials_unref(got);
}
END_TEST

static char long_text[16 * 1024 + 2];

static const struct {
    connect_credentials keys;
    const char *what;
} bad_keys[] = {
    { { .access_key_id = NULL, .secret_access_key = "s" }, "access key id is missing" },
    { { .access_key_id = "", .secret_access_key = "s" }, "access key id is missing" },
    { { .access_key_id = "a", .secret_access_key = NULL }, "secret access key is missing" },
    { { .access_key_id = "a", .secret_access_key = "" }, "secret access key is missing" },
    { { .access_key_id = "a\n", .secret_access_key = "s" },
      "access key id contains a control character" },
    { { .access_key_id = "a b", .secret_access_key = "s" }, "access key id contains a space" },
    { { .access_key_id = "a/b", .secret_access_key = "s" }, "access key id contains a space" },
    { { .access_key_id = "a", .secret_access_key = "planted\r" },
      "secret access key contains a control character" },
    { { .access_key_id = "a", .secret_access_key = "s", .session_token = "planted\n" },
      "session token contains a control" },
    { { .access_key_id = "a", .secret_access_key = "s", .account_id = "1\n" },
      "account id contains a control" },
    { { .access_key_id = "a", .secret_access_key = "s", .session_token = long_text },
      "session token is too long" },
};

START_TEST(keys_that_no_header_can_carry_are_refused)
{
    memset(long_text, 'x', sizeof long_text - 1);
    connect_credentials keys = bad_keys[_i].keys;
    keys.size = sizeof keys;
    connect_credentials_provider *provider;
    connect_error *error = NULL;
    ck_assert_int_eq(connect_credentials_static(&keys, &provider, &error), CONNECT_E_ARGUMENT);
    ck_assert_ptr_null(provider);
    ck_assert_msg(strstr(connect_error_message(error), bad_keys[_i].what) != NULL, "%s",
                  connect_error_message(error));
    ck_assert_ptr_null(strstr(connect_error_message(error), "planted"));
    connect_error_free(error);
}
END_TEST

START_TEST(the_size_rule_holds_for_keys)
{
    connect_credentials keys = {
        .size = 0, .access_key_id = "a", .secret_access_key = "s", .session_token = "t"
    };
    connect_credentials_provider *provider;
    ck_assert_int_eq(connect_credentials_static(&keys, &provider, NULL), CONNECT_E_ARGUMENT);
    ck_assert_int_eq(connect_credentials_static(NULL, &provider, NULL), CONNECT_E_ARGUMENT);
    struct {
        connect_credentials keys;
        char tail[8];
    } newer = { keys, "x" };
    newer.keys.size = sizeof newer;
    ck_assert_int_eq(connect_credentials_static(&newer.keys, &provider, NULL), CONNECT_E_VERSION);
    keys.size = offsetof(connect_credentials, session_token);
    ck_assert_int_eq(connect_credentials_static(&keys, &provider, NULL), CONNECT_OK);
    struct credentials *got;
    ck_assert_int_eq(get_once(provider, NULL, &got, NULL), CONNECT_OK);
    ck_assert_ptr_null(got->session_token);
    credentials_unref(got);
    connect_credentials_provider_free(provider);
}
END_TEST

START_TEST(a_missing_out_is_an_argument_error)
{
    connect_credentials keys = { .size = sizeof keys,
                                 .access_key_id = "a",
                                 .secret_access_key = "s" };
    ck_assert_int_eq(connect_credentials_static(&keys, NULL, NULL), CONNECT_E_ARGUMENT);
    ck_assert_int_eq(connect_credentials_environment(NULL, NULL), CONNECT_E_ARGUMENT);
    ck_assert_int_eq(connect_credentials_anonymous(NULL, NULL), CONNECT_E_ARGUMENT);
    connect_credentials_provider *provider;
    ck_assert_int_eq(connect_credentials_custom(NULL, NULL, NULL, &provider, NULL),
                     CONNECT_E_ARGUMENT);
    connect_credentials_provider_free(NULL);
}
END_TEST

/* ---- environment ---- */

START_TEST(the_environment_gives_keys)
{
    connect_credentials_provider *provider;
    struct credentials *got;
    ck_assert_int_eq(connect_credentials_environment(&provider, NULL), CONNECT_OK);
    ck_assert_int_eq(
        get_once(provider,
                 LINES("AWS_ACCESS_KEY_ID=a", "AWS_SECRET_ACCESS_KEY=s", "AWS_SESSION_TOKEN=t",
                       "AWS_SECURITY_TOKEN=old", "AWS_ACCOUNT_ID=1"),
                 &got, NULL),
        CONNECT_OK);
    ck_assert_str_eq(got->access_key_id, "a");
    ck_assert_str_eq(got->secret_access_key, "s");
    ck_assert_str_eq(got->session_token, "t");
    ck_assert_str_eq(got->account_id, "1");
    ck_assert_int_eq(got->expiration, INT64_MAX);
    ck_assert_str_eq(got->source, "environment");
    credentials_unref(got);
    ck_assert_int_eq(get_once(provider,
                              LINES("AWS_ACCESS_KEY_ID=a", "AWS_SECRET_ACCESS_KEY=s",
                                    "AWS_SESSION_TOKEN=", "AWS_SECURITY_TOKEN=old",
                                    "AWS_CREDENTIAL_EXPIRATION=2030-01-01T00:00:00Z"),
                              &got, NULL),
                     CONNECT_OK);
    ck_assert_str_eq(got->session_token, "old");
    ck_assert_ptr_null(got->account_id);
    ck_assert_int_eq(got->expiration, INT64_C(1893456000000));
    credentials_unref(got);
    connect_credentials_provider_free(provider);
}
END_TEST

static const struct {
    const char *const lines[5];
    const char *what;
} bad_environments[] = {
    { { NULL }, "environment: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set" },
    { { "AWS_ACCESS_KEY_ID=", "AWS_SECRET_ACCESS_KEY= \t" }, "are not set" },
    { { "AWS_ACCESS_KEY_ID=a" }, "AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not" },
    { { "AWS_SECRET_ACCESS_KEY=planted" },
      "AWS_SECRET_ACCESS_KEY is set, but AWS_ACCESS_KEY_ID is not" },
    { { "AWS_ACCESS_KEY_ID=a", "AWS_SECRET_ACCESS_KEY= " }, "but AWS_SECRET_ACCESS_KEY is not" },
    { { "AWS_ACCESS_KEY_ID=a", "AWS_SECRET_ACCESS_KEY=planted\n" },
      "AWS_SECRET_ACCESS_KEY contains a control character" },
    { { "AWS_ACCESS_KEY_ID=a", "AWS_SECRET_ACCESS_KEY=planted", "AWS_CREDENTIAL_EXPIRATION=soon" },
      "AWS_CREDENTIAL_EXPIRATION is not an ISO 8601 time" },
    { { "AWS_ACCESS_KEY_ID=a", "AWS_SECRET_ACCESS_KEY=planted",
        "AWS_CREDENTIAL_EXPIRATION=2001-01-01T00:00:00Z" },
      "the credentials expired at 2001-01-01T00:00:00Z, and it is 2027-01-15T08:00:00Z" },
    { { "AWS_ACCESS_KEY_ID=a", "AWS_SECRET_ACCESS_KEY=planted", "AWS_SECURITY_TOKEN=planted " },
      "AWS_SECURITY_TOKEN ends with a space" },
};

START_TEST(what_is_wrong_in_the_environment_is_named)
{
    connect_credentials_provider *provider;
    struct credentials *got;
    connect_error *error = NULL;
    ck_assert_int_eq(connect_credentials_environment(&provider, NULL), CONNECT_OK);
    ck_assert_int_eq(get_once(provider, bad_environments[_i].lines, &got, &error),
                     CONNECT_E_CREDENTIALS);
    ck_assert_ptr_null(got);
    ck_assert_msg(strstr(connect_error_message(error), bad_environments[_i].what) != NULL, "%s",
                  connect_error_message(error));
    ck_assert_ptr_null(strstr(connect_error_message(error), "planted"));
    connect_error_free(error);
    connect_credentials_provider_free(provider);
}
END_TEST

/* ---- anonymous, custom ---- */

START_TEST(anonymous_has_no_keys_and_no_error)
{
    connect_credentials_provider *provider;
    struct credentials *got;
    ck_assert_int_eq(connect_credentials_anonymous(&provider, NULL), CONNECT_OK);
    ck_assert_int_eq(
        get_once(provider, LINES("AWS_ACCESS_KEY_ID=a", "AWS_SECRET_ACCESS_KEY=s"), &got, NULL),
        CONNECT_OK);
    ck_assert_ptr_null(got);
    connect_credentials_provider_free(provider);
}
END_TEST

enum manner {
    DELIVER,
    DELIVER_TWICE,
    DELIVER_NONSENSE,
    REFUSE,
    REFUSE_THEN_DELIVER,
    DELIVER_THEN_FAIL,
    SAY_NOTHING,
    FAIL_SILENTLY
};

struct custom {
    enum manner manner;
    int calls, releases;
};

static connect_status custom_fetch(void *user, connect_credentials_sink *sink)
{
    struct custom *custom = user;
    connect_credentials keys = { .size = sizeof keys,
                                 .access_key_id = "mine",
                                 .secret_access_key = "s" };
    custom->calls++;
    switch (custom->manner) {
    case DELIVER:
        return connect_credentials_deliver(sink, &keys);
    case DELIVER_TWICE:
        connect_credentials_deliver(sink, &keys);
        keys.access_key_id = "second";
        return connect_credentials_deliver(sink, &keys);
    case DELIVER_NONSENSE:
        keys.secret_access_key = NULL;
        connect_credentials_deliver(sink, &keys);
        return CONNECT_OK;
    case REFUSE:
        return connect_credentials_refuse(sink, "the vault is sealed");
    case REFUSE_THEN_DELIVER:
        connect_credentials_refuse(sink, "not yet");
        return connect_credentials_deliver(sink, &keys);
    case DELIVER_THEN_FAIL:
        connect_credentials_deliver(sink, &keys);
        return CONNECT_E_TRANSPORT;
    case SAY_NOTHING:
        return CONNECT_OK;
    case FAIL_SILENTLY:
        return CONNECT_E_TIMEOUT;
    }
    return CONNECT_OK;
}

static void custom_release(void *user)
{
    ((struct custom *)user)->releases++;
}

START_TEST(a_custom_source_is_taken_by_what_it_says)
{
    static const struct {
        connect_status status;
        const char *text; /* key id, or part of the message */
    } expected[] = {
        [DELIVER] = { CONNECT_OK, "mine" },
        [DELIVER_TWICE] = { CONNECT_OK, "second" },
        [DELIVER_NONSENSE] = { CONNECT_E_ARGUMENT, "secret access key is missing" },
        [REFUSE] = { CONNECT_E_CREDENTIALS, "the vault is sealed" },
        [REFUSE_THEN_DELIVER] = { CONNECT_OK, "mine" },
        [DELIVER_THEN_FAIL] = { CONNECT_E_CREDENTIALS, "CONNECT_E_TRANSPORT" },
        [SAY_NOTHING] = { CONNECT_E_CREDENTIALS, "without delivering" },
        [FAIL_SILENTLY] = { CONNECT_E_TIMEOUT, "CONNECT_E_TIMEOUT" },
    };
    struct custom custom = { .manner = (enum manner)_i };
    connect_credentials_provider *provider;
    ck_assert_int_eq(
        connect_credentials_custom(custom_fetch, &custom, custom_release, &provider, NULL),
        CONNECT_OK);
    struct credentials *got;
    connect_error *error = NULL;
    ck_assert_int_eq(get_once(provider, NULL, &got, &error), expected[_i].status);
    if (got != NULL) {
        ck_assert_str_eq(got->access_key_id, expected[_i].text);
    } else {
        ck_assert_msg(strstr(connect_error_message(error), expected[_i].text) != NULL, "%s",
                      connect_error_message(error));
    }
    credentials_unref(got);
    connect_error_free(error);
    ck_assert_int_eq(custom.calls, 1);
    ck_assert_int_eq(custom.releases, 0);
    connect_credentials_provider_free(provider);
    ck_assert_int_eq(custom.releases, 1);
}
END_TEST

START_TEST(the_chain_begins_with_the_environment)
{
    connect_credentials_provider *provider;
    struct credentials *got;
    ck_assert_int_eq(provider_default_chain(&provider, NULL), CONNECT_OK);
    ck_assert_int_eq(
        get_once(provider, LINES("AWS_ACCESS_KEY_ID=a", "AWS_SECRET_ACCESS_KEY=s"), &got, NULL),
        CONNECT_OK);
    ck_assert_str_eq(got->source, "environment");
    credentials_unref(got);
    /* A source that is configured but broken ends the search. */
    connect_error *error = NULL;
    ck_assert_int_eq(get_once(provider, LINES("AWS_ACCESS_KEY_ID=a"), &got, &error),
                     CONNECT_E_CREDENTIALS);
    ck_assert_ptr_nonnull(strstr(connect_error_message(error), "AWS_SECRET_ACCESS_KEY is not"));
    connect_error_free(error);
    connect_credentials_provider_free(provider);
}
END_TEST

/* ---- the cache, around a source that answers as it is told ---- */

enum answer { NO_ASK, FRESH, STALE, FAIL, FINAL, MISCONFIGURED, NOTHING };

struct script {
    connect_credentials_provider head;
    atomic_int asked;
    enum answer answer;
    int64_t lifetime_s;
    pthread_mutex_t lock; /* held by a test: the source takes its time */
    bool blocks;
    bool obeys_cancel;
};

static connect_status script_fetch(connect_credentials_provider *provider,
                                   struct provider_context *context, struct credentials **out,
                                   struct buf *skipped, connect_error **error)
{
    struct script *script = (struct script *)provider;
    int number = atomic_fetch_add(&script->asked, 1) + 1;
    *out = NULL;
    if (script->blocks) {
        pthread_mutex_lock(&script->lock);
        pthread_mutex_unlock(&script->lock);
    }
    if (script->obeys_cancel && connect_cancel_is_fired(context->cancel)) {
        return error_set(error, CONNECT_E_CANCELLED, "cancelled");
    }
    char id[20];
    snprintf(id, sizeof id, "KEY%d", number);
    connect_credentials keys = { .size = sizeof keys,
                                 .access_key_id = id,
                                 .secret_access_key = "planted" };
    switch (script->answer) {
    case NO_ASK:
        ck_abort_msg("the source was asked");
    case FRESH:
        keys.expiration = (connect_opt_time)CONNECT_SET(wall_ms + script->lifetime_s * 1000);
        break;
    case STALE:
        keys.expiration = (connect_opt_time)CONNECT_SET(wall_ms);
        break;
    case FAIL:
        return error_set(error, CONNECT_E_TRANSPORT, "no way there");
    case FINAL:
        context->is_final = true;
        return error_set(error, CONNECT_E_CREDENTIALS, "log in again");
    case MISCONFIGURED:
        return error_set(error, CONNECT_E_CONFIGURATION, "bad profile");
    case NOTHING:
        provider_skip(skipped, "script", "has %s", "nothing");
        return CONNECT_OK;
    }
    *out = credentials_new(&keys, "script");
    return *out != NULL ? CONNECT_OK : error_memory(error);
}

static const struct provider_class script_class = { .name = "script", .fetch = script_fetch };
static const struct provider_class user_script_class = { .name = "script",
                                                         .fetch = script_fetch,
                                                         .is_user_code = true };

static struct script *script_new(const struct provider_class *class)
{
    struct script *script = provider_new(class, sizeof *script);
    pthread_mutex_init(&script->lock, NULL);
    script->answer = FRESH;
    script->lifetime_s = 21600;
    return script;
}

static void advance(int64_t seconds)
{
    wall_ms += seconds * 1000;
    steady_ms += seconds * 1000;
}

enum deed { GET, ADVANCE, REJECT };

/*
 * One step: what is done, what the source would answer, and which keys or which failure the caller
 * gets.
 */
struct step {
    enum deed deed;
    enum answer answer;
    int64_t seconds; /* to advance, or the lifetime of fresh keys */
    const char *key; /* expected key id, NULL for a failure */
    connect_status status;
};

#define FIRST_6H                              \
    {                                         \
        GET, FRESH, 21600, "KEY1", CONNECT_OK \
    }
#define AFTER(s)                               \
    {                                          \
        ADVANCE, NO_ASK, (s), NULL, CONNECT_OK \
    }
#define SAME(k)                         \
    {                                   \
        GET, NO_ASK, 0, (k), CONNECT_OK \
    }

static const struct {
    const char *name;
    bool is_user_code;
    int chance;
    struct step steps[12];
} stories[] = {
    { "valid keys are served without asking",
      false,
      0,
      { FIRST_6H, SAME("KEY1"), AFTER(17999), SAME("KEY1") } },
    { "inside the last hour of six the caller refreshes",
      false,
      0,
      { FIRST_6H, AFTER(18000), { GET, FRESH, 21600, "KEY2", CONNECT_OK }, SAME("KEY2") } },
    { "ten minutes of life: asked again in the last five",
      false,
      0,
      { { GET, FRESH, 600, "KEY1", CONNECT_OK },
        AFTER(299),
        SAME("KEY1"),
        AFTER(1),
        { GET, FRESH, 600, "KEY2", CONNECT_OK } } },
    { "twenty and a half minutes: in the last fifteen, but not sooner than half of it",
      false,
      0,
      { { GET, FRESH, 1230, "KEY1", CONNECT_OK },
        AFTER(614),
        SAME("KEY1"),
        AFTER(1),
        { GET, FRESH, 600, "KEY2", CONNECT_OK } } },
    { "an hour: in the last fifteen minutes",
      false,
      0,
      { { GET, FRESH, 3600, "KEY1", CONNECT_OK },
        AFTER(2699),
        SAME("KEY1"),
        AFTER(1),
        { GET, FRESH, 600, "KEY2", CONNECT_OK } } },
    { "ninety minutes: in the last sixty, but not sooner than half of it",
      false,
      0,
      { { GET, FRESH, 5400, "KEY1", CONNECT_OK },
        AFTER(2699),
        SAME("KEY1"),
        AFTER(1),
        { GET, FRESH, 600, "KEY2", CONNECT_OK } } },
    { "the window follows the life seen last",
      false,
      0,
      { FIRST_6H,
        AFTER(18060),
        { GET, FRESH, 600, "KEY2", CONNECT_OK },
        AFTER(299),
        SAME("KEY2"),
        AFTER(1),
        { GET, FRESH, 600, "KEY3", CONNECT_OK } } },
    { "short-lived keys are not fetched for every call",
      false,
      0,
      { { GET, FRESH, 100, "KEY1", CONNECT_OK },
        SAME("KEY1"),
        AFTER(49),
        SAME("KEY1"),
        AFTER(1),
        { GET, FRESH, 100, "KEY2", CONNECT_OK } } },
    { "a failed refresh leaves the keys of before",
      false,
      0,
      { FIRST_6H, AFTER(18000), { GET, FAIL, 0, "KEY1", CONNECT_OK }, SAME("KEY1") } },
    { "so does an answer that has expired already",
      false,
      0,
      { FIRST_6H, AFTER(18000), { GET, STALE, 0, "KEY1", CONNECT_OK }, SAME("KEY1") } },
    { "and a source that has nothing any more",
      false,
      0,
      { FIRST_6H, AFTER(18000), { GET, NOTHING, 0, "KEY1", CONNECT_OK }, SAME("KEY1") } },
    { "also in the last minute",
      false,
      0,
      { FIRST_6H, AFTER(21550), { GET, FAIL, 0, "KEY1", CONNECT_OK }, SAME("KEY1") } },
    { "and when they have expired",
      false,
      0,
      { FIRST_6H,
        AFTER(30000),
        { GET, FAIL, 0, "KEY1", CONNECT_OK },
        AFTER(299),
        SAME("KEY1"),
        AFTER(1),
        { GET, FRESH, 600, "KEY3", CONNECT_OK } } },
    { "the pause after a failure is random, ten minutes at most",
      false,
      0xff,
      { FIRST_6H,
        AFTER(30000),
        { GET, FAIL, 0, "KEY1", CONNECT_OK },
        AFTER(599),
        SAME("KEY1"),
        AFTER(1),
        { GET, FRESH, 600, "KEY3", CONNECT_OK } } },
    { "each failure begins a pause of its own",
      false,
      0,
      { FIRST_6H,
        AFTER(30000),
        { GET, FAIL, 0, "KEY1", CONNECT_OK },
        AFTER(300),
        { GET, FAIL, 0, "KEY1", CONNECT_OK },
        AFTER(299),
        SAME("KEY1"),
        AFTER(1),
        { GET, FRESH, 600, "KEY4", CONNECT_OK } } },
    { "a first fetch that fails is told, and the next asks again",
      false,
      0,
      { { GET, FAIL, 0, NULL, CONNECT_E_CREDENTIALS },
        { GET, STALE, 0, NULL, CONNECT_E_CREDENTIALS },
        { GET, NOTHING, 0, NULL, CONNECT_E_CREDENTIALS },
        { GET, FRESH, 600, "KEY4", CONNECT_OK } } },
    { "what only a person can mend is told at once, and remembered for a while",
      false,
      0xff,
      { FIRST_6H,
        AFTER(18000),
        { GET, FINAL, 0, NULL, CONNECT_E_CREDENTIALS },
        { GET, NO_ASK, 0, NULL, CONNECT_E_CREDENTIALS },
        AFTER(4),
        { GET, NO_ASK, 0, NULL, CONNECT_E_CREDENTIALS },
        AFTER(1),
        { GET, FRESH, 600, "KEY3", CONNECT_OK } } },
    { "also a first one",
      false,
      0,
      { { GET, FINAL, 0, NULL, CONNECT_E_CREDENTIALS },
        { GET, NO_ASK, 0, NULL, CONNECT_E_CREDENTIALS },
        AFTER(1),
        { GET, FRESH, 600, "KEY2", CONNECT_OK } } },
    { "wrong settings are such a failure",
      false,
      0,
      { FIRST_6H,
        AFTER(18000),
        { GET, MISCONFIGURED, 0, NULL, CONNECT_E_CONFIGURATION },
        { GET, NO_ASK, 0, NULL, CONNECT_E_CONFIGURATION } } },
    { "refused keys are replaced",
      false,
      0,
      { FIRST_6H,
        { REJECT, NO_ASK, 0, NULL, CONNECT_OK },
        { GET, FRESH, 600, "KEY2", CONNECT_OK },
        SAME("KEY2") } },
    { "or kept when there are no others",
      false,
      0,
      { FIRST_6H,
        { REJECT, NO_ASK, 0, NULL, CONNECT_OK },
        { GET, FAIL, 0, "KEY1", CONNECT_OK },
        SAME("KEY1"),
        AFTER(300),
        { GET, FRESH, 600, "KEY3", CONNECT_OK } } },
    { "a refusal does not shorten the pause",
      false,
      0,
      { FIRST_6H,
        AFTER(30000),
        { GET, FAIL, 0, "KEY1", CONNECT_OK },
        AFTER(60),
        { REJECT, NO_ASK, 0, NULL, CONNECT_OK },
        SAME("KEY1"),
        AFTER(240),
        { GET, FRESH, 600, "KEY3", CONNECT_OK } } },
    { "the program's own source is asked ten seconds before expiry",
      true,
      0,
      { FIRST_6H, AFTER(21589), SAME("KEY1"), AFTER(1), { GET, FRESH, 600, "KEY2", CONNECT_OK } } },
    { "its keys go on while they are valid",
      true,
      0,
      { FIRST_6H,
        AFTER(21590),
        { GET, FAIL, 0, "KEY1", CONNECT_OK },
        { GET, FRESH, 600, "KEY3", CONNECT_OK } } },
    { "and not beyond",
      true,
      0,
      { FIRST_6H,
        AFTER(21600),
        { GET, FAIL, 0, NULL, CONNECT_E_CREDENTIALS },
        { GET, FRESH, 600, "KEY3", CONNECT_OK } } },
};

static void tell(const struct step *step, struct script *script, struct credentials_cache *cache,
                 const char *name, size_t number)
{
    struct provider_context context = context_with(NULL);
    static struct credentials *last;
    if (step->deed == ADVANCE) {
        advance(step->seconds);
        return;
    }
    if (step->deed == REJECT) {
        credentials_cache_reject(cache, last);
        return;
    }
    int asked = script->asked;
    script->answer = step->answer;
    script->lifetime_s = step->seconds;
    struct credentials *got;
    connect_error *error = NULL;
    connect_status status = credentials_cache_get(cache, &context, &got, &error);
    ck_assert_msg(status == step->status, "%s: step %zu: status %d", name, number, status);
    ck_assert_msg(script->asked == asked + (step->answer != NO_ASK), "%s: step %zu: asked or not",
                  name, number);
    if (step->key != NULL) {
        ck_assert_msg(strcmp(got->access_key_id, step->key) == 0, "%s: step %zu: %s", name, number,
                      got->access_key_id);
    } else {
        ck_assert_ptr_null(got);
        ck_assert_int_eq(connect_error_code(error), status);
    }
    connect_error_free(error);
    last = got; /* the cache holds it */
    credentials_unref(got);
}

START_TEST(keys_are_renewed_by_the_rules)
{
    struct script *script =
        script_new(stories[_i].is_user_code ? &user_script_class : &script_class);
    struct credentials_cache *cache = credentials_cache_new(&script->head);
    chance = stories[_i].chance;
    for (size_t i = 0; i < ENTRIES(stories[_i].steps); i++) {
        const struct step *step = &stories[_i].steps[i];
        if (step->deed == GET && step->answer == NO_ASK && step->key == NULL &&
            step->status == CONNECT_OK) {
            break;
        }
        tell(step, script, cache, stories[_i].name, i);
    }
    credentials_cache_free(cache);
    connect_credentials_provider_free(&script->head);
}
END_TEST

START_TEST(refusing_keys_that_were_replaced_changes_nothing)
{
    struct script *script = script_new(&script_class);
    struct credentials_cache *cache = credentials_cache_new(&script->head);
    struct provider_context context = context_with(NULL);
    struct credentials *first, *second, *third;
    ck_assert_int_eq(credentials_cache_get(cache, &context, &first, NULL), CONNECT_OK);
    credentials_cache_reject(cache, first);
    ck_assert_int_eq(credentials_cache_get(cache, &context, &second, NULL), CONNECT_OK);
    credentials_cache_reject(cache, first);
    ck_assert_int_eq(credentials_cache_get(cache, &context, &third, NULL), CONNECT_OK);
    ck_assert_ptr_eq(second, third);
    ck_assert_int_eq(script->asked, 2);
    credentials_unref(first);
    credentials_unref(second);
    credentials_unref(third);
    credentials_cache_free(cache);
    connect_credentials_provider_free(&script->head);
}
END_TEST

struct eager {
    struct credentials_cache *cache;
    int lines;
    char line[200];
};

static void log_and_call(void *user, connect_log_level level, const char *line)
{
    struct eager *eager = user;
    ck_assert_int_eq(level, CONNECT_LOG_WARN);
    eager->lines++;
    snprintf(eager->line, sizeof eager->line, "%s", line);
    credentials_cache_reject(eager->cache, NULL); /* hangs when the lock is held */
}

START_TEST(going_on_with_old_keys_is_logged_without_the_lock)
{
    struct script *script = script_new(&script_class);
    struct credentials_cache *cache = credentials_cache_new(&script->head);
    struct eager eager = { .cache = cache };
    struct logger logger = { CONNECT_LOG_WARN, log_and_call, &eager };
    struct provider_context context = context_with(NULL);
    context.logger = &logger;
    struct credentials *got;
    ck_assert_int_eq(credentials_cache_get(cache, &context, &got, NULL), CONNECT_OK);
    credentials_unref(got);
    advance(30000);
    script->answer = FAIL;
    ck_assert_int_eq(credentials_cache_get(cache, &context, &got, NULL), CONNECT_OK);
    credentials_unref(got);
    ck_assert_int_eq(eager.lines, 1);
    ck_assert_ptr_nonnull(strstr(eager.line, "no way there"));
    credentials_cache_free(cache);
    connect_credentials_provider_free(&script->head);
}
END_TEST

/* ---- threads ---- */

static atomic_size_t callers_begun;

struct caller {
    pthread_t thread;
    struct credentials_cache *cache;
    const connect_cancel *cancel;
    int64_t deadline;
    connect_status status;
    char key[20];
    int64_t took_ms;
};

static void *call(void *user)
{
    struct caller *caller = user;
    struct provider_context context = { .settings = &settings,
                                        .clock = &clock_system,
                                        .random = &fake_random,
                                        .logger = &quiet,
                                        .cancel = caller->cancel,
                                        .deadline = caller->deadline };
    connect_clock mixed = fake_clock; /* expiry by the story's clock, waiting by the real one */
    mixed.monotonic = clock_system.monotonic;
    context.clock = &mixed;
    int64_t start = clock_system.monotonic(clock_system.user);
    struct credentials *got;
    connect_error *error = NULL;
    atomic_fetch_add(&callers_begun, 1);
    caller->status = credentials_cache_get(caller->cache, &context, &got, &error);
    caller->took_ms = clock_system.monotonic(clock_system.user) - start;
    if (got != NULL) {
        snprintf(caller->key, sizeof caller->key, "%s", got->access_key_id);
    }
    if (caller->status != connect_error_code(error)) {
        caller->status = CONNECT_E_SERVICE;
    }
    credentials_unref(got);
    connect_error_free(error);
    return NULL;
}

static void start(struct caller *caller, struct credentials_cache *cache)
{
    caller->cache = cache;
    if (caller->deadline == 0) {
        caller->deadline = DEADLINE_NONE;
    }
    ck_assert_int_eq(pthread_create(&caller->thread, NULL, call, caller), 0);
}

static void wait_until_asked(const struct script *script, int times)
{
    for (int i = 0; script->asked < times; i++) {
        ck_assert_int_lt(i, 5000);
        nanosleep(&(struct timespec){ 0, 1000000 }, NULL);
    }
}

static void sleep_ms(long ms)
{
    nanosleep(&(struct timespec){ ms / 1000, ms % 1000 * 1000000 }, NULL);
}

#define THREADS 64

/* What the source answers decides; it is asked once in any case. */
START_TEST(many_threads_cause_one_refresh)
{
    static const struct {
        const struct provider_class *class;
        int64_t age_s; /* of old keys; 0: there are none */
        enum answer answer;
        connect_status status;
        const char *key;
    } cases[] = {
        { &script_class, 0, FRESH, CONNECT_OK, "KEY1" },
        { &script_class, 0, FAIL, CONNECT_E_CREDENTIALS, "" },
        { &script_class, 30000, FRESH, CONNECT_OK, "KEY2" },
        { &script_class, 30000, FAIL, CONNECT_OK, "KEY1" },
        { &user_script_class, 21595, FAIL, CONNECT_OK, "KEY1" },
    };
    struct script *script = script_new(cases[_i].class);
    struct credentials_cache *cache = credentials_cache_new(&script->head);
    if (cases[_i].age_s > 0) {
        struct caller first = { 0 };
        start(&first, cache);
        pthread_join(first.thread, NULL);
        advance(cases[_i].age_s);
    }
    int asked = script->asked;
    callers_begun = 0;
    script->answer = cases[_i].answer;
    script->blocks = true;
    pthread_mutex_lock(&script->lock);
    static struct caller callers[THREADS];
    memset(callers, 0, sizeof callers);
    for (size_t i = 0; i < THREADS; i++) {
        start(&callers[i], cache);
    }
    wait_until_asked(script, asked + 1);
    /* One that came after a first fetch had failed would ask again, and may. */
    while (callers_begun < THREADS) {
        sleep_ms(1);
    }
    sleep_ms(200);
    pthread_mutex_unlock(&script->lock);
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(callers[i].thread, NULL);
        ck_assert_int_eq(callers[i].status, cases[_i].status);
        ck_assert_str_eq(callers[i].key, cases[_i].key);
    }
    ck_assert_int_eq(script->asked, asked + 1);
    credentials_cache_free(cache);
    connect_credentials_provider_free(&script->head);
}
END_TEST

START_TEST(a_slow_refresh_delays_nobody_whose_keys_are_valid)
{
    struct script *script = script_new(&script_class);
    struct credentials_cache *cache = credentials_cache_new(&script->head);
    struct caller first = { 0 }, slow = { 0 }, others[16] = { 0 };
    start(&first, cache);
    pthread_join(first.thread, NULL);
    advance(18000);
    script->blocks = true;
    pthread_mutex_lock(&script->lock);
    start(&slow, cache);
    wait_until_asked(script, 2);
    for (size_t i = 0; i < ENTRIES(others); i++) {
        start(&others[i], cache);
    }
    for (size_t i = 0; i < ENTRIES(others); i++) {
        pthread_join(others[i].thread, NULL); /* while the source still takes its time */
        ck_assert_str_eq(others[i].key, "KEY1");
    }
    pthread_mutex_unlock(&script->lock);
    pthread_join(slow.thread, NULL);
    ck_assert_str_eq(slow.key, "KEY2");
    ck_assert_int_eq(script->asked, 2);
    credentials_cache_free(cache);
    connect_credentials_provider_free(&script->head);
}
END_TEST

START_TEST(waiting_for_another_thread_ends_by_token_and_deadline)
{
    struct script *script = script_new(&script_class);
    struct credentials_cache *cache = credentials_cache_new(&script->head);
    connect_cancel *cancel;
    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    script->blocks = true;
    pthread_mutex_lock(&script->lock);
    struct caller slow = { 0 }, cancelled = { .cancel = cancel };
    struct caller late = { 0 };
    start(&slow, cache);
    wait_until_asked(script, 1);
    start(&cancelled, cache);
    late.deadline = clock_system.monotonic(clock_system.user) + patience(150);
    start(&late, cache);
    pthread_join(late.thread, NULL);
    ck_assert_int_eq(late.status, CONNECT_E_TIMEOUT);
    ck_assert_int_ge(clock_system.monotonic(clock_system.user), late.deadline);
    ck_assert_int_lt(late.took_ms, patience(1000));
    int64_t fired = clock_system.monotonic(clock_system.user);
    connect_cancel_fire(cancel);
    pthread_join(cancelled.thread, NULL);
    ck_assert_int_eq(cancelled.status, CONNECT_E_CANCELLED);
    /* 100 ms are promised; the rest is for a machine under load. */
    ck_assert_int_lt(clock_system.monotonic(clock_system.user) - fired, patience(500));
    pthread_mutex_unlock(&script->lock);
    pthread_join(slow.thread, NULL);
    ck_assert_int_eq(slow.status, CONNECT_OK);
    connect_cancel_free(cancel);
    credentials_cache_free(cache);
    connect_credentials_provider_free(&script->head);
}
END_TEST

START_TEST(who_waits_for_a_cancelled_thread_takes_over)
{
    struct script *script = script_new(&script_class);
    struct credentials_cache *cache = credentials_cache_new(&script->head);
    connect_cancel *cancel;
    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    script->blocks = script->obeys_cancel = true;
    pthread_mutex_lock(&script->lock);
    struct caller cancelled = { .cancel = cancel }, others[4] = { 0 };
    start(&cancelled, cache);
    wait_until_asked(script, 1);
    for (size_t i = 0; i < ENTRIES(others); i++) {
        start(&others[i], cache);
    }
    sleep_ms(50);
    connect_cancel_fire(cancel);
    pthread_mutex_unlock(&script->lock);
    pthread_join(cancelled.thread, NULL);
    ck_assert_int_eq(cancelled.status, CONNECT_E_CANCELLED);
    for (size_t i = 0; i < ENTRIES(others); i++) {
        pthread_join(others[i].thread, NULL);
        ck_assert_int_eq(others[i].status, CONNECT_OK);
        ck_assert_str_eq(others[i].key, "KEY2");
    }
    ck_assert_int_eq(script->asked, 2);
    connect_cancel_free(cancel);
    credentials_cache_free(cache);
    connect_credentials_provider_free(&script->head);
}
END_TEST

/* ---- memory ---- */

static bool use_all_sources(void *user)
{
    (void)user;
    connect_credentials keys = { .size = sizeof keys,
                                 .access_key_id = "id",
                                 .secret_access_key = "planted" };
    connect_credentials_provider *provider;
    struct credentials *got = NULL;
    bool done = connect_credentials_static(&keys, &provider, NULL) == CONNECT_OK;
    for (int i = 0; i < 2 && done; i++) {
        struct credentials_cache *cache = credentials_cache_new(provider);
        struct provider_context context =
            context_with(LINES("AWS_ACCESS_KEY_ID=a", "AWS_SECRET_ACCESS_KEY=planted"));
        connect_error *error = NULL;
        done = cache != NULL && credentials_cache_get(cache, &context, &got, &error) == CONNECT_OK;
        connect_error_free(error);
        credentials_unref(got);
        got = NULL;
        credentials_cache_free(cache);
        connect_credentials_provider_free(provider);
        provider = NULL;
        if (i == 0 && done) {
            done = provider_default_chain(&provider, NULL) == CONNECT_OK;
        }
    }
    connect_credentials_provider_free(provider);
    return done;
}

START_TEST(every_failed_allocation_is_an_error_and_no_leak)
{
    memory_watch();
    memory_fail_each(use_all_sources, NULL, true);
    memory_unwatch();
}
END_TEST

START_TEST(no_secret_is_left_in_freed_memory)
{
    memory_watch();
    memory_look_for("planted");
    ck_assert(use_all_sources(NULL));
    struct script *script = script_new(&script_class);
    struct credentials_cache *cache = credentials_cache_new(&script->head);
    struct provider_context context = context_with(NULL);
    for (int i = 0; i < 3; i++) {
        struct credentials *got;
        ck_assert_int_eq(credentials_cache_get(cache, &context, &got, NULL), CONNECT_OK);
        credentials_unref(got);
        advance(20000);
    }
    credentials_cache_free(cache);
    connect_credentials_provider_free(&script->head);
    ck_assert_uint_eq(memory_found(), 0);
    ck_assert_uint_eq(memory_live(), 0);
    memory_unwatch();
}
END_TEST

static void add_sources(Suite *suite)
{
    TCase *sources = tcase_create("sources");
    tcase_add_test(sources, static_keys_are_copied);
    tcase_add_loop_test(sources, keys_that_no_header_can_carry_are_refused, 0, ENTRIES(bad_keys));
    tcase_add_test(sources, the_size_rule_holds_for_keys);
    tcase_add_test(sources, a_missing_out_is_an_argument_error);
    tcase_add_test(sources, the_environment_gives_keys);
    tcase_add_loop_test(sources, what_is_wrong_in_the_environment_is_named, 0,
                        ENTRIES(bad_environments));
    tcase_add_test(sources, anonymous_has_no_keys_and_no_error);
    tcase_add_loop_test(sources, a_custom_source_is_taken_by_what_it_says, 0, FAIL_SILENTLY + 1);
    tcase_add_test(sources, the_chain_begins_with_the_environment);
    suite_add_tcase(suite, sources);
}

Suite *test_suite(void)
{
    Suite *suite = suite_create("credentials");
    add_sources(suite);
    TCase *cache = tcase_create("cache");
    tcase_add_loop_test(cache, keys_are_renewed_by_the_rules, 0, ENTRIES(stories));
    tcase_add_test(cache, refusing_keys_that_were_replaced_changes_nothing);
    tcase_add_test(cache, going_on_with_old_keys_is_logged_without_the_lock);
    tcase_add_loop_test(cache, many_threads_cause_one_refresh, 0, 5);
    tcase_add_test(cache, a_slow_refresh_delays_nobody_whose_keys_are_valid);
    tcase_add_test(cache, waiting_for_another_thread_ends_by_token_and_deadline);
    tcase_add_test(cache, who_waits_for_a_cancelled_thread_takes_over);
    tcase_set_timeout(cache, 30);
    suite_add_tcase(suite, cache);
    TCase *memory = tcase_create("memory");
    tcase_add_test(memory, every_failed_allocation_is_an_error_and_no_leak);
    tcase_add_test(memory, no_secret_is_left_in_freed_memory);
    suite_add_tcase(suite, memory);
    return suite;
}
