/* Where a reader is in its text: the beginning, the next value, the end, and problems. */
#include "core/assert.h"
#include "core/text.h"
#include "shape/reader.h"

void reader_init(struct reader *in, const char *text, size_t size)
{
    *in = (struct reader){ .begin = text, .at = text, .end = text + size };
    if (size > READER_SIZE_MAX) {
        (void)reader_fail(in, "larger than 2 GiB");
    }
}

void reader_place(const struct reader *in, size_t *line, size_t *column)
{
    ASSERT(in->begin <= in->at && in->at <= in->end);
    *line = 1;
    *column = 1;
    for (const char *c = in->begin; c < in->at; c++) {
        (*column)++;
        if (*c == '\n') {
            (*line)++;
            *column = 1;
        }
    }
}

bool reader_fail(struct reader *in, const char *problem)
{
    ASSERT(in->begin <= in->at && in->at <= in->end);
    if (in->problem == NULL) {
        in->problem = in->at == in->end ? "the text ends too early" : problem;
    }
    return false;
}

char reader_next_behind_space(struct reader *in)
{
    while (in->at < in->end && text_is_space(*in->at)) {
        in->at++;
    }
    return in->at < in->end ? *in->at : '\0';
}

bool reader_at_end(struct reader *in)
{
    (void)reader_next(in);
    return in->problem == NULL &&
           (in->at == in->end || reader_fail(in, "something follows the value"));
}
