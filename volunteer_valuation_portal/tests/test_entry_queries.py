from odoo.tests import tagged

from .entry_common import EntryCommon


@tagged("post_install", "-at_install")
class TestEntryQueries(EntryCommon):
    """What the pages of one entry cost, and that looking at them writes nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.entry.project_id = cls.project
        cls.entry.action_submit()
        cls.entry.action_refuse("Which day?")

    def _talk(self, count):
        for number in range(count):
            person = self._create_person(f"Author {number}")
            self.entry.message_post(
                body=f"Message {number}",
                author_id=person.id,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )

    def _count_queries(self, path=""):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.assertEqual(self._see(path=path).status_code, 200)
        return self.env.cr.sql_log_count - before

    def test_the_same_queries_for_one_and_for_thirty_messages(self):
        self._talk(1)
        self._count_queries()  # what is cached for good
        few = self._count_queries()
        self._talk(30)
        self.assertEqual(self._count_queries(), few)

    def test_the_same_queries_for_one_and_for_thirty_projects(self):
        self.project.volunteer_declarable = True
        self._count_queries("/edit")
        few = self._count_queries("/edit")
        self.env["project.project"].create(
            [
                {
                    "name": f"Project {number}",
                    "company_id": self.association.id,
                    "volunteer_declarable": True,
                }
                for number in range(30)
            ]
        )
        self.assertEqual(self._count_queries("/edit"), few)

    def test_looking_writes_nothing(self):
        """A write would be tried again with another cursor, and leave a warning."""
        for path in ("", "/edit"):
            self._see(path=path)  # makes the style sheets
            with self.subTest(path), self.assertNoLogs("odoo.http", "WARNING"):
                self._see(path=path)
