"""What axe-core finds on a page: our part of it, and Odoo's frame around it."""

from dataclasses import dataclass

import axe_core

# WCAG 2.2 level AA holds all that came before it.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What Odoo's frame around our pages brings: the rule, and why it stays. Nothing at present, as
# views/portal_frame.xml mends what Odoo 19.0 lacks; what is new fails until it is mended or here.
KNOWN_IN_FRAME = {}

# A fault of a node inside #wrap is ours; #wrap itself is what portal_layout gives pages to fill.
RUN = """
rules => axe.run(document, {
    runOnly: {type: 'tag', values: rules},
    rules: {'target-size': {enabled: true}},
    resultTypes: ['violations'],
}).then(found => found.violations.flatMap(rule => rule.nodes.map(node => ({
    rule: rule.id,
    help: rule.help,
    html: node.html.slice(0, 200),
    why: node.failureSummary,
    ours: node.target.length == 1
        && Boolean(document.querySelector(node.target[0])?.closest('#wrap > *')),
}))))
"""


@dataclass(frozen=True)
class Fault:
    """One fault of one element."""

    rule: str
    help: str
    html: str
    why: str
    ours: bool


def find_faults(browser_page):
    """The faults of the page that is shown, each with the element that has it."""
    if not browser_page.evaluate("typeof axe === 'object'"):
        browser_page.evaluate(axe_core.script().read_text())
    return [Fault(**fault) for fault in browser_page.evaluate(RUN, RULES)]


def describe(faults):
    """Faults as lines that tell where each is."""
    return "\n".join(f"{fault.rule}: {fault.html}\n    {fault.why}" for fault in faults)
