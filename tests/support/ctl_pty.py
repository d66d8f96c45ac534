"""Runs a command on a terminal of its own: ctl_pty.py COLUMNS OUTPUT [--when TEXT --send SIGNAL] -- COMMAND ARGUMENT...

All that the terminal gets is written to the file OUTPUT.  When TEXT has appeared in it, SIGNAL (INT or TERM) is sent to
the command.  Exits as the command does, with 128 plus the signal that ended it.
"""
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios

columns, output = int(sys.argv[1]), sys.argv[2]
split = sys.argv.index("--")
options, command = sys.argv[3:split], sys.argv[split + 1:]
when = options[options.index("--when") + 1].encode() if "--when" in options else None
send = getattr(signal, "SIG" + options[options.index("--send") + 1]) if "--send" in options else None

child, terminal = pty.fork()
if child == 0:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a test run in the background ignores it
    os.environ.pop("COLUMNS", None)
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    os.execvp(command[0], command)

seen, deadline = b"", 120
while True:
    ready = select.select([terminal], [], [], deadline)[0]
    if not ready:
        os.kill(child, signal.SIGKILL)
        break
    try:
        some = os.read(terminal, 65536)
    except OSError:
        break
    if not some:
        break
    seen += some
    if when is not None and when in seen:
        os.kill(child, send)
        when = None
with open(output, "wb") as file:
    file.write(seen.replace(b"\r\n", b"\n"))
status = os.waitpid(child, 0)[1]
sys.exit(os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status))
