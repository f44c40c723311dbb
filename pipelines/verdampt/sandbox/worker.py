"""One query in a process of its own: limits come first, before anything large is even imported.

Run by `run` as `python -I -m verdampt.sandbox.worker`, with the request as JSON on stdin. The answer on stdout is a
line of JSON, and after it the rows as an Arrow stream. Source: reliability.md 2.3, step 4.
"""

import json
import os
import sys

from verdampt.sandbox.limits import leave_the_network, limit


def main() -> None:
    """Answer the one request on stdin; only the answer itself can reach stdout."""
    request = json.loads(sys.stdin.buffer.read())
    out = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    limit(seconds=request["seconds"])
    leave_the_network()
    # Not before: who is not root leaves the network only while there is one thread, and DuckDB starts some at import.
    from verdampt.sandbox.answer import answer

    header, rows = answer(request)
    with os.fdopen(out, "wb") as stream:
        stream.write(json.dumps(header).encode() + b"\n" + rows)
    os._exit(0)  # what DuckDB would still tidy up keeps nobody waiting


if __name__ == "__main__":
    main()
