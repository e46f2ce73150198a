"""Which software an imported article is for, and which it only mentions."""

import pytest

from kb.config import Name, Vocabulary
from kb.importers.drafting.applies import applies_to, judge
from kb.importers.drafting.operated import operated
from kb.importers.drafting.outline import outline

VOCABULARY = Vocabulary(
    names=(
        Name("software", "vsftpd"),
        Name("software", "ProFTPD"),
        Name("software", "MariaDB", ("マリアDB",)),
        Name("software", "PHP"),
    )
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("FTPサーバ(vsftpd)の待ち受けを止めます。\n", ("vsftpd",)),
        ("接続できる数を増やします。\n\n1. [MariaDB の設定]を選択\n", ("MariaDB",)),
        (
            "FTPサーバをProFTPDからvsftpdへ変更できます。\n\n1. [コンポーネント]を選択\n",
            ("vsftpd", "ProFTPD"),
        ),
        ("次のファイルを書き換えます。\n\n```text\n/etc/vsftpd/vsftpd.conf\n```\n", ("vsftpd",)),
        ("再起動します。\n\n```sh\nsystemctl restart vsftpd\n```\n", ("vsftpd",)),
        ("毎日実行します。\n\n```sh\n/usr/bin/php /srv/a/b.php\ntar czf x /var/mariadb/data\n```\n", ()),
        ("容量は表のとおりです。一部はMariaDB(マリアDB)でも使われます。\n", ()),
        ("証明書を更新します。\n\n1. 再起動後、PHPの画面が開くことを確認\n", ()),
    ],
)
def test_software_that_an_article_works_on_is_what_it_is_for(body, expected):
    judged = judge("", outline(body), VOCABULARY, operated(body, VOCABULARY))
    assert applies_to(judged).software == expected
