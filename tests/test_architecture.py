import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# Which folders each folder may import from; its own it always may.
MAY_IMPORT = {
    "ingest": set(),
    "index": {"ingest"},
    "prompts": set(),
    "assistant": {"index", "ingest", "prompts"},
    "integrations": {"assistant", "index", "ingest"},
}
# Scripts that are run once by hand and belong to no package.
SCRIPTS = ROOT / "index" / "model"
MODULES = sorted(
    path
    for folder in MAY_IMPORT
    for path in (ROOT / folder).rglob("*.py")
    if SCRIPTS not in path.parents
)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    """The names of all modules that a module imports, also inside functions."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)} has a relative import"
            yield node.module or ""


def importers_of(package: str) -> set[str]:
    return {
        name_of(path)
        for path in MODULES
        if package in {module.partition(".")[0] for module in imported(path)}
    }


def modules_where(wanted: type[ast.AST], text: str) -> set[str]:
    """The modules that hold a node of a kind whose source is `text`."""
    return {
        name_of(path)
        for path in MODULES
        if any(isinstance(n, wanted) and ast.unparse(n) == text for n in ast.walk(tree_of(path)))
    }


def test_every_folder_has_modules() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in MODULES} == set(MAY_IMPORT)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_point_one_way(path: Path) -> None:
    folder = path.relative_to(ROOT).parts[0]
    ours = {module.partition(".")[0] for module in imported(path)} & {*MAY_IMPORT, "tests"}

    assert ours <= {folder, *MAY_IMPORT[folder]}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(tree_of(path))


@pytest.mark.parametrize(
    ("library", "home"),
    [
        ("tiktoken", {"ingest/tokens.py"}),
        ("lxml", {"ingest/read_html.py"}),
        ("docx", {"ingest/read_docx.py"}),
        ("pypdfium2", {"ingest/pdf/characters.py"}),
        ("markdown_it", {"ingest/read_markdown.py"}),
        ("httpx", {"ingest/download.py"}),
        ("chromadb", {"index/store.py"}),
        ("onnxruntime", {"index/embed.py"}),
        ("tokenizers", {"index/embed.py"}),
        ("bm25s", {"index/lexical.py"}),
        ("Stemmer", {"index/lexical.py"}),
        ("py3langid", {"ingest/language.py"}),
        (
            "langchain_core",
            {
                "index/retriever.py",
                "assistant/chain.py",
                "assistant/chat_model.py",
                "assistant/graph.py",
            },
        ),
        ("langchain", {"assistant/chat_model.py"}),
        ("langgraph", {"assistant/graph.py"}),
        ("sqlalchemy", {"integrations/database.py"}),
        (
            "typer",
            {"integrations/cli.py", "integrations/cli_documents.py", "integrations/speaking.py"},
        ),
        ("rich", {"integrations/terminal.py"}),
    ],
)
def test_a_library_is_known_to_its_own_module_alone(library: str, home: set[str]) -> None:
    assert importers_of(library) == home


def test_only_the_settings_read_the_environment() -> None:
    # tiktoken takes its cache folder from the environment alone.
    allowed = {"integrations/settings.py", "ingest/tokens.py"}
    readers = modules_where(ast.Attribute, "os.environ") | modules_where(ast.Attribute, "os.getenv")
    borrowers = {
        name_of(path)
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom)
        and node.module == "os"
        and {alias.name for alias in node.names} & {"environ", "getenv"}
    }

    assert readers == allowed
    assert not borrowers


def test_only_the_quote_gate_makes_citations() -> None:
    makers = {
        name_of(path)
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "Citation"
    }

    assert makers == {"assistant/gate.py"}


def test_the_start_of_the_command_line_loads_no_heavy_library() -> None:
    script = "import json, sys, integrations.cli; print(json.dumps(sorted(sys.modules)))"
    output = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, timeout=120
    ).stdout
    loaded = {module.partition(".")[0] for module in json.loads(output)}

    assert "integrations" in loaded
    assert not loaded & {"chromadb", "langchain_core", "langgraph", "sqlalchemy", "tiktoken"}
