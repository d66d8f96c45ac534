/*
 * Sources of credentials that take five seconds each: a process, instance metadata and SSO.
 *
 * Instance metadata needs three requests, each of which gets its response after a third of the
 * time; SSO needs one, which gets it after all of the time.
 */
#include "sources.h"

#include "bench.h"
#include "connection.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define REQUEST_MAX 8192
#define METADATA_REQUESTS 3
#define ROLE_PATH "GET /latest/meta-data/iam/security-credentials/"

const char *const sources_profiles[SOURCES_COUNT] = { "process", "metadata", "sso" };

/* ---- the server ---- */

struct document {
    const char *request; /* begins with this */
    int delay_ms;
    const char *body;
};

/* The first one that fits counts. The expiration of SSO is in milliseconds; both are in 2100. */
static const struct document documents[] = {
    { "PUT /latest/api/token ", SOURCES_DELAY_MS / METADATA_REQUESTS + 1, "metadata-token" },
    { ROLE_PATH " ", SOURCES_DELAY_MS / METADATA_REQUESTS + 1, "bench" },
    { ROLE_PATH "bench ", SOURCES_DELAY_MS / METADATA_REQUESTS + 1,
      "{\"Code\":\"Success\",\"AccessKeyId\":\"" BENCH_KEY "\",\"SecretAccessKey\":\"" BENCH_SECRET
      "\",\"Token\":\"session\",\"Expiration\":\"2100-01-01T00:00:00Z\"}" },
    { "GET /federation/credentials?", SOURCES_DELAY_MS,
      "{\"roleCredentials\":{\"accessKeyId\":\"" BENCH_KEY "\",\"secretAccessKey\":\"" BENCH_SECRET
      "\",\"sessionToken\":\"session\",\"expiration\":4102444800000}}" },
    { "", 0, NULL },
};

static void respond(const struct connection *connection, const char *request)
{
    const struct document *document = documents;
    char out[1024];

    while (strncmp(request, document->request, strlen(document->request)) != 0) {
        document++;
    }
    (void)usleep((useconds_t)document->delay_ms * 1000);
    const char *body = document->body != NULL ? document->body : "";
    int size = snprintf(out, sizeof out,
                        "HTTP/1.1 %s\r\nContent-Length: %zu\r\n"
                        "X-aws-ec2-metadata-token-ttl-seconds: 21600\r\n\r\n%s",
                        document->body != NULL ? "200 OK" : "404 Not Found", strlen(body), body);
    connection_write(connection, out, (size_t)size);
}

/* None of the requests has a body. */
_Noreturn static void serve_connection(const struct connection *connection)
{
    char request[REQUEST_MAX];
    size_t size = 0;
    int n;

    while ((n = connection_read(connection, request + size, sizeof request - 1 - size)) > 0) {
        size += (size_t)n;
        request[size] = '\0';
        if (strstr(request, "\r\n\r\n") != NULL) {
            respond(connection, request);
            size = 0;
        }
    }
    _exit(0);
}

/* The few connections have a process each, which can sleep. */
_Noreturn static void serve_slowly(int listener)
{
    struct connection connection;

    (void)signal(SIGCHLD, SIG_IGN);
    while (connection_accept(&connection, listener, NULL)) {
        if (fork() == 0) {
            (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
            serve_connection(&connection);
        }
        connection_close(&connection);
    }
    _exit(1);
}

static bool start_server(struct sources *sources, char *url, size_t url_size)
{
    int port = 0, listener = connection_listen(SOURCES_COUNT, &port);

    (void)snprintf(url, url_size, "http://127.0.0.1:%d", port);
    if (listener < 0) {
        return false;
    }
    sources->pid = fork();
    if (sources->pid == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
        serve_slowly(listener);
    }
    (void)close(listener);
    return sources->pid > 0;
}

/* ---- the files ---- */

static const char *const folders[] = { "/.aws", "/.aws/sso", "/.aws/sso/cache" };

#define FOLDERS_COUNT (sizeof folders / sizeof *folders)

static const char config_name[] = "/.aws/config";
/* Named by the SHA-1 of the name of the session, "bench". */
static const char token_name[] = "/.aws/sso/cache/e5c89c529dccb9b42716f4d9118d61079c883d9e.json";

/* The profile "metadata" is empty: the default chain goes on to instance metadata. */
static const char config_format[] =
    "[profile process]\n"
    "credential_process = /bin/sh -c 'sleep %d; echo \"{\\\"Version\\\":1,"
    "\\\"AccessKeyId\\\":\\\"" BENCH_KEY "\\\",\\\"SecretAccessKey\\\":\\\"" BENCH_SECRET
    "\\\"}\"'\n"
    "[profile metadata]\n"
    "[profile sso]\n"
    "sso_session = bench\n"
    "sso_account_id = 123456789012\n"
    "sso_role_name = bench\n"
    "[sso-session bench]\n"
    "sso_start_url = https://bench.example/start\n"
    "sso_region = " BENCH_REGION "\n";

struct path {
    char text[128];
};

static struct path path_of(const struct sources *sources, const char *name)
{
    struct path path;

    (void)snprintf(path.text, sizeof path.text, "%s%s", sources->home, name);
    return path;
}

static bool write_files(const struct sources *sources)
{
    bool ok = true;

    for (size_t i = 0; ok && i < FOLDERS_COUNT; i++) {
        ok = mkdir(path_of(sources, folders[i]).text, 0700) == 0;
    }
    FILE *config = ok ? fopen(path_of(sources, config_name).text, "w") : NULL;
    FILE *token = ok ? fopen(path_of(sources, token_name).text, "w") : NULL;
    ok = config != NULL && fprintf(config, config_format, SOURCES_DELAY_MS / 1000) > 0 &&
         token != NULL &&
         fputs("{\"accessToken\":\"token\",\"expiresAt\":\"2100-01-01T00:00:00Z\"}", token) >= 0;
    ok = config != NULL && fclose(config) == 0 && ok;
    return token != NULL && fclose(token) == 0 && ok;
}

static void remove_files(const struct sources *sources)
{
    (void)unlink(path_of(sources, config_name).text);
    (void)unlink(path_of(sources, token_name).text);
    for (size_t i = FOLDERS_COUNT; i-- > 0;) {
        (void)rmdir(path_of(sources, folders[i]).text);
    }
    (void)rmdir(sources->home);
}

/* ---- both ---- */

/* The default timeout of instance metadata is a second. */
static bool set_environment(const struct sources *sources, const char *url)
{
    return setenv("HOME", sources->home, 1) == 0 &&
           setenv("AWS_CONFIG_FILE", path_of(sources, config_name).text, 1) == 0 &&
           setenv("AWS_ENDPOINT_URL_SSO", url, 1) == 0 &&
           setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", url, 1) == 0 &&
           setenv("AWS_METADATA_SERVICE_TIMEOUT", "30", 1) == 0 &&
           setenv("AWS_EC2_METADATA_DISABLED", "false", 1) == 0;
}

bool sources_start(struct sources *sources)
{
    char url[64];

    (void)strcpy(sources->home, "/tmp/connect-bench-XXXXXX");
    return mkdtemp(sources->home) != NULL && write_files(sources) &&
           start_server(sources, url, sizeof url) && set_environment(sources, url);
}

void sources_stop(struct sources *sources)
{
    if (sources->pid > 0) {
        (void)kill(sources->pid, SIGTERM);
        (void)waitpid(sources->pid, NULL, 0);
    }
    remove_files(sources);
}
