"""Thai stands in the catalogues and in the rows; English sentences of the code lead there."""

import ast
import re

from tests.source import ROOT, SITE, files, python

THAI = re.compile(r"[ก-๛]")
#: Names of days and months, the order of the alphabet, an amount as it is typed, the example of a name, and what fonts
#: are tried with, how Thai is compared when it is searched, headings over lists of names and what stands around the
#: name of a company, amounts in words; the switch to Thai is written in Thai; yes and no as spreadsheets say them.
MAY_HOLD_THAI = {
    "activities/api/party.py",
    "activities/api/registering.py",
    "activities/names.py",
    "donations/thai_words.py",
    "goodsociety/common/dates.py",
    "goodsociety/common/folding.py",
    "goodsociety/common/management/commands/build_fonts.py",
    "donations/api/gifts.py",
    "donations/api/pledging.py",
    "donations/statements/amounts.py",
    "donations/statements/columns.py",
    "donations/statements/days.py",
    "donations/traces.py",
    "goodsociety/common/money.py",
    "goodsociety/common/searching.py",
    "goodsociety/common/thai.py",
    "organizations/models.py",
    "templates/components/site_header.html",
    "templates/desk/_frame.html",
    "templates/desk/_menu.html",
    "templates/volunteers/day/_frame.html",
    "volunteers/api/signing.py",
    "volunteers/planning/cells.py",
}


#: Here stand sample people and what they do, in Thai as rows are.
ROWS = "goodsociety/operations/"


def test_no_thai_stands_in_the_code_or_the_templates():
    modules = [module for module in python(*SITE) if not module.name.startswith(ROWS)]
    code = [module.name for module in modules if any(THAI.search(text) for text in texts(module))]
    pages = [path for path in files("templates", "*.*") if THAI.search(path.read_text())]
    assert {*code, *(path.relative_to(ROOT).as_posix() for path in pages)} == MAY_HOLD_THAI


def texts(module):
    """Return the texts of a module that are not words about the code."""
    tree = module.tree
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node)
    }
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return [node.value for node in constants if id(node) not in told]


def test_only_the_switch_speaks_the_other_language():
    header = (ROOT / "templates/components/site_header.html").read_text()
    assert THAI.findall(header) == list("ไทย")
    assert re.search(r'lang="th">ไทย</a>', header)
