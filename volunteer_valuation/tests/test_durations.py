from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..tools.durations import format_duration, parse_duration


class TestParseDuration(BaseCase):
    def test_as_people_write_them(self):
        for text, hours in [
            ("2h30", 2.5),
            ("2 h 30", 2.5),
            ("2\u00a0h\u00a030", 2.5),
            ("2H30", 2.5),
            ("02h30", 2.5),
            ("2h30min", 2.5),
            ("2 heures 30", 2.5),
            ("2 hours 30 minutes", 2.5),
            ("2h5min", 2 + 5 / 60),
            ("2h", 2),
            ("2 h", 2),
            ("1 heure", 1),
            ("2,5 h", 2.5),
            ("2:30", 2.5),
            ("2 : 30", 2.5),
            ("2:30:00", 2.5),
            ("0:05", 5 / 60),
            ("2,5", 2.5),
            ("2.5", 2.5),
            ("2", 2),
            ("0", 0),
            ("150 min", 2.5),
            ("150min", 2.5),
            ("150 mn", 2.5),
            ("90 minutes", 1.5),
            ("7,5 min", 0.125),
            ("1 journée", 7),
            ("1 jour", 7),
            ("2 jours", 14),
            ("0,5 j", 3.5),
            ("1 day", 7),
            ("2 Days", 14),
        ]:
            with self.subTest(text=text):
                self.assertAlmostEqual(parse_duration(text), hours, 9)

    def test_hours_per_day(self):
        self.assertEqual(parse_duration("1 day", hours_per_day=8), 8)
        self.assertEqual(parse_duration("0.5 day", hours_per_day=7.5), 3.75)
        self.assertEqual(parse_duration("2h30", hours_per_day=8), 2.5)

    def test_not_understood(self):
        for text in [
            "",
            " ",
            "2h75",
            "2:75",
            "2h60",
            "2h5",
            "2:5",
            "2,5h30",
            "2:30:15",
            "-2",
            "-2h30",
            "+2",
            "2h-30",
            "2 3",
            "h30",
            ":30",
            "2.5.1",
            "2..5",
            ",5",
            "5,",
            "1e3",
            "inf",
            "nan",
            "many",
            "2 weeks",
            "12345678",
            "٢",
            "2h30 or so",
            "2h30\x00",
        ]:
            with self.subTest(text=text), self.assertRaises(ValueError):
                parse_duration(text)


class TestFormatDuration(BaseCase):
    def test_as_people_read_them(self):
        for hours, text in [
            (2.5, "2 h 30"),
            (2, "2 h"),
            (0.75, "45 min"),
            (0, "0 h"),
            (-0.0, "0 h"),
            (2 + 5 / 60, "2 h 05"),
            (1 / 3, "20 min"),
            (1.9999, "2 h"),
            (0.001, "0 h"),
            (-2.5, "-2 h 30"),
            (-0.001, "0 h"),
            (1234.5, "1234 h 30"),
        ]:
            with self.subTest(hours=hours):
                self.assertEqual(format_duration(hours), text)

    @settings(deadline=None)
    @given(st.integers(0, 9999 * 60 + 59))
    def test_what_is_shown_is_understood(self, minutes):
        shown = format_duration(minutes / 60)
        self.assertEqual(round(parse_duration(shown) * 60), minutes)

    @settings(deadline=None)
    @given(st.text(max_size=12) | st.text("0123456789hmin:,. jd", max_size=12))
    def test_any_text_is_a_finite_duration_or_none(self, text):
        try:
            hours = parse_duration(text)
        except ValueError:
            return
        self.assertGreaterEqual(hours, 0)
        self.assertLess(hours, 1e9)

    @settings(deadline=None)
    @given(st.integers(0, 99), st.integers(0, 59))
    def test_all_spellings_mean_the_same(self, hours, minutes):
        expected = hours + minutes / 60
        total = hours * 60 + minutes
        for text in [
            f"{hours}h{minutes:02}",
            f"{hours}:{minutes:02}",
            f"{hours} h {minutes:02} min",
            f"{total} min",
        ]:
            self.assertAlmostEqual(parse_duration(text), expected, 9)
