"""Technical errors: what each framework shows when it fails, and texts that only speak of it."""

from __future__ import annotations

import traceback

import pytest

from criteria.facts.stack_traces import plain, signature_list, technical_errors


def python_trace() -> str:
    try:
        int("abc")
    except ValueError:
        return traceback.format_exc()
    return ""


JAVA = (
    "java.lang.NumberFormatException: For input string: \"abc\"\n"
    "\tat java.base/java.lang.Integer.parseInt(Integer.java:652)\n\tat fr.example.Pages.list(Pages.java:42)\n"
)  # fmt: skip
NODE = (
    "TypeError: Cannot read properties of undefined (reading 'id')\n"
    "    at Object.list (/srv/app/pages.js:12:34)\n    at node:internal/process/task_queues:95:5\n"
)
TALKATIVE: dict[str, tuple[str, bool]] = {
    "python": (python_trace(), False),
    "python in a page": ("<pre>" + python_trace().replace('"', "&quot;") + "</pre>", True),
    "python in JSON": ('{"detail": "' + python_trace().replace("\n", "\\n").replace('"', '\\"') + '"}', False),
    "java": (JAVA, False),
    "java in JSON": ('{"status":500,"trace":"' + JAVA.replace("\n", "\\n").replace("\t", "\\t") + '"}', False),
    "java in a page of Tomcat": (f"<h1>HTTP Status 500</h1><pre>{JAVA}</pre>", True),
    "kotlin": ("x\n\tat a.b.C.d(File.kt:3)\n\tat a.b.C.e(File.kt:9)\n", False),
    "node": (NODE, False),
    "node in a page of Express": (
        "<pre>TypeError: x<br> &nbsp; &nbsp;at list (/srv/pages.js:12:34)<br> &nbsp; &nbsp;at /srv/b.js:1:2</pre>",
        True,
    ),
    "node on Windows": ("Error: x\n    at f (C:\\app\\a.js:1:2)\n    at g (C:\\app\\b.js:3:4)", False),
    "dotnet": ("   at Example.Pages.List(String page) in C:\\src\\Pages.cs:line 12\n", False),
    "dotnet without lines": (
        "System.FormatException: Input string was not in a correct format.\n   at System.Number.Parse(String s)\n",
        False,
    ),
    "go": ("panic: x\n\ngoroutine 1 [running]:\nmain.list(0x1)\n\t/srv/app/main.go:12 +0x1d\n", False),
    "rust": ("thread 'main' panicked at src/main.rs:12:5:\nindex out of bounds", False),
    "ruby": ("app/models/page.rb:12:in `list'\napp/controllers/pages.rb:3:in `index'\n", False),
    "elixir": ("    (app 0.1.0) lib/app/pages.ex:12: App.Pages.list/2\n", False),
    "perl": ("Illegal division by zero at /srv/app/page.pl line 12.\n", False),
    "php": ("PHP Fatal error:  Uncaught TypeError: x in /var/www/html/page.php:12\n", False),
    "php warning": ("Warning: Undefined variable $x in /var/www/html/page.php on line 12", False),
    "php in a page": (
        "<br />\n<b>Warning</b>:  Undefined variable $x in <b>/var/www/a.php</b> on line <b>12</b><br />",
        True,
    ),
    "php frames": ("Stack trace:\n#0 /var/www/html/a.php(12): f()\n#1 {main}", False),
    "laravel": (
        '{"message": "x", "exception": "ErrorException", "file": "/var/www/app/A.php", "line": 3, "trace": []}',
        False,
    ),
    "ignition": ("<script>window.ignite(data)</script>", True),
    "whoops": ('<div class="Whoops container">', True),
    "symfony": ('<div class="exception-message-wrapper"><h1>x</h1></div>', True),
    "symfony toolbar": ('<div id="sfwdt1a2b3c" class="sf-toolbar sf-display-none">', True),
    "django": ("<p>You're seeing this error because you have <code>DEBUG = True</code> in your settings", True),
    "django, escaped": ("You&#x27;re seeing this error because you have <code>DEBUG = True</code> in your", True),
    "werkzeug": ("<title>ValueError: x // Werkzeug Debugger</title>", True),
    "rails": ("<title>Action Controller: Exception caught</title>", True),
    "asp.net": (
        "<h1>Server Error in '/' Application.</h1><h2>x</h2><b>Source Error:</b><b>Stack Trace:</b><pre>[E: x]</pre>",
        True,
    ),
    "asp.net core": (
        'An unhandled exception occurred while processing the request.</h1><div id="stackpage" class="page">',
        True,
    ),
    "vite": ('<script type="module" src="/@vite/client"></script>', True),
    "mysql": (
        "You have an error in your SQL syntax; check the manual that corresponds to your MariaDB server version",
        False,
    ),
    "pdo": ("SQLSTATE[42S02]: Base table or view not found", False),
    "postgresql": ('ERROR: invalid input syntax for type integer: "abc"', False),
    "sqlite": ("sqlite3.OperationalError: no such column: x", False),
    "oracle": ("ORA-01722: invalid number", False),
    "sql server": ("Conversion failed when converting the varchar value 'abc' to data type int.", False),
    "an object mapper": ("sqlalchemy.exc.DataError: (x)", False),
    "a statement": ("near: SELECT id, name FROM measures WHERE page = abc", False),
}


