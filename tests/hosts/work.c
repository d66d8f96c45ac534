/* See work.h. */
#include "hosts/work.h"

#include <stdio.h>
#include <stdlib.h>

static struct {
    connect_client *client;
    connect_loop *loop;
    connect_pager *pager;
    int described, created, cancelled, failed, steps;
} work;

static void fail(const char *what, const connect_error *error)
{
    work.failed++;
    fprintf(stderr, "%s: %s\n", what, connect_error_message(error));
}

static void on_instance(void *user, connect_call *call, connect_status status)
{
    (void)user;
    if (status == CONNECT_OK) {
        work.described++;
    } else {
        fail("DescribeInstance", connect_call_error(call));
    }
}

static void on_created(void *user, connect_call *call, connect_status status)
{
    (void)user;
    if (status == CONNECT_OK) {
        work.created++;
    } else {
        fail("CreateInstance", connect_call_error(call));
    }
}

static void on_cancelled(void *user, connect_call *call, connect_status status)
{
    (void)user;
    if (status == CONNECT_E_CANCELLED) {
        work.cancelled++;
    } else {
        fail("a cancelled call", connect_call_error(call));
    }
}

static void on_page(void *user, connect_call *call, connect_status status)
{
    const connect_instance_summary *item;
    connect_error *error = NULL;

    (void)user;
    if (status != CONNECT_OK) {
        fail("ListInstances", connect_call_error(call));
        return;
    }
    while ((item = connect_list_instances_next(work.pager)) != NULL) {
        const connect_describe_instance_request request = { .size = sizeof request,
                                                            .instance_id = item->id };

        if (connect_describe_instance_start(work.loop, work.client, &request, on_instance, NULL,
                                            NULL, &error) != CONNECT_OK) {
            fail("DescribeInstance", error);
            connect_error_free(error);
        }
    }
    if (!connect_pager_at_end(work.pager) &&
        connect_pager_start(work.loop, work.pager, on_page, NULL, NULL, &error) != CONNECT_OK) {
        fail("ListInstances", error);
        connect_error_free(error);
    }
}

static void require(connect_status status, const char *what, const connect_error *error)
{
    if (status != CONNECT_OK) {
        fail(what, error);
        exit(EXIT_FAILURE);
    }
}

connect_loop *work_begin(void)
{
    connect_client_options options = { .size = sizeof options };
    connect_create_instance_request create = { .size = sizeof create };
    connect_wait_options wait = { .size = sizeof wait };
    connect_error *error = NULL;
    connect_call *call;

    options.max_attempts = (connect_opt_int32)CONNECT_SET(10);
    create.identity_management_type = CONNECT_DIRECTORY_TYPE_CONNECT_MANAGED;
    create.instance_alias = "made-by-a-host";
    create.inbound_calls_enabled = (connect_opt_bool)CONNECT_SET(true);
    create.outbound_calls_enabled = (connect_opt_bool)CONNECT_SET(true);
    wait.min_delay_ms = (connect_opt_int64)CONNECT_SET(50);

    require(connect_client_new(&options, &work.client, &error), "client", error);
    require(connect_loop_new(work.client, NULL, &work.loop, &error), "loop", error);
    work.pager = connect_list_instances_pages(work.client, NULL);
    require(connect_pager_start(work.loop, work.pager, on_page, NULL, NULL, &error), "pager",
            error);
    require(connect_create_instance_and_wait_start(work.loop, work.client, &create, &wait,
                                                   on_created, NULL, NULL, &error),
            "CreateInstance", error);
    require(connect_list_instances_start(work.loop, work.client, NULL, on_cancelled, NULL, &call,
                                         &error),
            "ListInstances", error);
    connect_call_cancel(call);
    return work.loop;
}

bool work_step(void)
{
    work.steps++;
    (void)connect_loop_step(work.loop);
    return connect_loop_pending(work.loop) > 0;
}

int work_end(void)
{
    printf("%d described, %d created, %d cancelled, %d failed\n", work.described, work.created,
           work.cancelled, work.failed);
    printf("%d steps\n", work.steps);
    connect_loop_free(work.loop);
    connect_pager_free(work.pager);
    connect_client_free(work.client);
    return work.failed > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
