"""What the linters do not see of how the house is built."""

import ast
import re
from collections import Counter

import pytest
from django.urls import URLResolver, get_resolver

from tests.source import BESIDE, ROOT, SITE, files, python
from tests.tables import our_models

SITE_MODULES = python(*SITE)
ALL_MODULES = python(*SITE, *BESIDE)
#: In lines; tests, which hold long examples, may be longer.
LONGEST_FUNCTION, LONGEST_FUNCTION_OF_TESTS = 45, 60
LONGEST_FILE, LONGEST_FILE_OF_TESTS = 300, 500

# Money


def test_no_float_comes_near_money():
    found = [
        f"{module.name}:{node.lineno}"
        for module in SITE_MODULES
        if module.is_in("donations", "money")
        for node in ast.walk(module.tree)
        if is_float(node)
    ]
    assert found == []


def test_giving_divides_and_rounds_no_amounts():
    found = [
        f"{module.name}:{node.lineno}"
        for module in SITE_MODULES
        if module.is_in("donations")
        for node in ast.walk(module.tree)
        if divides(node) or is_round(node)
    ]
    assert found == []


def divides(node):
    """Say whether a piece of source divides with a rest behind a point; with a text it joins paths."""
    is_division = isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div)
    sides = (getattr(node, "left", None), getattr(node, "right", None)) if is_division else ()
    is_path = any(
        isinstance(side, ast.JoinedStr) or (isinstance(side, ast.Constant) and isinstance(side.value, str))
        for side in sides
    )
    return is_division and not is_path


def is_round(node):
    """Say whether a piece of source rounds by itself, or by what a database calls so."""
    return isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in {"round", "Round"}


BAD = ("1.5", "float(x)", "a / b", "a /= 2", "round(x)", "models.FloatField()", "math.floor(x)")


@pytest.mark.parametrize("bad", BAD)
def test_the_tests_of_money_would_see(bad):
    assert any(is_float(node) or divides(node) or is_round(node) for node in ast.walk(ast.parse(bad)))


def is_float(node):
    """Say whether a piece of source makes or names a float."""
    is_literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
    is_name = isinstance(node, ast.Name) and node.id in {"float", "math"}
    return is_literal or is_name or (isinstance(node, ast.Attribute) and node.attr in {"FloatField", "math"})


# The clock

#: Where somebody waits, or a scheduler calls: here the clock is read.
READS_THE_CLOCK = ("views", "api", "admin", "pages", "tasks", "commands", "receivers")
#: Elsewhere it is an argument, except so often for these reasons.
MAY_READ_THE_CLOCK = {
    "accounts/models.py": 2,  # people and users whom staff add by hand are there from now on
    "goodsociety/common/caching/middleware.py": 1,  # how old a page is that somebody asks for
    "goodsociety/common/outbox.py": 2,  # sending takes time: the clock is read for each mail, and when it is gone
    "goodsociety/operations/coming.py": 1,  # what the demo prepares, when no moment is given
    "goodsociety/operations/loading/writing.py": 1,  # a file that is loaded, when no moment is given
}


def test_the_clock_is_an_argument():
    readers = Counter(
        module.name
        for module in SITE_MODULES
        if not module.is_in(*READS_THE_CLOCK)
        for node in ast.walk(module.tree)
        if is_clock(node)
    )
    assert readers == MAY_READ_THE_CLOCK


def is_clock(node):
    """Say whether a piece of source is the clock: timezone.now, date.today, time.time, localdate without a moment."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and node.func.attr == "localdate" and not node.args
    whole = ast.unparse(node) if isinstance(node, ast.Attribute) else ""
    return whole.endswith((".now", ".today", ".utcnow")) or whole in {"time.time", "time.time_ns"}


# Words about everything


def test_everything_public_says_what_it_is_for():
    assert [name for module in [*SITE_MODULES, *python("bench")] for name in wordless(module)] == []


def wordless(module):
    """Return what is public in a module and says nothing about itself."""
    if module.text.strip() and not ast.get_docstring(module.tree):
        yield module.name
    for owner in [module.tree, *(node for node in module.tree.body if isinstance(node, ast.ClassDef))]:
        for node in owner.body:
            # A class inside a class (Meta, Status) is part of what the outer one says.
            is_told = isinstance(node, ast.FunctionDef) or (isinstance(node, ast.ClassDef) and owner is module.tree)
            if is_told and is_public(node.name) and not ast.get_docstring(node):
                yield f"{module.name}:{node.lineno} {node.name}"


def is_public(name):
    """Say whether a name is meant for others; Python's own __names__ are."""
    return not name.startswith("_") or name.endswith("__")


# What fits in the eye


def test_functions_fit_in_the_eye():
    limits = dict.fromkeys([*SITE, "bench"], LONGEST_FUNCTION) | {"tests": LONGEST_FUNCTION_OF_TESTS}
    found = [
        f"{module.name}:{function.lineno} {function.name}"
        for module in ALL_MODULES
        for function in module.functions
        if function.end_lineno - function.lineno >= limits[module.path.relative_to(ROOT).parts[0]]
    ]
    assert found == []


def test_files_fit_on_a_few_pages():
    shown = [*files("templates", "*.*"), *written_static("*.css", "*.js")]
    limits = dict.fromkeys([module.path for module in [*SITE_MODULES, *python("bench")]], LONGEST_FILE)
    limits |= dict.fromkeys([module.path for module in python("tests")], LONGEST_FILE_OF_TESTS)
    limits |= dict.fromkeys(shown, LONGEST_FILE)
    found = [path.name for path, limit in limits.items() if len(path.read_text().splitlines()) > limit]
    assert found == []


