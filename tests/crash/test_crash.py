"""Forty builds killed, every fault of publishing, a thousand flipped bits: what readers see stays whole."""

from verdampt.benchmarks.crash import crash, targets


def test_what_is_published_is_whole_after_kills_faults_and_flipped_bits() -> None:
    report = crash(40, flips=300)

    assert report.kills == 40
    assert report.in_time >= 20
    assert report.reads > 40
    for target in targets(report):
        assert target.holds(), target.line()
