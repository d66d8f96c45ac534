/*
 * Calls in an application on libuv: lists all instances while a timer of the application runs on
 * the same thread.  Another host needs the same three things: the descriptor watched for reading,
 * a step when it is readable, and an end of watching before the loop is freed.
 */
#define _POSIX_C_SOURCE 200809L

#include <connect/connect.h>

#include <stdio.h>
#include <stdlib.h>
#include <uv.h>

struct application {
    connect_client *client;
    connect_loop *loop;
    connect_pager *pager;
    uv_poll_t watcher;
    uv_timer_t timer;
    int listed, ticks, failed;
};

static void fail(struct application *application, const char *message)
{
    application->failed++;
    fprintf(stderr, "%s\n", message);
}

/* A page has come: its items, and the next page. */
static void on_page(void *user, connect_call *call, connect_status status)
{
    struct application *application = user;
    const connect_instance_summary *instance;
    connect_error *error = NULL;

    if (status != CONNECT_OK) {
        fail(application, connect_error_message(connect_call_error(call)));
        return;
    }
    while ((instance = connect_list_instances_next(application->pager)) != NULL) {
        printf("%-36s  %s\n", instance->id, instance->instance_alias);
        application->listed++;
    }
    if (!connect_pager_at_end(application->pager) &&
        connect_pager_start(application->loop, application->pager, on_page, application, NULL,
                            &error) != CONNECT_OK) {
        fail(application, connect_error_message(error));
        connect_error_free(error);
    }
}

static void on_readable(uv_poll_t *watcher, int status, int events)
{
    struct application *application = watcher->data;

    (void)events;
    if (status < 0) {
        fail(application, uv_strerror(status));
    } else {
        (void)connect_loop_step(application->loop);
    }
    /* Nothing is left to watch for, and uv_run() returns. */
    if (status < 0 || connect_loop_pending(application->loop) == 0) {
        uv_close((uv_handle_t *)watcher, NULL);
        uv_close((uv_handle_t *)&application->timer, NULL);
    }
}

/* What else the application does. */
static void on_tick(uv_timer_t *timer)
{
    struct application *application = timer->data;

    application->ticks++;
}

static int run_application(struct application *application)
{
    uv_loop_t uv;
    int failed = uv_loop_init(&uv);

    if (failed < 0) {
        return failed;
    }
    application->watcher.data = application;
    application->timer.data = application;
    failed = uv_poll_init(&uv, &application->watcher, connect_loop_fd(application->loop));
    if (failed == 0) {
        (void)uv_timer_init(&uv, &application->timer);
        (void)uv_timer_start(&application->timer, on_tick, 10, 10);
        (void)uv_poll_start(&application->watcher, UV_READABLE, on_readable);
        (void)uv_run(&uv, UV_RUN_DEFAULT);
    }
    (void)uv_loop_close(&uv);
    return failed;
}

int main(void)
{
    struct application application = { 0 };
    connect_error *error = NULL;
    connect_status status = connect_client_new(NULL, &application.client, &error);
    int failed;

    if (status == CONNECT_OK) {
        status = connect_loop_new(application.client, NULL, &application.loop, &error);
    }
    if (status == CONNECT_OK) {
        application.pager = connect_list_instances_pages(application.client, NULL);
        status = connect_pager_start(application.loop, application.pager, on_page, &application,
                                     NULL, &error);
    }
    if (status != CONNECT_OK) {
        fail(&application, connect_error_message(error));
    } else if ((failed = run_application(&application)) < 0) {
        fail(&application, uv_strerror(failed));
    } else {
        printf("%d instances, %d ticks\n", application.listed, application.ticks);
    }
    connect_error_free(error);
    connect_loop_free(application.loop);
    connect_pager_free(application.pager);
    connect_client_free(application.client);
    return application.failed > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
