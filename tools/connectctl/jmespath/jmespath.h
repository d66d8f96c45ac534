/*
 * JMESPath: a query language for JSON.
 *
 * A hand-written lexer and a Pratt parser make a tree of an expression once; the tree is evaluated
 * over jansson values.  The language is that of the specification (https://jmespath.org/
 * specification.html) with two extensions that users of the AWS CLI rely on: strings can be ordered
 * with < and >, and a literal in backticks that is not JSON is a string.
 *
 * Expressions come from people and scripts, so everything is bounded: the size of the expression,
 * the depth of its tree (evaluation recurses over it), and the work of an evaluation including the
 * size of its result.  `[@,@]|[@,@]|...` doubles its result with every six characters.
 */
#ifndef CTL_JMESPATH_JMESPATH_H
#define CTL_JMESPATH_JMESPATH_H

#include <jansson.h>

enum {
    JMESPATH_MAX_SIZE = 64 * 1024, /* bytes of an expression */
    JMESPATH_MAX_DEPTH = 500,      /* levels of its tree */
    JMESPATH_MAX_WORK = 20000000   /* steps of one evaluation */
};

struct jmespath; /* a compiled expression */

struct jmespath_error {
    size_t position; /* byte of the expression that is at fault */
    char *message;   /* one line without the expression; the caller frees it */
};

/* Returns NULL with *error set when the expression is invalid. */
struct jmespath *jmespath_compile(const char *expression, struct jmespath_error *error);
/*
 * Evaluates the expression.  Returns a new reference, JSON null when nothing matches, or NULL with
 * *error set when a function gets a value of the wrong type or the work limit is reached.  The
 * result shares values with `data`.
 */
json_t *jmespath_search(const struct jmespath *compiled, json_t *data,
                        struct jmespath_error *error);
/* The expression as it was given. */
const char *jmespath_expression(const struct jmespath *compiled);
void jmespath_free(struct jmespath *compiled);

#endif
