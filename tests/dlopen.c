/*
 * A host that loads libconnect as a plugin, for dlopen.sh: it is linked with neither libconnect nor
 * libcurl, loads the library, uses it, and unloads it, again and again.  It fails when memory,
 * descriptors, mappings or threads grow, when the library stays, or when something of it is still
 * called once it is gone.
 *
 * usage: dlopen LIBRARY ROUNDS [HELD...]: those libraries are loaded before all and stay.
 */
#define _GNU_SOURCE
#include <connect/connect.h>

#include <arpa/inet.h>
#include <dirent.h>
#include <dlfcn.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define WARM_UP 10      /* rounds, in which others fill their own tables */
#define HEAP_SLACK 1024 /* less than sixteen bytes a round */
#define RSS_SLACK_KB 1024

/* With an allocator of its own, which keeps what is freed, and looks for leaks at the end. */
#if defined(__SANITIZE_ADDRESS__)
#    define IS_SANITIZED 1
#elif defined(__has_feature)
#    if __has_feature(address_sanitizer)
#        define IS_SANITIZED 1
#    endif
#endif
#ifndef IS_SANITIZED
#    define IS_SANITIZED 0
#endif

static void must(bool fine, const char *what)
{
    if (fine) {
        return;
    }
    fprintf(stderr, "dlopen: %s\n", what);
    exit(1);
}

/* ---- a service: one response to everything ---- */

static int listener, refused_port;
static int port;
static atomic_int connections; /* that the server has open */

static void serve_one(int fd)
{
    static const char body[] = "{\"InstanceSummaryList\":[{\"Id\":\"i-1\",\"CreatedTime\":1.25}]}";
    char response[256];
    char request[16384];
    size_t used = 0;
    ssize_t got;

    snprintf(response, sizeof response, "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n%s",
             sizeof body - 1, body);
    while ((got = read(fd, request + used, sizeof request - 1 - used)) > 0) {
        used += (size_t)got;
        request[used] = '\0';
        if (strstr(request, "\r\n\r\n") == NULL) {
            continue;
        }
        if (write(fd, response, strlen(response)) < 0) {
            break;
        }
        used = 0;
    }
    close(fd);
}

static void *serve(void *user)
{
    int fd;

    (void)user;
    while ((fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC)) >= 0) {
        atomic_fetch_add(&connections, 1);
        serve_one(fd);
        atomic_fetch_sub(&connections, 1);
    }
    return NULL;
}

static int bind_somewhere(int *fd)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof address;

    *fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    must(bind(*fd, (struct sockaddr *)&address, sizeof address) == 0, "no port");
    must(getsockname(*fd, (struct sockaddr *)&address, &size) == 0, "no port");
    return ntohs(address.sin_port);
}

static void start_server(void)
{
    pthread_t thread;
    int unused;

    port = bind_somewhere(&listener);
    must(listen(listener, 8) == 0, "no listener");
    refused_port = bind_somewhere(&unused); /* held and not listened on */
    must(pthread_create(&thread, NULL, serve, NULL) == 0, "no thread");
}

/* ---- the library by its names ---- */

static struct {
    void *handle;
    connect_status (*keys)(const connect_credentials *, connect_credentials_provider **,
                           connect_error **);
    void (*keys_free)(connect_credentials_provider *);
    connect_status (*new)(const connect_client_options *, connect_client **, connect_error **);
    void (*client_free)(connect_client *);
    connect_status (*invoke)(connect_client *, const char *, const char *, char **,
                             connect_error **);
    const char *(*message)(const connect_error *);
    void (*error_free)(connect_error *);
    connect_status (*cancel_new)(connect_cancel **);
    void (*cancel_free)(connect_cancel *);
    void (*free)(const void *);
} lib;

static void find(void *out, const char *name)
{
    void *symbol = dlsym(lib.handle, name);

    must(symbol != NULL, name);
    memcpy(out, &symbol, sizeof symbol);
}

static void load(const char *path)
{
    lib.handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    must(lib.handle != NULL, dlerror());
    find(&lib.keys, "connect_credentials_static");
    find(&lib.keys_free, "connect_credentials_provider_free");
    find(&lib.new, "connect_client_new");
    find(&lib.client_free, "connect_client_free");
    find(&lib.invoke, "connect_invoke");
    find(&lib.message, "connect_error_message");
    find(&lib.error_free, "connect_error_free");
    find(&lib.cancel_new, "connect_cancel_new");
    find(&lib.cancel_free, "connect_cancel_free");
    find(&lib.free, "connect_free");
}

static void unload(const char *path)
{
    must(dlclose(lib.handle) == 0, "it cannot be unloaded");
    must(dlopen(path, RTLD_NOW | RTLD_NOLOAD) == NULL, "it stays when it is unloaded");
    memset(&lib, 0, sizeof lib);
}

/* ---- what is done with it ---- */

static connect_client *client_of(int at_port)
{
    const connect_credentials keys = { sizeof keys, .access_key_id = "AKIDEXAMPLE",
                                       .secret_access_key = "secret" };
    connect_client_options options = {
        .size = sizeof options, .region = "us-west-2", .proxy = "", .max_attempts = CONNECT_SET(1)
    };
    connect_client *client = NULL;
    char url[64];

    snprintf(url, sizeof url, "http://127.0.0.1:%d", at_port);
    options.endpoint_url = url;
    must(lib.keys(&keys, &options.credentials, NULL) == CONNECT_OK, "no keys");
    must(lib.new(&options, &client, NULL) == CONNECT_OK, "no client");
    lib.keys_free(options.credentials);
    return client;
}