def written_static(*patterns):
    """Return the static files that people wrote."""
    return [path for pattern in patterns for path in files("static", pattern)]


# Actions and models


def test_who_changes_the_world_says_who_and_when():
    """Whatever opens a transaction or writes the audit log takes names only, and among them the moment."""
    acts = [
        (f"{module.name} {function.name}", function.args)
        for module in SITE_MODULES
        if module.is_in("actions")
        for function in module.functions
        if any(text in ast.unparse(function) for text in ("transaction.atomic(", "audit.record("))
    ]
    assert len(acts) > 10
    assert [name for name, takes in acts if takes.posonlyargs or takes.args] == []
    assert [name for name, takes in acts if not {"at", "by"} <= {word.arg for word in takes.kwonlyargs}] == []


#: Beside the actions: the same work done once, whatever the work is, and a whole edition read from a file.
OPENS_TRANSACTIONS = {
    "goodsociety/common/admin/site_admin.py",  # rows that are deleted from a list, and that pages show them no more
    "goodsociety/common/idempotency.py",
    "goodsociety/operations/loading/writing.py",
}


def test_transactions_are_opened_by_actions():
    openers = {module.name for module in SITE_MODULES if "transaction.atomic" in module.text}
    assert {name for name in openers if "actions" not in name} == OPENS_TRANSACTIONS


def test_saving_has_no_side_effects():
    ours = {kind for model in our_models() for kind in model.__mro__ if kind.__module__.startswith(SITE)}
    found = [f"{kind.__name__}.{name}" for kind in ours for name in ("save", "delete") if name in vars(kind)]
    assert found == []


def test_nobody_listens_to_saving():
    words = re.compile(
        r"\b(models import signals|models\.signals|(pre|post)_(save|delete|init)\s*\.connect|m2m_changed)\b"
    )
    assert [module.name for module in SITE_MODULES if words.search(module.text)] == []


# Pages

INLINE = {
    "a style": re.compile(r"<style|\sstyle\s*=", re.IGNORECASE),
    "a script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "a handler": re.compile(r"[\s\"']on[a-z]+\s*=|\bhx-on", re.IGNORECASE),
    "an address that is a program": re.compile(r"javascript:|srcdoc\s*=", re.IGNORECASE),
    "text nobody escapes": re.compile(r"\|\s*safe\b|autoescape\s+off"),
}
PAGES = files("templates", "*.html")


@pytest.mark.parametrize("what", INLINE)
def test_no_page_holds(what):
    assert PAGES
    found = {path.relative_to(ROOT).as_posix(): INLINE[what].findall(path.read_text()) for path in PAGES}
    assert {name: matches for name, matches in found.items() if matches} == {}


#: This machine, addresses that lead nowhere, the expo's own source, to which pages link, and LINE, where they share.
KNOWN_HOSTS = re.compile(r"127\.0\.0\.1|localhost|([\w-]+\.)*example\.org|khonthaifoundation\.org|line\.me")
HOST = re.compile(r"(?<![/\w])(?:[a-z]+:)?//(?!/)(?:[^\s/@\"']*@)?((?:[\w-]+\.)+[a-z0-9]+|localhost)", re.IGNORECASE)
#: The name of a kind of document or of a vocabulary; nothing is fetched from there.
NAMESPACE = re.compile(r"xmlns(:\w+)?=\"[^\"]*\"|\"https://schema\.org\"")


def test_nothing_comes_from_other_hosts():
    code = [module.path for module in SITE_MODULES + python("bench")]
    sources = [*code, *files("templates", "*.*"), *written_static("*.css", "*.js", "*.svg", "*.webmanifest")]
    found = {
        f"{path.relative_to(ROOT)}: {host}"
        for path in sources
        for host in HOST.findall(NAMESPACE.sub("", path.read_text()))
        if not KNOWN_HOSTS.fullmatch(host)
    }
    assert found == set()


# Addresses


def test_nobody_guesses_addresses_by_counting():
    routes = [pattern for pattern in walk(get_resolver().url_patterns) if pattern.lookup_str.startswith(SITE)]
    assert len(routes) > 25
    counted = {route.name for route in routes if is_counted(route.pattern)}
    assert counted == set()


def walk(patterns):
    """Yield every address, the admin's apart."""
    for pattern in patterns:
        if not isinstance(pattern, URLResolver):
            yield pattern
        elif pattern.app_name != "admin":
            yield from walk(pattern.url_patterns)


def is_counted(pattern):
    """Say whether a part of an address is a row's number."""
    kinds = {type(converter).__name__ for converter in pattern.converters.values()}
    return "IntConverter" in kinds or not {"pk", "id"}.isdisjoint(pattern.converters) or "pk>" in str(pattern)


# Settings


def test_the_example_names_what_is_read():
    example = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), flags=re.MULTILINE)
    assert len(example) == len(set(example))
    assert set(example) == {*read_by_settings(), *read_by_compose()}


def read_by_settings():
    """Return the variables that the settings read."""
    text = (ROOT / "goodsociety" / "settings.py").read_text()
    return set(re.findall(r"env\.(?:text|flag|number|words|address)\(\s*\"([A-Z_]+)\"", text))


def read_by_compose():
    """Return the variables that docker compose reads by itself."""
    return set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