@pytest.mark.parametrize(("body", "markup"), TALKATIVE.values(), ids=TALKATIVE.keys())
def test_a_talkative_server_is_heard(body: str, markup: bool) -> None:
    assert [known.id for known, _ in technical_errors(body, markup)] != []


QUIET: dict[str, tuple[str, bool]] = {
    "a neutral page": ("<h1>Une erreur est survenue</h1><p>Incident 4f2a. Merci de réessayer.</p>", True),
    "an article on errors": (
        "<h1>Lire une trace</h1><p>Python écrit « Traceback (most recent call last) » puis les lignes File. En Java, "
        "chaque ligne commence par at. En PHP, on lit Fatal error. Une erreur SQL dit syntax error.</p>", True),
    "an article on databases": ("<p>You have an error in your SQL syntax: à ne jamais afficher.</p>", True),
    "directions": ("Retrouvez-nous :\n  at home (Paris)\n  at work (Lyon)\n", False),
    "a warning to patients": ("<b>Warning</b>: ne prenez pas ce médicament in <b>Paris</b> on line <b>A</b>", True),
    "a health sentence": ("Select a doctor from the list where you live.", False),
    "an upper-case label": ("SELECT a doctor FROM the list", False),
    "a count": ("goroutine 1 [running]", False),
    "a validation answer": ('{"errors": {"page": ["The value \'abc\' is not valid."]}}', False),
    "an operation outcome": ('{"resourceType":"OperationOutcome","issue":[{"severity":"error"}]}', False),
    "the custom page of ASP.NET": (
        "<h1>Server Error in '/' Application.</h1><p>The current custom error settings prevent the details</p>", True),
    "Spring's plain page": ("<h1>Whitelabel Error Page</h1><p>An unexpected error (type=Bad Request).</p>", True),
    "Symfony's plain page": ("<h1>Oops! An Error Occurred</h1><h2>The server returned a 400.</h2>", True),
    "a browser's stack": ("Error\n    at f (https://app.fr/a.js:1:2)\n    at g (https://app.fr/b.js:1:2)", False),
    "a single frame of prose": ("the function foo at bar.rb:12:in general", False),
    "a class name of a style sheet": ('<div class="exceptional exception">', True),
}  # fmt: skip


@pytest.mark.parametrize(("body", "markup"), QUIET.values(), ids=QUIET.keys())
def test_a_text_that_speaks_of_errors_is_none(body: str, markup: bool) -> None:
    assert [known.id for known, _ in technical_errors(body, markup)] == []


def test_the_excerpt_is_one_short_line() -> None:
    (known, excerpt), *_ = technical_errors(
        'Traceback (most recent call last):\n  File "/' + "a" * 250 + '", line 3', False
    )
    assert known.id == "python"
    assert len(excerpt) <= 200
    assert "\n" not in excerpt


def test_plain_text_of_pages_and_of_json() -> None:
    assert plain("<p>a<br>b&nbsp;c</p>&quot;d&quot;", True).strip() == 'a\nb c\n"d"'
    assert plain('{"a": "b\\n\\tc\\u0041\\\\n"}', False) == '{"a": "b\n\tcA\\n"}'
    assert plain("as it\\n stands", False) == "as it\\n stands"


def test_signatures_have_distinct_ids() -> None:
    ids = [known.id for known in signature_list().signatures]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    "unit",
    ["at a.b(", "at ", "    at x.y.z(\n", "<b>Warning</b>: ", "SELECT a FROM b ", "UPDATE a SET ", "a.rb:1:in `",
     "#0 /a", "Server Error in '/' Application. ", "<", "&amp;", '{"\\u0041\\n', "Warning: a in /b", "[running]:\n"],
)  # fmt: skip
def test_a_hostile_body_is_read_in_linear_time(unit: str) -> None:
    for markup in (True, False):
        list(technical_errors(unit * (300_000 // len(unit)), markup))
