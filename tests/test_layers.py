"""Imports run one way; benefits/ knows no screen, no clock, no log."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ORDER = ["yaml_reader", "model", "numbers", "content", "figures", "household", "income", "rules", "refusing", "explain", "screen",
         # what differs, when, and every row by itself
         "compare", "acts", "timeline", "catalogue", "reckoning", "desks",
         "voice", "version", "interview", "keys", "listing", "coming", "bars", "entries", "readout", "ledger", "quotes", "schema", "gaps",
         "report", "keep",
         # what to do, when, and what if
         "plan", "calendar_file", "whatif", "income_curve", "frozen",
         "organisation", "desk",
         # for officials
         "counts", "adjust", "duties", "lawdays"]


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            found |= {base} if node.module else {base + a.name for a in node.names}
    return found


FOLDERS = {  # what of these is a folder, and the order inside
    "model": ["base", "tree", "facts", "questions", "benefits", "parameters", "documents", "ahead", "roster", "__init__"],
    "content": ["messages", "book", "reading", "checking", "tree", "policy", "roster", "questions", "shared", "ahead", "rows", "examining",
                "loading", "altering", "__init__"],
    "rules": ["nodes", "comparing", "known", "reading", "amounts", "conditions", "book", "__init__"],
    "screen": ["results", "prepared", "deciding", "left", "notes", "judge", "sums", "contract", "whole", "__init__"],
    "interview": ["said", "births", "replay", "doubts", "bands", "record", "ask", "presumed", "topics", "unexpected", "__init__"],
    "entries": ["visit", "sums", "deciding", "shares", "rows", "settling", "soon", "windows", "errands", "headline", "refused", "distant",
                "whole", "arranged", "__init__"]}


def modules() -> list[str]:
    return sorted([p.stem for p in (ROOT / "benefits").glob("*.py") if not p.stem.startswith("__")] + [*FOLDERS])


def test_every_module_has_its_place():
    assert modules() == sorted(ORDER)
    for name, inside in FOLDERS.items():
        assert sorted(p.stem for p in (ROOT / "benefits" / name).glob("*.py")) == sorted(inside)


def files(name: str) -> list[Path]:
    """Of a module: itself, or what its folder holds."""
    folder = ROOT / "benefits" / name
    return [folder / f"{part}.py" for part in FOLDERS[name]] if name in FOLDERS else [folder.with_suffix(".py")]


@pytest.mark.parametrize("name", ORDER)
def test_imports_run_one_way(name):
    inside = FOLDERS.get(name, ())
    for path in files(name):
        for found in imports(path):
            if found.startswith("..") or (found.startswith(".") and not inside):
                before = ".." if inside else "."
                assert ORDER.index(found.removeprefix(before)) < ORDER.index(name), f"{path} imports {found}"
            elif found.startswith("."):
                later = inside.index(found[1:]) >= inside.index(path.stem)
                looked_up = {("said", ".replay"), ("nodes", ".book")}  # when it is called, and as the name of a type only
                assert not later or (path.stem, found) in looked_up, f"{path} imports {found}"
            assert found.split(".")[0] not in {"streamlit", "logging", "time", "socket", "requests", "pandas", "plotly"}, found
            assert not found.startswith(("pages", "app", "tests"))


@pytest.mark.parametrize("name", ORDER)
def test_no_clock_no_output(name):
    for path in files(name):
        text = path.read_text(encoding="utf-8")
        for word in ("date.today(", "datetime.now(", " print("):
            assert word not in text, f"{path} uses {word}"


def test_pages_hold_no_rule_and_use_the_package():
    for path in [*(ROOT / "pages").glob("*.py"), ROOT / "app.py"]:
        for found in imports(path):
            assert not found.startswith(("yaml", "sqlite3", "requests", "urllib")), (path.name, found)


def test_the_server_contacts_nobody():
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["browser"] == {"gatherUsageStats": False, "serverAddress": "localhost"}  # no statistics, no look-up of its address
    assert config["client"]["showErrorDetails"] == "none"


def test_the_server_side_knows_no_page_and_no_policy():
    for path in (ROOT / "serving").glob("*.py"):
        for found in imports(path):
            assert not found.startswith(("pages", "benefits", "app", "tests")), (path.name, found)


def test_what_is_taken_along_knows_no_screen_and_is_made_in_memory():
    for path in (ROOT / "takeaway").glob("*.py"):
        for found in imports(path):
            assert not found.startswith(("pages", "app", "streamlit", "serving", "tests", "tempfile", "plotly", "pandas")), (path.name, found)
        text = path.read_text(encoding="utf-8")
        for call in ("date.today", "write_bytes", "write_text", "open"):
            assert not re.search(rf"(?<!\w){re.escape(call)}\(", text), (path.name, call)


def test_no_two_pages_take_one_address():
    """A server just started gives every file in pages/ an address of its name, without the line in front."""
    names = [path.stem.lstrip("_") for path in (ROOT / "pages").glob("*.py")]
    assert len(set(names)) == len(names)
