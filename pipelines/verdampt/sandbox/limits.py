"""What the operating system keeps a query from; each step holds for good in the process that takes it.

Source: reliability.md 2.3, step 4; the wall around files is Landlock, kernel documentation userspace-api/landlock.
"""

import ctypes
import os
import resource
import signal

MEMORY_BYTES = 2_500_000_000
PROCESSOR_SECONDS = 6
OPEN_FILES = 64
NOBODY = 65534

TOO_LONG = "the query asks for more time or memory than one query may have"
STOPPED = "DuckDB stopped on this query"

_LIMITS = {
    resource.RLIMIT_AS: MEMORY_BYTES,
    resource.RLIMIT_CPU: PROCESSOR_SECONDS,
    resource.RLIMIT_FSIZE: 0,
    resource.RLIMIT_NOFILE: OPEN_FILES,
    resource.RLIMIT_CORE: 0,
}
_NO_NEW_PRIVILEGES = 38
_NEW_NETWORK = 0x40000000
_NEW_USER = 0x10000000
_CREATE_RULESET, _RESTRICT_SELF = 444, 446
_ASK_VERSION = 1
# How many kinds of access to files each version of Landlock knows; naming one more than it knows is an error.
_KINDS_OF_ACCESS = {1: 13, 2: 14, 3: 15, 4: 15}
_NEWEST_KINDS = 16
_NETWORK_SINCE, _SCOPES_SINCE = 4, 6

_libc = ctypes.CDLL(None, use_errno=True)


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scopes", ctypes.c_uint64))


def limit(*, seconds: float) -> None:
    """Cap memory, processor time, files and clock time of this process; the clock ends it when its parent is gone."""
    for kind, most in _LIMITS.items():
        resource.setrlimit(kind, (most, most))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds + 1)


def leave_the_network() -> bool:
    """Move to a network without anything in it; False where the kernel does not allow that."""
    kind = _NEW_NETWORK if os.geteuid() == 0 else _NEW_NETWORK | _NEW_USER
    return int(_libc.unshare(kind)) == 0


def give_up_rights() -> None:
    """Become nobody when root, start no process or thread any more, and never gain a right again."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    if _libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "no_new_privs")


def close_the_files() -> bool:
    """Let no file be opened any more, not even to read; what is open stays. False where the kernel has no Landlock."""
    version = int(_libc.syscall(_CREATE_RULESET, None, 0, _ASK_VERSION))
    if version < 1:
        return False
    rules = _Ruleset(
        files=(1 << _KINDS_OF_ACCESS.get(version, _NEWEST_KINDS)) - 1,
        network=0b11 if version >= _NETWORK_SINCE else 0,
        scopes=0b11 if version >= _SCOPES_SINCE else 0,
    )
    ruleset = int(_libc.syscall(_CREATE_RULESET, ctypes.byref(rules), ctypes.sizeof(rules), 0))
    return ruleset >= 0 and int(_libc.syscall(_RESTRICT_SELF, ruleset, 0)) == 0
