"""What a draft says about its article: applicability, support, summary."""

import pytest

from kb.importers.drafting.outline import Place, outline


def _draft(importer, text):
    return importer.drafts(f"# 見本の記事\n\n{text}\n", "sample.md")[0].article


def test_a_lead_that_answers_for_one_plan_and_then_for_another_is_for_both(importer):
    article = _draft(importer, "Flex Mini では接続できません。Flex Web では登録すると接続できます。")
    assert article.applies_to.plans == ("Flex Mini", "Flex Web")


@pytest.mark.parametrize(
    ("text", "support"),
    [
        ("接続できます。なお、ファイアウォールの設定はサポート対象外です。", "partial"),
        ("本作業はサポート対象外です。次の手順は参考です。", "none"),
    ],
)
def test_an_aside_that_refuses_support_refuses_it_for_a_part(importer, text, support):
    assert _draft(importer, text).support == support


def test_code_in_a_list_is_no_sentence():
    pieces = outline("1. 実行します。\n\n    ```text\n    htpasswd -c x\n    ```\n\n2. 確かめます。\n")
    assert [(piece.place, piece.text) for piece in pieces] == [
        (Place.STEP, "実行します。"),
        (Place.STEP, "確かめます。"),
    ]
