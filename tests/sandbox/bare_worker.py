"""The worker's limits alone: the same process, but a plain connection and no guard. Speaks as the worker speaks."""

import json
import os
import sys

from verdampt.sandbox.limits import close_the_files, give_up_rights, leave_the_network, limit


def main() -> None:
    request = json.loads(sys.stdin.buffer.read())
    limit(seconds=request["seconds"])
    leave_the_network()
    import duckdb

    from verdampt.sandbox.answer import _misfortune, _stream, _warm_up, rows_of

    connection = duckdb.connect(request["marts"], read_only=True)  # two at once cannot both write
    _warm_up(connection)
    give_up_rights()
    close_the_files()
    caps = {"max_rows": request["max_rows"], "max_bytes": request["max_bytes"]}
    try:
        rows, is_cut = rows_of(connection, request["sql"], parameters={}, **caps)
        header, body = {"is_cut": is_cut}, _stream(rows)
    except Exception as error:
        header, body = _misfortune(error), b""
    os.write(1, json.dumps(header).encode() + b"\n" + body)
    os._exit(0)


if __name__ == "__main__":
    main()
