/*
 * The example of an input, in YAML with what each member may be.
 */
#include "call/skeleton_print.h"

#include "base/failure.h"
#include "base/strbuf.h"
#include "help/help.h"
#include "output/output.h"

#include <stdlib.h>

static int print_yaml(const struct command *command, const json_t *example)
{
    const connect_shape *shape = connect_operation_input(command->operation);
    const connect_member *member;

    if (!output_has_yaml()) {
        return usage_error(command->name,
                           "this connectctl was built without YAML; build it with libyaml");
    }
    for (size_t i = 0; (member = connect_shape_member(shape, i)) != NULL; i++) {
        const char *name = connect_member_name(member);
        char *description = describe_member(member, true);
        struct strbuf comment = { 0 };

        strbuf_addf(&comment, "%s%s", connect_member_is_required(member) ? "[REQUIRED] " : "",
                    description);
        (void)output_yaml_member(stdout, name, json_object_get(example, name),
                                 strbuf_string(&comment));
        strbuf_free(&comment);
        free(description);
    }
    return 0;
}

int skeleton_print_input(const struct command *command, enum skeleton skeleton)
{
    json_t *example = skeleton_of(connect_operation_input(command->operation), false);
    int code = 0;

    if (skeleton == SKELETON_YAML_INPUT) {
        code = print_yaml(command, example);
    } else {
        output_json(stdout, example, false);
    }
    json_decref(example);
    return code != 0 ? code : output_flush_stdout();
}
