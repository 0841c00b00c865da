from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..tools.certificate_codes import ALPHABET, GROUP, LENGTH, make_code, read_code


class TestCertificateCodes(BaseCase):
    def test_nobody_finds_a_code_by_trying(self):
        self.assertGreaterEqual(len(ALPHABET) ** LENGTH, 2**100)
        codes = [make_code() for _ in range(2000)]
        self.assertEqual(len(set(codes)), len(codes))
        # Every letter may stand at every place: none is fixed, or counted up.
        for place in range(LENGTH + LENGTH // GROUP - 1):
            letters = {code[place] for code in codes}
            self.assertEqual(letters, {"-"} if "-" in letters else set(ALPHABET))

    def test_it_is_read_as_people_type_it(self):
        code = "7QK2-M0ZD-XR4V-9TB1-HC8W"
        for typed in (
            code,
            code.lower(),
            code.replace("-", ""),
            code.replace("-", " "),
            "  7qk2\u00a0mOzd–xr4v—9tbI_hc8w\n",
            code.replace("0", "o").replace("1", "l"),
        ):
            self.assertEqual(read_code(typed), code, typed)

    def test_what_is_no_code_is_none(self):
        code = make_code()
        for typed in (
            "",
            "nope",
            code[:-1],
            code + "A",
            code[:-1] + "U",
            code[:-1] + "é",
            code[:-1] + "\x00",
            "-" * 10_000,
            code + "-" * 100,
            "٢" * LENGTH,
        ):
            self.assertIsNone(read_code(typed), typed[:40])

    # Never timed: machines are noisy.
    @settings(deadline=None)
    @given(st.text(max_size=200))
    def test_any_text_is_read_as_a_code_or_none(self, text):
        code = read_code(text)
        self.assertTrue(code is None or read_code(code) == code)
