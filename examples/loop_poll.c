/*
 * Calls in an application with an event loop, here poll(): describes all instances at once, on one
 * thread, while the application does other work between the steps.
 */
#include <connect/connect.h>

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

struct inventory {
    connect_client *client;
    connect_loop *loop;
    connect_pager *pager;
    int described, failed;
};

static void fail(struct inventory *inventory, const connect_error *error)
{
    inventory->failed++;
    fprintf(stderr, "%s\n", connect_error_message(error));
}

/* One call has ended. */
static void on_instance(void *user, connect_call *call, connect_status status)
{
    struct inventory *inventory = user;
    connect_describe_instance_response *response;

    if (status != CONNECT_OK) {
        fail(inventory, connect_call_error(call));
        return;
    }
    response = connect_call_take(call);
    printf("%-36s  %s\n", response->instance->id, response->instance->instance_alias);
    inventory->described++;
    connect_free(response);
}

/* A page has come: a call for each of its items, and the next page. */
static void on_page(void *user, connect_call *call, connect_status status)
{
    struct inventory *inventory = user;
    const connect_instance_summary *item;
    connect_error *error = NULL;

    if (status != CONNECT_OK) {
        fail(inventory, connect_call_error(call));
        return;
    }
    while ((item = connect_list_instances_next(inventory->pager)) != NULL) {
        const connect_describe_instance_request request = { .size = sizeof request,
                                                            .instance_id = item->id };

        if (connect_describe_instance_start(inventory->loop, inventory->client, &request,
                                            on_instance, inventory, NULL, &error) != CONNECT_OK) {
            fail(inventory, error);
            connect_error_free(error);
        }
    }
    if (!connect_pager_at_end(inventory->pager)) {
        (void)connect_pager_start(inventory->loop, inventory->pager, on_page, inventory, NULL,
                                  NULL);
    }
}

static void run_inventory(struct inventory *inventory)
{
    struct pollfd fds[1] = { { connect_loop_fd(inventory->loop), POLLIN, 0 } };

    /* An application has its other descriptors here as well. */
    while (connect_loop_pending(inventory->loop) > 0) {
        (void)poll(fds, 1, -1);
        if (fds[0].revents != 0) {
            (void)connect_loop_step(inventory->loop);
        }
    }
}

int main(void)
{
    connect_client_options options = { .size = sizeof options };
    struct inventory inventory = { 0 };
    connect_error *error = NULL;
    connect_status status;

    status = connect_client_new(&options, &inventory.client, &error);
    if (status == CONNECT_OK) {
        status = connect_loop_new(inventory.client, NULL, &inventory.loop, &error);
    }
    if (status == CONNECT_OK) {
        inventory.pager = connect_list_instances_pages(inventory.client, NULL);
        status =
            connect_pager_start(inventory.loop, inventory.pager, on_page, &inventory, NULL, &error);
    }
    if (status == CONNECT_OK) {
        run_inventory(&inventory);
        printf("%d instances\n", inventory.described);
    } else {
        fail(&inventory, error);
    }
    connect_error_free(error);
    connect_loop_free(inventory.loop);
    connect_pager_free(inventory.pager);
    connect_client_free(inventory.client);
    return inventory.failed > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
