/*
 * How programs fill structs, for headers.sh: compiles without a warning as C99, C11, C++11, C++17
 * and C++20.
 */
#include <connect/connect.h>

#if !defined(__cplusplus) || __cplusplus >= 202002L
#    define HAS_DESIGNATED_INITIALISERS 1
#endif

int32_t fill_by_members(void);
int32_t fill_by_initialiser(int32_t page_size);
const char *find_a_tag(void);
const char *name_a_status(const connect_instance *instance);

int32_t fill_by_members(void)
{
    connect_list_instances_request list;
    connect_client_options options;

    connect_init(&list);
    list.max_results = connect_int32(10);
    connect_init(&options);
    options.use_fips_endpoint = connect_bool(true);
    options.call_timeout_ms = connect_int64(30000);
    return list.max_results.value + (int32_t)options.call_timeout_ms.value;
}

int32_t fill_by_initialiser(int32_t page_size)
{
#ifdef HAS_DESIGNATED_INITIALISERS
    connect_list_instances_request list =
        CONNECT_INIT(connect_list_instances_request, .max_results = connect_int32(page_size));
    connect_pace pace = CONNECT_INIT(connect_pace, .rate = 2, .burst = 5);
    connect_list_instances_request first =
        CONNECT_INIT(connect_list_instances_request, .max_results = CONNECT_SET(page_size));

    return list.max_results.value + first.max_results.value + (int32_t)pace.rate;
#else
    return page_size;
#endif
}

const char *find_a_tag(void)
{
    const connect_pair *const tags[] = { CONNECT_PAIR("team", "voice"),
                                         CONNECT_PAIR("stage", "test") };
    connect_create_instance_request request;
    connect_opt_double rate = connect_double(0.5);
    connect_opt_time start = connect_time(0);

    connect_init(&request);
    request.tags = tags;
    request.tags_count = 2;
    return rate.is_set && start.is_set ? connect_pair_find(request.tags, request.tags_count, "team")
                                       : NULL;
}

const char *name_a_status(const connect_instance *instance)
{
    const char *name = connect_instance_status_name(instance->instance_status);

    return connect_instance_status_of(name) == CONNECT_INSTANCE_STATUS_ACTIVE ? "active" : name;
}
