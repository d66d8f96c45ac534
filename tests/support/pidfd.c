/* See pidfd.h. */
#include "support/pidfd.h"

#include "support/suite.h"

#include <errno.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifdef __has_include
#    if __has_include(<linux/seccomp.h>)
#        include <linux/filter.h>
#        include <linux/seccomp.h>
#        include <stddef.h>
#        include <sys/prctl.h>
#        define HAS_FILTERS
#    endif
#endif

static const char skipped[] = "SKIP: a kernel without pidfd_open(): it cannot be taken away here";

#if defined(HAS_FILTERS) && defined(SYS_pidfd_open)

void pidfd_lose(void)
{
    struct sock_filter program[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_pidfd_open, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog filter = { sizeof program / sizeof *program, program };

    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0) != 0) {
        puts(skipped);
        return;
    }
    ck_assert_int_eq(syscall(SYS_pidfd_open, getpid(), 0), -1);
}

#else

void pidfd_lose(void)
{
    puts(skipped);
}

#endif
