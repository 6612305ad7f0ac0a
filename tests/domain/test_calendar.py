"""The calendar against the Algemene termijnenwet's own list, written out by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import (
    add_working_days,
    end_of_term,
    holidays,
    is_overdue,
    is_working_day,
    working_days_between,
)

# New Year's Day, Good Friday, Easter Monday, King's Day, 5 May, Ascension Day, Whit Monday, Christmas (2 days);
# and behind the bar the days equated by royal decree.
ACT = {
    2023: "01-01 04-07 04-10 04-27 05-05 05-18 05-29 12-25 12-26 | 04-28 05-19",
    2024: "01-01 03-29 04-01 04-27 05-05 05-09 05-20 12-25 12-26 | 05-10 12-27",
    2025: "01-01 04-18 04-21 04-26 05-05 05-29 06-09 12-25 12-26 | 05-30",
    2026: "01-01 04-03 04-06 04-27 05-05 05-14 05-25 12-25 12-26 | 01-02 05-15",
    2027: "01-01 03-26 03-29 04-27 05-05 05-06 05-17 12-25 12-26 | 05-07",
    2028: "01-01 04-14 04-17 04-27 05-05 05-25 06-05 12-25 12-26 | 04-28 05-26",
}

days = st.dates(min_value=date(2015, 1, 1), max_value=date(2040, 12, 31))


@pytest.mark.parametrize(("year", "listed"), ACT.items())
def test_the_holidays_are_those_of_the_act(year: int, listed: str) -> None:
    expected = {date.fromisoformat(f"{year}-{day}") for day in listed.replace("|", "").split()}

    assert set(holidays(year)) == expected


@pytest.mark.parametrize("year", [2014, 2025, 2031])
def test_kings_day_moves_to_saturday_when_27_april_is_a_sunday(year: int) -> None:
    assert date(year, 4, 27).weekday() == 6
    assert holidays(year)[date(year, 4, 26)] == "Koningsdag"
    assert date(year, 4, 27) not in holidays(year)


@pytest.mark.parametrize("year", range(2015, 2041))
def test_liberation_day_is_a_holiday_every_year_and_not_once_in_five(year: int) -> None:
    assert "Bevrijdingsdag" in holidays(year)[date(year, 5, 5)]


def test_two_holidays_on_one_day_are_one_holiday() -> None:
    assert holidays(2016)[date(2016, 5, 5)] == "Bevrijdingsdag; Hemelvaartsdag"


def test_new_years_eve_and_the_sundays_of_easter_and_whitsun_are_not_on_the_list() -> None:
    assert not {date(2026, 12, 31), date(2026, 4, 5), date(2026, 5, 24)} & set(holidays(2026))


@pytest.mark.parametrize(
    ("start", "term", "end", "why"),
    [
        ("2026-03-09", {"weeks": 6}, "2026-04-20", "an ordinary Monday stays"),
        ("2026-01-09", {"days": 8}, "2026-01-19", "Saturday runs to Monday"),
        ("2026-01-09", {"days": 9}, "2026-01-19", "Sunday runs to Monday"),
        ("2025-04-17", {"weeks": 6}, "2025-06-02", "Ascension Day, the equated Friday and the weekend"),
        ("2025-03-07", {"weeks": 6}, "2025-04-22", "Good Friday runs over Easter Monday (art. 3(2))"),
        ("2025-04-21", {"days": 5}, "2025-04-28", "King's Day on a Saturday, moved from Sunday"),
        ("2026-04-05", {"months": 1}, "2026-05-06", "5 May, also in a year that is no lustrum"),
        ("2026-01-31", {"months": 1}, "2026-03-02", "no 31 February: the 28th, a Saturday"),
        ("2024-01-31", {"months": 1}, "2024-02-29", "the last day of a leap February"),
        ("2025-12-15", {"months": 1}, "2026-01-15", "over the turn of the year"),
        ("2017-12-19", {"days": 3}, "2017-12-22", "three ordinary days"),
        ("2017-12-20", {"days": 3}, "2017-12-27", "a Saturday before Christmas"),
    ],
)
def test_a_term_ends_on_an_ordinary_day(start: str, term: dict[str, int], end: str, why: str) -> None:
    assert end_of_term(date.fromisoformat(start), **term) == date.fromisoformat(end), why


def test_a_term_of_three_days_holds_two_ordinary_days() -> None:
    # From Thursday before Easter 2026: Good Friday, weekend, Easter Monday, and then Tuesday alone is not enough.
    maundy_thursday = date(2026, 4, 2)

    assert end_of_term(maundy_thursday, days=3) == date(2026, 4, 8)
    assert end_of_term(maundy_thursday, days=2) == date(2026, 4, 7), "art. 2 speaks of at least three days"


@pytest.mark.parametrize(
    ("start", "kept", "longer", "end"),
    [
        ("2026-01-10", {"weeks": 12}, {"weeks": 13}, "2026-04-07"),
        ("2026-01-04", {"days": 90}, {"days": 91}, "2026-04-07"),
        ("2026-01-05", {"months": 3}, {"months": 4}, "2026-04-07"),
    ],
)
def test_long_terms_are_exempt(start: str, kept: dict[str, int], longer: dict[str, int], end: str) -> None:
    """Art. 4(a): more than 12 weeks, 90 days or 3 months is never extended; up to and including that is."""
    first = date.fromisoformat(start)

    assert end_of_term(first, **kept) == date.fromisoformat(end)
    exempt = end_of_term(first, **longer)
    assert (
        exempt
        == {"weeks": date(2026, 4, 11), "days": date(2026, 4, 5), "months": date(2026, 5, 5)}[
            next(iter(longer))
        ]
    )
    assert not is_working_day(exempt)


def test_years_are_exempt_also_when_they_end_at_christmas() -> None:
    assert end_of_term(date(2020, 12, 25), years=5) == date(2025, 12, 25)
    assert end_of_term(date(2024, 2, 29), years=1) == date(2025, 2, 28)


@pytest.mark.parametrize(
    "term", [{}, {"days": 0}, {"days": -1}, {"weeks": 1, "days": 1}, {"days": 5, "weeks": -1}]
)
def test_a_term_has_exactly_one_unit(term: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="exactly one unit"):
        end_of_term(date(2026, 1, 5), **term)


@given(start=days, length=st.integers(1, 90))
def test_every_term_in_days_ends_as_articles_1_and_2_say(start: date, length: int) -> None:
    end = end_of_term(start, days=length)

    assert is_working_day(end)
    assert end >= start + timedelta(days=length)
    assert length < 3 or working_days_between(start, end) >= 2
    # And no later than needed: the day before would have broken one of the two articles.
    before = end - timedelta(days=1)
    if before >= start + timedelta(days=length):
        assert not is_working_day(before) or (length >= 3 and working_days_between(start, before) < 2)


@given(start=days, length=st.integers(1, 90))
def test_who_starts_later_never_has_to_be_ready_earlier(start: date, length: int) -> None:
    assert end_of_term(start, days=length) <= end_of_term(start + timedelta(days=1), days=length)


def test_working_days_skip_christmas_and_the_weekend() -> None:
    assert add_working_days(date(2025, 12, 24), 1) == date(2025, 12, 29)
    assert add_working_days(date(2025, 12, 29), -1) == date(2025, 12, 24)
    assert add_working_days(date(2025, 12, 27), 0) == date(2025, 12, 27)
    assert working_days_between(date(2025, 12, 24), date(2025, 12, 29)) == 1
    assert working_days_between(date(2025, 12, 29), date(2025, 12, 24)) == -1
    assert working_days_between(date(2025, 12, 29), date(2025, 12, 29)) == 0


@given(start=days, number=st.integers(0, 60))
def test_counting_working_days_is_the_reverse_of_adding_them(start: date, number: int) -> None:
    assert working_days_between(start, add_working_days(start, number)) == number


def test_on_the_day_itself_it_is_not_overdue() -> None:
    due = date(2026, 6, 1)

    assert not is_overdue(due, due)
    assert is_overdue(due, due + timedelta(days=1))
