/* A program of somebody else's, for install.sh: it compiles as C99 and as C++17 and uses the public header only. */
#include <connect/types.h>

#include <stdio.h>

int main(void)
{
    printf("libconnect %s\n", connect_version());
    return 0;
}
