/*
 * Which type a plain scalar has in YAML: that of version 1.2, and the timestamps of 1.1.
 */
#ifndef CTL_BASE_YAML_SCALAR_H
#define CTL_BASE_YAML_SCALAR_H

enum yaml_scalar {
    YAML_STRING,
    YAML_NULL,
    YAML_BOOLEAN,
    YAML_INTEGER,
    YAML_REAL,
    YAML_TIMESTAMP,
    YAML_MERGE /* "<<" and "=" have meanings of their own */
};

enum yaml_scalar yaml_scalar_type(const char *text);

#endif
