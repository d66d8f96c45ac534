/*
 * What a command prints: documents as JSON, YAML, text or table, to stdout or a pager.
 *
 * Text and yaml-stream are printed page by page, so that the first line of a long listing appears
 * after its first page and an error on a later page loses nothing.  The other formats are one
 * document.
 */
#ifndef CTL_OUTPUT_OUTPUT_H
#define CTL_OUTPUT_OUTPUT_H

#include "cli/settings.h"

#include <connect/operation.h>

#include <jansson.h>

#include <stdio.h>
#include <sys/types.h>

struct jmespath;

struct output {
    const struct settings *settings;
    const connect_shape *shape; /* of the documents; NULL: none is known */
    struct jmespath *query;     /* NULL: none; owned */
    bool is_terminal;           /* what is printed ends up on a terminal */
    FILE *out;                  /* stdout or the pager; NULL before anything is printed */
    pid_t pager;                /* 0: none */
    bool is_closed_by_reader;   /* the other end of the pipe is gone */
};

/*
 * Compiles the query of the global options.  Returns 0, or CTL_USAGE after having reported what is
 * wrong with it; the output is to be closed in both cases.
 */
int output_open(struct output *output, const struct settings *settings,
                const struct globals *globals, const connect_shape *shape, const char *command);
/* Whether each page is a document of its own. */
bool output_is_paged(const struct output *output);
/*
 * Prints one document: formats its times, applies the query, and flushes.  Documents without
 * members print nothing.  Changes and keeps `document`.  Returns 0 or an exit code after having
 * reported the reason.
 */
int output_write(struct output *output, json_t *document);
/*
 * Whether the reader of the output has ended (`| head -1`), so that no further page needs to be
 * fetched.  Waits for that for up to `wait_ms`.
 */
bool output_is_abandoned(const struct output *output, int wait_ms);
/* Flushes, waits for the pager, and frees.  Returns `code`, or an exit code when writing failed. */
int output_close(struct output *output, int code);

/* Flushes stdout for what was printed without an output.  Returns 0 or an exit code. */
int output_flush_stdout(void);

/* ---- formats; `is_terminal` escapes what a terminal would obey ---- */

/* JSON as the AWS CLI formats it, with a line end. */
void output_json(FILE *out, const json_t *value, bool is_terminal);
/* Tab-separated lines as the AWS CLI's. */
void output_text(FILE *out, const json_t *value, bool is_terminal);
/* Returns false when the program was built without YAML. */
bool output_yaml(FILE *out, const json_t *value, bool is_terminal);
/* One member with a comment behind its first line. */
bool output_yaml_member(FILE *out, const char *name, const json_t *value, const char *comment);
bool output_has_yaml(void);
/* Aligned for people within `width` columns, 0 for no limit; shape may be NULL. */
void output_table(FILE *out, const connect_shape *shape, const json_t *value, size_t width);

#endif
