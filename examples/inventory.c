/*
 * Every instance in every region of an account, as a table: one client for each region, one
 * provider of credentials for all of them, one thread.
 *
 *     ./inventory [REGION...]
 */
#define _POSIX_C_SOURCE 200809L

#include <connect/connect.h>

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define REGIONS_MAX 32
#define ROWS_MAX 10000

static const char *const all_regions[] = {
    "us-east-1",      "us-west-2",      "af-south-1",   "ap-northeast-1", "ap-northeast-2",
    "ap-southeast-1", "ap-southeast-2", "ca-central-1", "eu-central-1",   "eu-west-2",
};

struct row {
    const char *region;
    char id[40], alias[64], status[32];
};

static struct row rows[ROWS_MAX];
static int rows_count, failures;

struct region {
    const char *name;
    connect_client *client;
    connect_loop *loop;
    connect_pager *pager;
};

static void report(const struct region *region, const connect_error *error)
{
    failures++;
    fprintf(stderr, "%s%s: %s\n", isatty(STDERR_FILENO) ? "\r\033[K" : "", region->name,
            connect_error_message(error));
}

static void add_row(const struct region *region, const connect_instance_summary *instance)
{
    struct row *row = &rows[rows_count];
    const char *alias = instance->instance_alias, *status = instance->instance_status_text;

    if (rows_count == ROWS_MAX) {
        return;
    }
    rows_count++;
    row->region = region->name;
    (void)snprintf(row->id, sizeof row->id, "%s", instance->id);
    (void)snprintf(row->alias, sizeof row->alias, "%s", alias != NULL ? alias : "-");
    (void)snprintf(row->status, sizeof row->status, "%s", status != NULL ? status : "-");
}

static void on_page(void *user, connect_call *call, connect_status status)
{
    struct region *region = user;
    const connect_instance_summary *instance;

    if (status != CONNECT_OK) {
        report(region, connect_call_error(call));
        return;
    }
    while ((instance = connect_list_instances_next(region->pager)) != NULL) {
        add_row(region, instance);
    }
    if (!connect_pager_at_end(region->pager)) {
        (void)connect_pager_start(region->loop, region->pager, on_page, region, NULL, NULL);
    }
}

static void region_start(struct region *region, const char *name,
                         connect_credentials_provider *credentials)
{
    connect_client_options options = { .size = sizeof options };
    connect_error *error = NULL;
    connect_status status;

    *region = (struct region){ .name = name };
    options.region = name;
    options.credentials = credentials;
    options.call_timeout_ms.is_set = true;
    options.call_timeout_ms.value = 15000;
    status = connect_client_new(&options, &region->client, &error);
    if (status == CONNECT_OK) {
        status = connect_loop_new(region->client, NULL, &region->loop, &error);
    }
    if (status == CONNECT_OK) {
        region->pager = connect_list_instances_pages(region->client, NULL);
        status = connect_pager_start(region->loop, region->pager, on_page, region, NULL, &error);
    }
    if (status != CONNECT_OK) {
        report(region, error);
        connect_error_free(error);
    }
}

static void region_free(struct region *region)
{
    connect_loop_free(region->loop);
    connect_pager_free(region->pager);
    connect_client_free(region->client);
}

/* Waits for all loops at once; returns how many regions are left. */
static int step(const struct region *regions, int count)
{
    struct pollfd fds[REGIONS_MAX];
    int left = 0;

    for (int i = 0; i < count; i++) {
        bool is_pending = connect_loop_pending(regions[i].loop) > 0;

        left += is_pending ? 1 : 0;
        fds[i].fd = is_pending ? connect_loop_fd(regions[i].loop) : -1;
        fds[i].events = POLLIN;
        fds[i].revents = 0;
    }
    if (left == 0) {
        return 0;
    }
    (void)poll(fds, (nfds_t)count, -1);
    for (int i = 0; i < count; i++) {
        if (fds[i].revents != 0) {
            (void)connect_loop_step(regions[i].loop);
        }
    }
    return left;
}

static void print_table(void)
{
    printf("%-15s  %-36s  %-24s  %s\n", "region", "id", "alias", "status");
    for (int i = 0; i < rows_count; i++) {
        const struct row *row = &rows[i];

        printf("%-15s  %-36s  %-24s  %s\n", row->region, row->id, row->alias, row->status);
    }
}

static int by_region(const void *a, const void *b)
{
    const struct row *left = a, *right = b;
    int order = strcmp(left->region, right->region);

    return order != 0 ? order : strcmp(left->alias, right->alias);
}

int main(int argc, char **argv)
{
    static struct region regions[REGIONS_MAX];
    connect_credentials_provider *credentials = NULL;
    connect_error *error = NULL;
    int count = argc > 1 ? argc - 1 : (int)(sizeof all_regions / sizeof all_regions[0]), left;

    if (count > REGIONS_MAX) {
        fprintf(stderr, "usage: inventory [REGION...], at most %d\n", REGIONS_MAX);
        return EXIT_FAILURE;
    }
    if (connect_credentials_environment(&credentials, &error) != CONNECT_OK) {
        fprintf(stderr, "%s\n", connect_error_message(error));
        connect_error_free(error);
        return EXIT_FAILURE;
    }
    for (int i = 0; i < count; i++) {
        region_start(&regions[i], argc > 1 ? argv[i + 1] : all_regions[i], credentials);
    }
    while ((left = step(regions, count)) > 0) {
        if (isatty(STDERR_FILENO)) {
            fprintf(stderr, "\r\033[K%d of %d regions, %d instances", count - left, count,
                    rows_count);
        }
    }
    if (isatty(STDERR_FILENO)) {
        fprintf(stderr, "\r\033[K");
    }
    qsort(rows, (size_t)rows_count, sizeof rows[0], by_region);
    print_table();
    printf("%d instances in %d regions\n", rows_count, count);
    for (int i = 0; i < count; i++) {
        region_free(&regions[i]);
    }
    connect_credentials_provider_free(credentials);
    return failures > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
