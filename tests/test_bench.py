"""What `make bench` says of its figures; the figures themselves are never a test."""

import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY / "bench"))

import comparison  # noqa: E402
import measuring  # noqa: E402
from messages import Trouble  # noqa: E402


@pytest.mark.parametrize(
    ("budget", "ours", "peer", "ratio", "is_met"),
    [
        (comparison.at_least(3), 1.0, 3.0, 3.0, True),
        (comparison.at_least(3), 2.0, 3.0, 1.5, False),
        (comparison.within(1.5), 3.0, 2.0, 1.5, True),
        (comparison.within(1.5), 4.0, 2.0, 2.0, False),
    ],
)
def test_a_budget_is_kept_or_not(budget, ours, peer, ratio, is_met):
    line = comparison.Comparison("work", ours, "peer", peer, budget)
    assert line.ratio == pytest.approx(ratio)
    assert line.is_met is is_met


def test_both_run_in_turn_and_medians_are_told():
    runs = []
    figures = {"ours": iter([1.0, 9.0, 2.0]), "peer": iter([8.0, 4.0, 6.0])}

    def run(name):
        runs.append(name)
        return next(figures[name])

    line = comparison.compare(
        "work",
        lambda: run("ours"),
        "peer",
        lambda: run("peer"),
        comparison.at_least(2),
        rounds=3,
    )
    assert runs == ["ours", "peer", "peer", "ours", "ours", "peer"]
    assert (line.ours, line.peer) == (2.0, 6.0)


def test_the_table_says_what_was_missed():
    table = comparison.write_table(
        [
            comparison.Comparison("a", 0.5, "bare SQL", 1.0, comparison.within(3)),
            comparison.Comparison(
                "b", 100.0, "limit", 64.0, comparison.within(1), "MiB"
            ),
        ]
    )
    assert table.splitlines()[2:] == [
        "| a | 500.0 ms | bare SQL: 1.00 s | 0.50 × | ≤ 3 × | yes |",
        "| b | 100.00 MiB | limit: 64.00 MiB | 1.56 × | ≤ 1 × | **no** |",
    ]


def test_a_clock_counts_only_what_is_inside():
    clock = comparison.Clock()
    assert clock.seconds == 0
    with clock:
        pass
    first = clock.seconds
    with clock:
        pass
    assert 0 < first < clock.seconds


@pytest.mark.parametrize("chosen", ["many", "4999", "-5", "1e6", "10_000_001"])
def test_a_number_of_rows_that_makes_no_sense_is_refused(monkeypatch, chosen):
    monkeypatch.setenv("BENCH_ROWS", chosen)
    with pytest.raises(Trouble, match="choose a number"):
        measuring.find_rows()


@pytest.mark.parametrize(("chosen", "rows"), [("5000", 5000), ("1_000_000", 1_000_000)])
def test_a_number_of_rows_is_understood(monkeypatch, chosen, rows):
    monkeypatch.setenv("BENCH_ROWS", chosen)
    assert measuring.find_rows() == rows
