"""A wrong configuration gives one sentence: the file, the key as its writer knows it, and what to do."""

from pathlib import Path

import pytest

from verdampt.errors import SettingsError
from verdampt.settings import load_settings

EXTRACT = '[[extracts]]\nkind = "volumes"\nsource = "a"\npath = "a.csv"\n'
WRONG = {
    "no extracts": ("", "extracts is missing; add it"),
    "unknown key": (EXTRACT + 'colour = "red"', "extracts.a.colour is not known here; take it away"),
    "unknown section": (EXTRACT + "[zorg]", "zorg is not known here"),
    "unknown kind": (EXTRACT.replace("volumes", "cakes"), "extracts.a.kind is not one of 'vektis_open', "),
    "no path": (EXTRACT.replace('path = "a.csv"\n', ""), "extracts.a.path is missing; add it"),
    "no source": (EXTRACT + EXTRACT.replace('source = "a"\n', ""), "extract 2.source is missing; add it"),
    "source in capitals": (EXTRACT.replace('"a"', '"A B"'), "extracts.A B.source does not have the right form"),
    "delimiter of two characters": (EXTRACT + 'delimiter = "||"', "extracts.a.delimiter is longer than 1 character"),
    "share above one": (EXTRACT + "[quality]\nmaximum_rejected_share = 5", "maximum_rejected_share is above 1"),
    "no day": (EXTRACT + '[baseline]\nfirst = "2019"', "baseline.first is not a day; write it as yyyy-mm-dd"),
    "a word for a yes": (EXTRACT + 'already_public = "perhaps"', "already_public is neither true nor false"),
    "half a pilot": (EXTRACT + '[pilots]\ntable = "pilots.csv"', "pilots has only one of `table` and `participants`"),
    "path of the wrong type": (EXTRACT.replace('"a.csv"', "3"), "extracts.a.path is not a text; put it in quotes"),
}


@pytest.mark.parametrize("name", WRONG)
def test_it_names_the_key_and_what_to_do(tmp_path: Path, name: str) -> None:
    document, sentence = WRONG[name]
    path = tmp_path / "wrong.toml"
    path.write_text(document)

    with pytest.raises(SettingsError) as raised:
        load_settings(path)

    assert str(raised.value).startswith(f"{path}: ")
    assert sentence in str(raised.value)
    assert "\n" not in str(raised.value)
