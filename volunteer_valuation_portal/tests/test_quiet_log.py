import logging

from odoo.tests import BaseCase, tagged

from ..controllers.quiet_log import MASKED, mask
from .links_common import LinksCommon

_logger = logging.getLogger(__name__)
TOKEN = "Zx9_-" * 9


class TestQuietLog(BaseCase):
    def test_tokens_are_masked_wherever_they_stand(self):
        for before, after in (
            ('"GET ', ' HTTP/1.1" 200 -'),
            ("https://example.com/fr", "?done=sent"),
            ("at <", "/stop>"),
        ):
            text = f"{before}/volunteering/{TOKEN}{after}"
            self.assertEqual(mask(text), f"{before}{MASKED}{after}")

    def test_an_address_written_otherwise_is_masked_too(self):
        for path in (
            f"/volunteering//{TOKEN}",
            f"/volunteering%2F{TOKEN}",
            f"/volunteering%2f{TOKEN}",
            f"/volunteering/./{TOKEN}",
            f"/volunteering/%20{TOKEN}",
            f"/volunteering/ {TOKEN}",
            f"/Volunteering/{TOKEN}",
            f"/VOLUNTEERING//{TOKEN}/stop",
        ):
            with self.subTest(path):
                self.assertNotIn(TOKEN, mask(f'"GET {path} HTTP/1.1" 308 -'))

    def test_other_addresses_are_told(self):
        for path in (
            "/my/volunteering/12/edit",
            "/fr/my/volunteering/new",
            "/volunteering/verify/ABCD-EFGH",
            "/web/login",
        ):
            self.assertEqual(mask(path), path)

    def test_any_logger_is_quiet(self):
        with self.assertLogs(_logger) as captured:
            _logger.info("asked for %s", f"/volunteering/{TOKEN}")
            _logger.info("%(path)s", {"path": f"/volunteering/{TOKEN}/stop"})
            try:
                raise ValueError(f"/volunteering/{TOKEN}")
            except ValueError:
                _logger.exception("went wrong")
        told = [logging.Formatter().format(record) for record in captured.records]
        self.assertEqual(len(told), 3)
        for text in told:
            self.assertIn(MASKED, text)
            self.assertNotIn(TOKEN, text)

    def test_a_message_that_lacks_an_argument_is_left_alone(self):
        make_record = logging.getLogRecordFactory()
        record = make_record("x", logging.INFO, "x", 1, "%s %s", ("one",), None)
        self.assertEqual((record.msg, record.args), ("%s %s", ("one",)))


@tagged("-at_install", "post_install")
class TestQuietServer(LinksCommon):
    def test_requests_are_logged_without_tokens(self):
        token = self.stall_path.rpartition("/")[2]
        with (
            self.assertLogs("werkzeug") as requests,
            self.assertLogs("odoo.http") as refusals,
        ):
            self._get(self.stall_path)
            self._get(f"/fr{self.stall_path}")
            self._get(f"{self.stall_path}/stop")
            self._get(f"{self.stall_path}/none")
            self._post(self.stall_path, csrf=False)
            self._post(self.stall_path, csrf=False, csrf_token="forged")
        for captured, number in ((requests, 6), (refusals, 2)):
            told = [record.getMessage() for record in captured.records]
            self.assertEqual(len([text for text in told if MASKED in text]), number)
            for text in told:
                self.assertNotIn(token, text)
