/*
 * A first walk through libconnect: create an instance and wait for it, describe it, tag it, list
 * all there are, look at an error, and take the instance away again.  Region, keys and endpoint
 * come from where the AWS CLI takes them.
 *
 *     quickstart [ALIAS]
 *
 * `make demo` runs it against a local server.  Against the service it creates, and deletes, a real
 * instance.
 */
#include <connect/connect.h>

#include <stdio.h>
#include <string.h>
#include <time.h>

static int failed(const char *what, connect_error *error)
{
    fprintf(stderr, "%s: %s\n%s\n", what, connect_error_message(error),
            connect_status_advice(connect_error_code(error)));
    connect_error_free(error);
    return 1;
}

static void line(const char *name, const char *value)
{
    printf("   %-12s %s\n", name, value != NULL ? value : "-");
}

static bool show_progress(void *user, const char *instance_status, int64_t waited_ms)
{
    (void)user;
    printf("   after %.1f s  %s\n", (double)waited_ms / 1000,
           instance_status != NULL ? instance_status : "not visible yet");
    fflush(stdout);
    return true;
}

/* On success *instance is owned: connect_free(). */
static int create(connect_client *client, const char *alias,
                  connect_describe_instance_response **instance)
{
    connect_create_instance_request request = {
        .size = sizeof request,
        .identity_management_type = CONNECT_DIRECTORY_TYPE_CONNECT_MANAGED,
        .instance_alias = alias,
        .inbound_calls_enabled = CONNECT_SET(true),
        .outbound_calls_enabled = CONNECT_SET(true),
    };
    connect_wait_options wait = { .size = sizeof wait,
                                  .min_delay_ms = CONNECT_SET(500),
                                  .progress = show_progress };
    connect_error *error = NULL;

    puts("1. Create an instance and wait until it is active");
    if (connect_create_instance_and_wait(client, &request, &wait, instance, &error) != CONNECT_OK) {
        return failed("create", error);
    }
    line("now", (*instance)->instance->instance_status_text);
    return 0;
}

static void describe(const connect_instance *instance)
{
    puts("\n2. What it is");
    line("alias", instance->instance_alias);
    line("id", instance->id);
    line("arn", instance->arn);
    line("users", instance->identity_management_type_text);
    line("sign in", instance->instance_access_url);
    if (instance->created_time.is_set) {
        /* times are milliseconds, UTC */
        time_t seconds = (time_t)(instance->created_time.value / 1000);
        char text[40];

        strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", gmtime(&seconds));
        line("created", text);
    }
}

static int tag(connect_client *client, const char *arn)
{
    connect_tag_resource_request request = {
        .size = sizeof request,
        .resource_arn = arn,
        .tags = (const connect_pair *const[]){ CONNECT_PAIR("stage", "demo"),
                                               CONNECT_PAIR("team", "voice") },
        .tags_count = 2,
    };
    connect_list_tags_for_resource_request list = { .size = sizeof list, .resource_arn = arn };
    connect_list_tags_for_resource_response *tags = NULL;
    connect_error *error = NULL;

    puts("\n3. Tag it, and read the tags back");
    if (connect_tag_resource(client, &request, NULL, &error) != CONNECT_OK ||
        connect_list_tags_for_resource(client, &list, &tags, &error) != CONNECT_OK) {
        return failed("tag", error);
    }
    for (size_t i = 0; i < tags->tags_count; i++) {
        line(tags->tags[i]->key, tags->tags[i]->value);
    }
    connect_free(tags);
    return 0;
}

static int list(connect_client *client)
{
    connect_pager *pager = connect_list_instances_pages(client, NULL);
    const connect_instance_summary *instance;
    char page[80] = "";
    int items = 0, pages = 0, code = 0;

    puts("\n4. List all instances; the pager holds one page at a time");
    while ((instance = connect_list_instances_next(pager)) != NULL) {
        const char *id = connect_pager_request_id(pager);

        if (id != NULL && strcmp(page, id) != 0) {
            snprintf(page, sizeof page, "%s", id);
            pages++;
        }
        printf("%s%s",
               items % 6 != 0 ? "  "
               : items > 0    ? "\n   "
                              : "   ",
               instance->instance_alias != NULL ? instance->instance_alias : "-");
        items++;
    }
    if (connect_pager_error(pager) != NULL) {
        fprintf(stderr, "list: %s\n", connect_error_message(connect_pager_error(pager)));
        code = 1;
    }
    printf("\n   %d instances in %d pages\n", items, pages);
    connect_pager_free(pager);
    return code;
}

static int look_at_an_error(connect_client *client)
{
    connect_describe_instance_request request = { .size = sizeof request,
                                                  .instance_id =
                                                      "00000000-0000-4000-8000-000000000000" };
    connect_error *error = NULL;
    connect_status status = connect_describe_instance(client, &request, NULL, &error);

    puts("\n5. Describe one that does not exist: what an error says");
    line("class", connect_status_name(status));
    line("type", connect_error_aws_type(error));
    line("message", connect_error_message(error));
    line("request id", connect_error_request_id(error));
    line("advice", connect_status_advice(status));
    connect_error_free(error);
    return status != CONNECT_E_NOT_FOUND;
}

static int delete (connect_client *client, const char *id)
{
    connect_delete_instance_request request = { .size = sizeof request, .instance_id = id };
    connect_wait_options wait = { .size = sizeof wait, .min_delay_ms = CONNECT_SET(500) };
    connect_error *error = NULL;

    puts("\n6. Delete it");
    if (connect_delete_instance(client, &request, NULL, &error) != CONNECT_OK ||
        connect_wait_instance_deleted(client, id, &wait, &error) != CONNECT_OK) {
        return failed("delete", error);
    }
    line("now", "gone");
    return 0;
}

int main(int argc, char **argv)
{
    connect_client *client = NULL;
    connect_describe_instance_response *created = NULL;
    connect_error *error = NULL;
    int code;

    if (connect_client_new(NULL, &client, &error) != CONNECT_OK) {
        return failed("client", error);
    }
    code = create(client, argc > 1 ? argv[1] : "quickstart", &created);
    if (code == 0) {
        describe(created->instance);
        code |= tag(client, created->instance->arn);
        code |= list(client);
        code |= look_at_an_error(client);
        code |= delete (client, created->instance->id);
    }
    connect_free(created);
    connect_client_free(client);
    return code;
}
