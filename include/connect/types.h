/* Version of the library. */
#ifndef CONNECT_TYPES_H
#define CONNECT_TYPES_H

#if defined(__GNUC__)
#define CONNECT_API __attribute__((visibility("default")))
#else
#define CONNECT_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* The version of the library that is loaded, as "major.minor.patch". The text is static. */
CONNECT_API const char *connect_version(void);

#ifdef __cplusplus
}
#endif

#endif
