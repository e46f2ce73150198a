"""Scripts and sheets of the site are small and still do what their sources say."""

from kb.site import bundle


def test_a_minified_script_does_things_in_the_order_of_its_source() -> None:
    source = (
        "function f(r, d) { const t = r.first(d); const [a, b] = d[r.second()]; return { t, a, b, c: t }; }"
    )
    script = bundle.minified("read.js", source).decode()
    assert script.index("first(") < script.index("second(")


def test_names_that_others_use_stay_and_comments_go() -> None:
    source = "/** What it is. */ (() => { function open(address) { return address; } KB.open = open; })();"
    script = bundle.minified("open.js", source).decode()
    assert "KB.open=" in script
    assert "What it is" not in script


def test_the_search_page_runs_one_file_and_knows_where_the_parts_for_few_questions_are() -> None:
    files = bundle.files()
    search = files[bundle.SEARCH].decode()
    assert all(name in search for name in ("openSearch", "SearchPage", "assets/romaji.js?v="))
    assert {f"assets/{name}" for name in bundle.LATER} <= files.keys()


def test_only_a_site_that_keeps_questions_has_what_keeps_them() -> None:
    path = f"assets/{bundle.QUESTIONS}"
    assert path not in bundle.files()
    assert path in bundle.files(questions=True)


def test_two_builds_have_the_same_bytes() -> None:
    assert bundle.files() == bundle.files()
