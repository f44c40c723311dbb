"""Errors that end a command with one sentence; the exit code says whose they are."""


class VerdamptError(Exception):
    """Something of ours went wrong: exit code 1."""

    exit_code = 1


class InputError(VerdamptError):
    """Something the user gave is wrong; the message names it and says what to do: exit code 2."""

    exit_code = 2


class SettingsError(InputError):
    """The configuration file is missing or wrong."""


class ExtractError(InputError):
    """An extract or reference file is missing or breaks its contract."""


class ModelError(InputError):
    """A SQL model is wrong: its header, its query or what it returns."""


class SnapshotError(InputError):
    """A snapshot that was asked for is absent or damaged."""


class LinksError(VerdamptError):
    """A link cannot be made as asked, or the database of links does not work."""


class NoteError(InputError):
    """A note cannot be kept as it is written; `reason` is its code, for who says so in another language."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason
