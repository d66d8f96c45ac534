/* A temporary home directory, and an environment without variables that begin with AWS_. */
#include "support/home.h"

#include "call/warm_up.h"

#include <check.h>

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void forget_aws(void)
{
    for (size_t i = 0; environ[i] != NULL;) {
        char name[256];
        snprintf(name, sizeof name, "%.*s", (int)strcspn(environ[i], "="), environ[i]);
        if (strncmp(name, "AWS_", 4) == 0) {
            unsetenv(name);
        } else {
            i++;
        }
    }
}

void home_begin(struct home *home)
{
    world_begin(&home->world);
    forget_aws(); /* including what the world set */
    strcpy(home->path, "/tmp/connect-home.XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(home->path));
    setenv("HOME", home->path, 1);
    setenv("AWS_DEFAULT_REGION", "us-east-1",
           1); /* otherwise it would be requested of instance metadata */
    home->world.options.credentials = NULL;
    home->world.options.region = NULL;
    home->world.options.endpoint_url = "https://connect.example";
}

static int remove_one(const char *path, const struct stat *what, int kind, struct FTW *where)
{
    (void)what;
    (void)kind;
    (void)where;
    return remove(path);
}

void home_end(struct home *home)
{
    world_end(&home->world);
    nftw(home->path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

const char *home_path(const struct home *home, const char *name)
{
    static char path[512];
    snprintf(path, sizeof path, "%s/%s", home->path, name + strspn(name, "/"));
    return path;
}

void home_write(const struct home *home, const char *name, const char *text)
{
    char path[512];
    strcpy(path, home_path(home, name));
    for (char *slash = path + strlen(home->path) + 1; (slash = strchr(slash, '/')) != NULL;
         slash++) {
        *slash = '\0';
        mkdir(path, 0700);
        *slash = '/';
    }
    FILE *out = fopen(path, "w");
    ck_assert_msg(out != NULL, "%s", path);
    fputs(text, out);
    fclose(out);
}

char *home_read(const struct home *home, const char *name)
{
    FILE *in = fopen(home_path(home, name), "r");
    char *text = calloc(1, 65536);
    ck_assert_msg(in != NULL, "%s", home_path(home, name));
    (void)!fread(text, 1, 65535, in);
    fclose(in);
    return text;
}

connect_status home_fetch(struct home *home, struct credentials **out, connect_error **error)
{
    *out = NULL;
    connect_client_free(home->world.client);
    home->world.client = NULL;
    world_open(&home->world);
    connect_status status = connect_client_warm_up(home->world.client, error);
    if (status == CONNECT_OK) {
        status = client_credentials(home->world.client, INT64_MAX, out, error);
    }
    return status;
}

struct credentials *home_fetch_credentials(struct home *home)
{
    struct credentials *credentials;
    connect_error *error = NULL;
    connect_status status = home_fetch(home, &credentials, &error);
    ck_assert_msg(status == CONNECT_OK, "%d: %s", (int)status, connect_error_message(error));
    ck_assert_ptr_nonnull(credentials);
    return credentials;
}

void home_expect_refusal(struct home *home, connect_status status, const char *part)
{
    struct credentials *credentials;
    connect_error *error = NULL;
    connect_status got = home_fetch(home, &credentials, &error);
    ck_assert_ptr_null(credentials);
    ck_assert_msg(got == status && strstr(connect_error_message(error), part) != NULL,
                  "expected %d with \"%s\", got %d: %s", (int)status, part, (int)got,
                  connect_error_message(error));
    connect_error_free(error);
}
