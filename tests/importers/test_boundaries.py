"""Where the articles of a dump begin: what the dump itself tells, and the weights as an argument."""

import pytest

from kb.importers.dump.boundaries import find_boundaries, naming
from kb.importers.dump.reader import read_lines
from kb.importers.dump.weights import SHIPPED, Weights


def starts(text, vocabulary, weights=SHIPPED):
    lines = read_lines(text)
    return [lines[one.index].text for one in find_boundaries(lines, naming(vocabulary), weights)]


def test_a_date_below_every_article_belongs_to_the_article_above(vocabulary):
    dump = "".join(
        f"{name}は、操作パネルの表示を確かめてから交換してください。\n交換した部品は箱に戻します。\n更新日：{day}\n"
        for name, day in (("トナー", "2022/9/1"), ("感光体", "2021/3/15"), ("定着器", "2019/6/28"))
    )
    assert [line[:3] for line in starts(dump, vocabulary)] == ["トナー", "感光体", "定着器"]


def test_a_date_above_every_article_belongs_to_the_article_below(vocabulary):
    dump = "".join(
        f"更新日：{day}\n{name}は、操作パネルの表示を確かめてから交換してください。\n交換した部品は箱に戻します。\n"
        for name, day in (("トナー", "2022/9/1"), ("感光体", "2021/3/15"), ("定着器", "2019/6/28"))
    )
    assert starts(dump, vocabulary) == ["更新日：2022/9/1", "更新日：2021/3/15", "更新日：2019/6/28"]


def test_an_answer_on_the_line_of_its_label_does_not_begin_an_article(vocabulary):
    dump = "質問：届きますか。\n回答：届きます。\n2日ほどかかります。\n質問：送れますか。\n回答：送れます。\n"
    assert starts(dump, vocabulary) == ["質問：届きますか。", "質問：送れますか。"]


def test_a_field_in_running_text_is_none(vocabulary):
    dump = "請求書は管理ページの一覧から開けます。次のように選んでください。\nカテゴリ:請求\n期間:今月\n"
    assert len(starts(dump, vocabulary)) == 1


def test_the_weights_are_an_argument(vocabulary):
    dump = "公開日 2022年3月3日\n一つ目の文です。\n終わりです。\n公開日 2022年3月4日\n二つ目の文です。\n"
    assert len(starts(dump, vocabulary)) == 2
    assert len(starts(dump, vocabulary, SHIPPED.without("mark"))) == 1
    assert len(starts(dump, vocabulary, Weights(SHIPPED.cues, threshold=99.0))) == 1


def test_a_table_of_weights_cannot_be_changed():
    with pytest.raises(TypeError):
        SHIPPED.cues["mark: begins"] = 0.0
