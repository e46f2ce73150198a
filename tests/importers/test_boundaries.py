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


def test_dashes_around_output_part_nothing(vocabulary):
    article = (
        "タイトル：{0}\n容量は次の命令で調べられます。\n----------\n合計 100\n使用 42\n----------\n"
        "申し込みは四半期ごとに受け付けています。部門長の承認が要ります。\n----------\n"
    )
    dump = "".join(article.format(title) for title in ("共有", "個人", "保管庫"))
    assert starts(dump, vocabulary) == ["タイトル：共有", "タイトル：個人", "タイトル：保管庫"]


@pytest.mark.parametrize(
    "titles",
    [
        ("1. 増やせますか", "2. 減らせますか", "3. 戻せますか"),
        ("[FAQ-12] 増設", "[FAQ-15] 縮小", "[FAQ-16] 復旧"),
        ("■ 容量を増やす", "■ 容量を減らす", "■ 元に戻す"),
    ],
)
def test_titles_are_written_as_the_first_line_is(vocabulary, titles):
    dump = "\n\n".join(f"{title}\n\n次のとおり操作します。\n1. 画面を開く\n2. 容量を選ぶ" for title in titles)
    assert starts(dump, vocabulary) == list(titles)


def test_steps_that_stand_apart_are_no_titles(vocabulary):
    steps = (
        "1. 設定を開く",
        "画面の右上にあります。",
        "2. 容量を選ぶ",
        "一覧から選びます。",
        "3. 保存を押す",
    )
    dump = "\n\n".join(steps)
    assert len(starts(dump, vocabulary)) == 1


def test_any_label_is_a_field_where_it_always_stands_in_a_head(vocabulary):
    dump = "".join(
        f"対象製品：{product}\n質問：{name}できますか。\n回答：できます。\n管理ページから申し込みます。\n担当：{name}係\n作成日：2022/4/{day}\n"
        for day, (product, name) in enumerate((("会計", "取込"), ("会計", "修正"), ("勤怠", "打刻")), 1)
    )
    assert starts(dump, vocabulary) == ["対象製品：会計", "対象製品：会計", "対象製品：勤怠"]


def test_a_label_in_the_text_is_no_field(vocabulary):
    dump = "".join(
        f"公開日 2022年4月{day}日\n{name}の設定は次のとおりです。\n"
        f"サーバ名：{name}.example.jp\nポート：587\nほかの値は変更しません。\n"
        for day, name in enumerate(("送信", "受信", "中継"), 1)
    )
    assert [line[:3] for line in starts(dump, vocabulary)] == ["公開日"] * 3


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("【質問{0}】\n{1}", "【回答{0}】\n{1}"),
        ("Question: {1}", "Answer: {1}"),
        ("Q {1}", "A {1}"),
        ("（問）{1}", "（答）{1}"),
        ("Q{0}. {1}", "A{0}. {1}"),
        ("≪ご相談 {0}≫\n{1}", "{1}"),
        ("◎{1}", "{1}"),
        ("{1}\n------", "{1}"),
    ],
)
def test_questions_and_answers_are_known_however_they_are_marked(vocabulary, question, answer):
    asked = ("夜間に入れますか", "機器を持ち込めますか", "鍵を借りられますか")
    articles = [
        question.format(number, text)
        + "\n"
        + answer.format(number, "前日までに申請してください。")
        + "\n2日かかります。"
        for number, text in enumerate(asked, 1)
    ]
    assert starts("\n\n".join(articles), vocabulary) == [article.split("\n")[0] for article in articles]


def test_a_size_of_paper_is_no_answer(vocabulary):
    dump = "印刷できる用紙は次のとおりです。\n" + "A3\nA4\nB5\n" * 2 + "はがきは手差しで印刷します。\n"
    assert len(starts(dump, vocabulary)) == 1


def test_blocks_that_all_begin_with_a_title_are_articles(vocabulary):
    titles = ("入館証を忘れた", "来客用の駐車場", "荷物の受け取り", "休日の入館")
    dump = "\n\n".join(f"{title}\n受付に申し出てください。\n翌日までに返します。" for title in titles)
    assert starts(dump, vocabulary) == list(titles)


def test_blocks_under_headings_are_sections_of_one_article(vocabulary):
    sections = ("概要", "事前の準備", "設定の手順", "動作の確認", "注意事項")
    dump = "\n\n".join(
        f"{title}\n管理画面の容量を増やします。\n容量は一覧で分かります。" for title in sections
    )
    assert len(starts(dump, vocabulary)) == 1


def test_titles_may_stand_apart_from_the_text_below_them(vocabulary):
    titles = ("名刺の注文", "椅子の高さが変わらない", "観葉植物の水やり", "電池の捨て方")
    dump = "\n\n".join(f"{title}\n\n受付に申し出てください。\n\n翌日までに返します。" for title in titles)
    assert starts(dump, vocabulary) == list(titles)


def test_the_label_of_the_first_line_heads_the_articles_in_any_words(vocabulary):
    dump = "\n".join(
        f"【ご用件】{name}の件\n【部署】倉庫\n棚卸しが終わってから確認してください。\n途中では数が動きます。\n"
        for name in ("在庫", "出荷", "返品")
    )
    assert starts(dump, vocabulary) == [f"【ご用件】{name}の件" for name in ("在庫", "出荷", "返品")]
