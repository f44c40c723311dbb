"""The dashboard's own code on the samples, without a browser."""

from dataclasses import fields

import pytest
from hypothesis import strategies as st

from verdampt.serving import LINKS_VARIABLE, PUBLISHED_VARIABLE
from verdampt_dashboard import reader
from verdampt_dashboard.reader import LANGUAGES, Reader
from verdampt_dashboard.view import DAYS, JOINED, LISTS, View, choices


@pytest.fixture(autouse=True)
def _published(sample_snapshot, monkeypatch, tmp_path):
    store = sample_snapshot.folder.parents[1]
    monkeypatch.setenv(PUBLISHED_VARIABLE, str(store))
    monkeypatch.setenv(LINKS_VARIABLE, f"sqlite:///{tmp_path}/links.sqlite")
    reader.become(Reader())


@pytest.fixture(scope="module")
def domain(sample_snapshot):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(PUBLISHED_VARIABLE, str(sample_snapshot.folder.parents[1]))
        yield choices()


@st.composite
def views(draw, domain) -> View:
    """Any view that a reader can come to, choice by choice."""
    view = domain.default
    for field in fields(View):
        match field.name:
            case "snapshot":
                continue
            case name if name in LISTS:
                drawn = draw(st.lists(st.sampled_from(sorted(domain.allowed(name, view))), max_size=3))
                code = JOINED.join(dict.fromkeys(drawn))
            case name if name in DAYS:
                code = draw(st.sampled_from(("", "2020-03-16", "2021-07-01")))
            case name:
                code = draw(st.sampled_from(sorted(domain.allowed(name, view))))
        view = domain.change(view, field.name, code)
    return view


__all__ = ["LANGUAGES", "views"]
