"""The dumbbell's geometry: where marks, bands and lines stand. No database, no template."""

from dataclasses import dataclass

import pytest

from exercises.steps.perception.figure import LEFT, RIGHT, Band, band, dumbbell, x_of


@dataclass(frozen=True)
class Somebody:
    voice: str


@dataclass(frozen=True)
class Put:
    about: Somebody
    by_self: int | None
    by_other: int | None


ALEX, BLAIR = Somebody("v1"), Somebody("v2")


def rows(*ratings):
    return [Put(who, own, seen) for who, (own, seen) in zip((ALEX, BLAIR), ratings, strict=True)]


def test_the_ladder_goes_from_one_end_to_the_other():
    assert [x_of(rating) for rating in range(7)] == [16, 64, 112, 160, 208, 256, 304]


def test_each_row_has_both_marks_the_square_first():
    about_alex, about_blair = dumbbell(rows((2, 5), (6, 0)))
    assert [(mark.voice, mark.x) for mark in about_alex.marks] == [("v2", 256), ("v1", 112)]
    assert [(mark.voice, mark.x) for mark in about_blair.marks] == [("v2", 304), ("v1", 16)]
    assert about_alex.marks[0].corner == (246, 28)
    assert (about_alex.y, about_blair.y) == (38, 104)


def test_a_line_joins_marks_that_differ_and_no_line_joins_equal_ones():
    about_alex, about_blair = dumbbell(rows((5, 2), (3, 3)))
    assert about_alex.between == (112, 256)
    assert about_blair.between is None
    assert len(about_blair.marks) == 2


@pytest.mark.parametrize(("own", "start", "end"), [(0, LEFT, 64), (3, 112, 208), (6, 256, RIGHT)])
def test_the_band_is_one_step_to_each_side_and_stays_on_the_ladder(own, start, end):
    assert band(own, "v1") == Band(start, end, "v1")


def test_a_rating_that_is_missing_leaves_its_mark_out():
    about_alex, about_blair = dumbbell(rows((None, 4), (None, None)))
    assert [mark.voice for mark in about_alex.marks] == ["v2"]
    assert about_alex.band is None
    assert about_alex.between is None
    assert about_blair.marks == ()


def test_the_band_belongs_to_whom_the_row_is_about():
    about_alex, about_blair = dumbbell(rows((1, 4), (2, 2)))
    assert about_alex.band is not None
    assert about_alex.band.voice == "v1"
    assert about_blair.band is not None
    assert about_blair.band.voice == "v2"
