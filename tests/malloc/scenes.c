/* The scenes: what is there when a piece of work begins. */
#include "malloc/scenes.h"

#include "malloc/work.h"
#include "support/login.h"
#include "support/suite.h"

#include <openssl/pem.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct home home;
struct wire_server *server;
struct wire_tls *tls;

static void serve_plain(void)
{
    server = wire_start(serve, NULL, NULL);
    (void)snprintf(endpoint, sizeof endpoint, "http://127.0.0.1:%d", wire_port(server));
    options.endpoint_url = endpoint;
}

/* A machine may have no certificates of its own. */
static void use_own_bundle(void)
{
    if (tls == NULL) {
        tls = wire_tls_new(WIRE_GOOD, 0);
    }
    options.ca_bundle = wire_tls_bundle(tls);
}

static void serve_tls(void)
{
    use_own_bundle();
    server = wire_start(serve, NULL, wire_tls_io(tls));
    (void)snprintf(endpoint, sizeof endpoint, "https://127.0.0.1:%d", wire_port(server));
    options.endpoint_url = endpoint;
}

static void keys_in_files(void)
{
    use_own_bundle();
    home_write(
        &home, ".aws/config",
        "# a comment\n[default]\nregion = eu-west-2\ns3 =\n  max_concurrent_requests = 20\n[profile other]\n"
        "output = json\n[services local]\nconnect =\n  endpoint_url = https://connect.example\n");
    home_write(&home, ".aws/credentials",
               "[default]\naws_access_key_id = AKIDFILE\naws_secret_access_key = s\n");
}

static void keys_of_a_program(void)
{
    char config[300];

    use_own_bundle();
    home_write(&home, "keys.json",
               "{\"Version\":1,\"AccessKeyId\":\"AKIDPROGRAM\",\"SecretAccessKey\":\"s\","
               "\"SessionToken\":\"t\",\"Expiration\":\"2099-11-21T12:34:56Z\"}");
    (void)snprintf(config, sizeof config, "[default]\ncredential_process = /bin/cat \"%s\"\n",
                   home_path(&home, "keys.json"));
    home_write(&home, ".aws/config", config);
}

static void keys_of_a_role(void)
{
    serve_plain();
    setenv("AWS_ENDPOINT_URL_STS", endpoint, 1);
    home_write(&home, ".aws/config",
               "[default]\nrole_arn = arn:aws:iam::123456789012:role/r\nsource_profile = base\n"
               "[profile base]\naws_access_key_id = AKID\naws_secret_access_key = s\n");
}

/*
 * A login and an SSO token that are near their end, so that each run renews them and writes the
 * file anew.
 */
static char *login_text;

static void write_login(void)
{
    home_write(&home, LOGIN_FILE, login_text);
}

static void keys_of_a_login(void)
{
    EVP_PKEY *key = EVP_EC_gen("P-256");
    BIO *memory = BIO_new(BIO_s_mem());
    char pem[2000] = "", *line, *rest;
    FILE *out;
    size_t size;

    serve_plain();
    setenv("AWS_ENDPOINT_URL_SIGNIN", endpoint, 1);
    home_write(&home, ".aws/config",
               "[default]\nregion = eu-west-2\n"
               "login_session = " LOGIN_SESSION "\n");
    ck_assert_int_eq(PEM_write_bio_PrivateKey(memory, key, NULL, NULL, 0, NULL, NULL), 1);
    ck_assert_int_gt(BIO_read(memory, pem, sizeof pem - 1), 0);
    free(login_text);
    out = open_memstream(&login_text, &size);
    (void)fputs("{\"accessToken\":{\"accessKeyId\":\"LOGIN\",\"secretAccessKey\":\"s\","
                "\"sessionToken\":\"t\",\"accountId\":"
                "\"123456789012\",\"expiresAt\":\"2020-01-01T00:00:00Z\"},"
                "\"clientId\":\"client\",\"refreshToken\":\"old\","
                "\"idToken\":\"id\",\"dpopKey\":\"",
                out);
    for (line = strtok_r(pem, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest)) {
        (void)fprintf(out, "%s\\n", line);
    }
    (void)fputs("\"}", out);
    (void)fclose(out);
    BIO_free(memory);
    EVP_PKEY_free(key);
}

static void write_sso(void)
{
    home_write(&home, ".aws/sso/cache/71b21161ffa1e6516bcc072aaf5ef38cbe85b511.json",
               "{\"accessToken\":\"old\",\"expiresAt\":\"2020-01-01T00:00:00Z\","
               "\"refreshToken\":\"r\",\"clientId\":\"c\","
               "\"clientSecret\":\"s\",\"registrationExpiresAt\":\"2099-01-01T00:00:00Z\"}");
}

static void keys_of_sso(void)
{
    serve_plain();
    setenv("AWS_ENDPOINT_URL_SSO", endpoint, 1);
    setenv("AWS_ENDPOINT_URL_SSO_OIDC", endpoint, 1);
    home_write(&home, ".aws/config",
               "[default]\nsso_session = company\nsso_account_id = 1\nsso_role_name = r\n"
               "[sso-session company]\nsso_start_url = u\nsso_region = eu-west-2\n");
}

/* Wherever libcurl is on the way. */
#define WIRE CONNECT_E_TRANSPORT, CONNECT_E_DECODE, CONNECT_E_TIMEOUT

const struct scene scenes[] = {
    { "a life over http", serve_plain, live_a_life, { WIRE, CONNECT_E_UNAUTHENTICATED }, NULL },
    { "a life over TLS", serve_tls, live_a_life, { WIRE, CONNECT_E_TLS }, NULL },
    { "files", keys_in_files, find_keys, { CONNECT_E_TLS }, NULL },
    { "a program", keys_of_a_program, find_keys, { CONNECT_E_TLS }, NULL },
    { "STS", keys_of_a_role, find_keys, { CONNECT_E_CREDENTIALS, CONNECT_E_TIMEOUT }, NULL },
    { "SSO", keys_of_sso, find_keys, { CONNECT_E_CREDENTIALS, CONNECT_E_TIMEOUT }, write_sso },
    { "a login",
      keys_of_a_login,
      find_keys,
      { CONNECT_E_CREDENTIALS, CONNECT_E_TIMEOUT },
      write_login },
    { "the rest",
      serve_plain,
      do_the_rest,
      { WIRE, CONNECT_E_UNAUTHENTICATED, CONNECT_E_QUOTA_EXCEEDED },
      NULL },
};

const size_t scenes_count = sizeof scenes / sizeof *scenes;

bool scene_needs_tls(const struct scene *scene)
{
    return scene->begin == serve_tls;
}

bool scene_needs_server(const struct scene *scene)
{
    return scene->begin != keys_in_files && scene->begin != keys_of_a_program;
}