static void call(connect_client *client)
{
    char *json = NULL;
    connect_error *error = NULL;

    connect_status status = lib.invoke(client, "ListInstances", NULL, &json, &error);

    must(status == CONNECT_OK, lib.message(error));
    must(strstr(json, "\"i-1\"") != NULL, json);
    lib.free(json);
}

static void fail(connect_client *client)
{
    connect_error *error = NULL;
    char *json = NULL;

    must(lib.invoke(client, "ListInstances", NULL, &json, &error) == CONNECT_E_TRANSPORT,
         "a response from nowhere");
    must(json == NULL && lib.message(error)[0] != '\0', "an error without a message");
    lib.error_free(error);
}

/* A thread that uses the library, and ends only when it is gone. */
struct guest {
    pthread_t thread;
    connect_client *client;
    pthread_barrier_t used, gone;
};

static void *visit(void *user)
{
    struct guest *guest = user;

    call(guest->client);
    pthread_barrier_wait(&guest->used);
    pthread_barrier_wait(&guest->gone);
    return NULL;
}

static void fork_and_wait(void)
{
    int status = -1;
    pid_t child = fork();

    if (child == 0) {
        _exit(0);
    }
    must(child > 0 && waitpid(child, &status, 0) == child && status == 0,
         "a fork when the library is gone");
}

static void one_round(const char *path)
{
    connect_client *good, *bad;
    connect_cancel *cancel = NULL;
    struct guest guest;

    load(path);
    good = client_of(port);
    bad = client_of(refused_port);
    fail(bad);
    must(lib.cancel_new(&cancel) == CONNECT_OK, "no token");
    lib.cancel_free(cancel);

    /* Another thread first, then this one, for the server takes one connection at a time. */
    guest.client = client_of(port);
    pthread_barrier_init(&guest.used, NULL, 2);
    pthread_barrier_init(&guest.gone, NULL, 2);
    must(pthread_create(&guest.thread, NULL, visit, &guest) == 0, "no thread");
    pthread_barrier_wait(&guest.used);
    lib.client_free(guest.client);
    call(good);
    call(good);

    lib.client_free(good);
    lib.client_free(bad);
    unload(path);
    fork_and_wait();
    pthread_barrier_wait(&guest.gone);
    pthread_join(guest.thread, NULL);
    pthread_barrier_destroy(&guest.used);
    pthread_barrier_destroy(&guest.gone);
}

/* ---- what there is of everything ---- */

struct state {
    long heap, rss_kb, descriptors, maps, threads;
};

static long entries(const char *folder)
{
    DIR *dir = opendir(folder);
    long count = 0;

    while (dir != NULL && readdir(dir) != NULL) {
        count++;
    }
    if (dir != NULL) {
        closedir(dir);
    }
    return count;
}

/* A thread that was joined, such as libcurl's for a name, may take a moment to leave the list. */
static long settled_threads(void)
{
    long count = entries("/proc/self/task");

    for (int unchanged = 0, total = 0; unchanged < 50 && total < 5000; unchanged++, total++) {
        usleep(1000);
        long now = entries("/proc/self/task");
        unchanged = now == count ? unchanged : 0;
        count = now;
    }
    return count;
}

/* The server, which is a thread of this process, may take a moment to close what a client has. */
static long settled_descriptors(void)
{
    for (int total = 0; atomic_load(&connections) > 0 && total < 5000; total++) {
        usleep(1000);
    }
    return entries("/proc/self/fd");
}

static struct state look(void)
{
    struct state state = { .threads = settled_threads(), .descriptors = settled_descriptors() };
    FILE *file = fopen("/proc/self/statm", "r");
    char line[512];
    long pages = 0;

    must(file != NULL && fscanf(file, "%*d %ld", &pages) == 1, "no /proc");
    fclose(file);
    file = fopen("/proc/self/maps", "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        state.maps++;
    }
    fclose(file);
    state.rss_kb = pages * (sysconf(_SC_PAGESIZE) / 1024);
    state.heap = (long)mallinfo2().uordblks;
    return state;
}

int main(int count, char **arguments)
{
    struct state warm = { 0 }, now = { 0 };
    const char *path = count > 1 ? arguments[1] : "";
    int rounds = count > 2 ? atoi(arguments[2]) : 0;

    must(rounds > WARM_UP, "usage: dlopen LIBRARY ROUNDS [HELD...]");
    signal(SIGPIPE, SIG_DFL);
    for (int i = 3; i < count; i++) {
        must(dlopen(arguments[i], RTLD_NOW | RTLD_GLOBAL) != NULL, arguments[i]);
    }
    start_server();
    for (int i = 0; i < rounds; i++) {
        one_round(path);
        if (i == WARM_UP - 1) {
            warm = look();
        }
    }
    now = look();
    printf(
        "%d rounds%s; from the %dth on: heap %+ld bytes, RSS %+ld KiB, descriptors %+ld, mappings %+ld, threads %+ld\n",
        rounds, count > 3 ? " with its libraries held" : "", WARM_UP, now.heap - warm.heap,
        now.rss_kb - warm.rss_kb, now.descriptors - warm.descriptors, now.maps - warm.maps,
        now.threads - warm.threads);
    must(now.descriptors == warm.descriptors, "descriptors grow");
    must(now.threads == warm.threads, "threads grow");
    if (IS_SANITIZED) {
        return 0;
    }
    must(now.heap <= warm.heap + HEAP_SLACK, "the heap grows");
    must(now.rss_kb <= warm.rss_kb + RSS_SLACK_KB, "memory grows");
    must(now.maps <= warm.maps + 1, "mappings grow");
    return 0;
}
