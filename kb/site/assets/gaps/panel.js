"use strict";
/* 「質問の記録」: says what is kept, asks for the reader's wish, shows, hands over and erases what there is. */
(() => {
  const KB = (globalThis.KB ??= {});
  const { element, button } = KB.elements;
  /** A browser has taken a file over by then. */
  const TAKEN_MS = 60_000;

  const INTRODUCTION = "検索で聞いた質問を、このブラウザの中に書きためておけます。記事の担当者に渡すと、見つからなかった質問がわかり、"
    + "記事の改善に役立ちます。記録するのは、下にチェックを入れているあいだだけです。自動で送信されることはありません。";
  const KEPT = [
    ["記録する内容", `日付、質問の文（200 文字まで）、答えが見つかったかとその確信度、最初の記事、選んでいた絞り込み。時刻や、利用者を表すものは記録しません。新しい ${KB.questions.MOST} 件まで残し、古いものから消します。`],
    ["記録するとき", "結果を開いたとき、Enter か［検索］で検索したとき、検索欄を離れたとき、絞り込みを変えたとき、入力が 1.5 秒止まったとき。"],
    ["伏せるもの", "メールアドレス、電話番号、5 けた以上の番号、URL、ドメイン名、IP アドレス、パスの中のユーザー名、さん・様などの前の名前は、〔番号〕のような言葉に置き換えてから記録します。"],
    ["伏せられないもの", "さんや様の付かない名前、パスワードなどは、ふつうの言葉と見分けられず、そのまま残ります。渡す前に中身を確かめ、不要なものは消してください。"],
  ];

  class Panel {
    /**
     * @param {HTMLElement} section - Its summary tells whether questions are kept; its second element is filled.
     * @param {KB.questions.Log} log
     * @param {string} key - Under which the browser remembers the reader's wish.
     */
    constructor(section, log, key) {
      [this.summary, this.body] = section.children;
      this.log = log;
      this.key = key;
      this.box = element("input", { type: "checkbox" });
      this.box.addEventListener("change", () => this.choose());
      this.state = element("p", { tabindex: "-1" });
      this.actions = element("p.handed");
      this.view = element("div.kept", { id: "kb.kept", role: "region", "aria-label": "記録した質問", tabindex: "0", hidden: true });
      this.said = element("p", { role: "status" });
      this.opener = button("中身を見る", () => this.look(), { "aria-expanded": "false", "aria-controls": this.view.id });
      this.body.replaceChildren(
        element("p", {}, INTRODUCTION),
        element("dl", {}, ...KEPT.flatMap(([name, text]) => [element("dt", {}, name), element("dd", {}, text)])),
        element("p", {}, element("label", {}, this.box, "このブラウザで質問を記録する")),
        this.state, this.actions, this.said, this.view,
      );
      addEventListener("storage", () => this.show());
      this.show();
    }

    /** Once. */
    static show(section, place, key) {
      if (!section.lastElementChild.childElementCount) new Panel(section, new KB.questions.Log(place), key);
    }

    show() {
      const entries = this.log.entries();
      this.box.checked = KB.recording.wanted();
      this.summary.textContent = `質問の記録${this.box.checked ? "（記録中）" : ""}`;
      this.state.textContent = entries.length
        ? `${entries.length} 件の記録があります（${[...new Set([entries[0].day, entries.at(-1).day])].join(" から ")}）。`
        : "記録はありません。";
      if (entries.length && !this.actions.childElementCount) this.offer();
      if (!entries.length) {
        this.actions.replaceChildren();
        this.look(false);
      }
      if (!this.view.hidden) this.view.replaceChildren(element("ul.log", {}, ...entries.map((entry, place) => this.row(entry, place)).reverse()));
    }

    offer() {
      this.eraser = button("すべて消す", () => this.ask());
      this.actions.replaceChildren(
        button("ファイルに保存", () => this.save()),
        button("コピー", () => this.copy()),
        this.opener,
        this.eraser,
      );
    }

    choose() {
      const on = this.box.checked;
      try {
        if (on) localStorage.setItem(this.key, "");
        else localStorage.removeItem(this.key);
        this.say(on ? "記録を始めました。" : "記録をやめました。これまでの記録は、消すまで残ります。");
      } catch {
        this.say("このブラウザは保存を許していないので、記録できません。");
      }
      this.show();
    }

    save() {
      const file = new Blob([KB.questions.text(this.log.entries())], { type: "application/x-ndjson" });
      const address = URL.createObjectURL(file);
      const link = element("a", { href: address, download: `questions-${KB.freshness.today()}.jsonl`, hidden: true });
      this.actions.append(link);
      link.click();
      link.remove();
      setTimeout(() => URL.revokeObjectURL(address), TAKEN_MS);
      this.say(`${link.download} を保存しました。`);
    }

    async copy() {
      const focused = document.activeElement;
      const done = await KB.copy(KB.questions.text(this.log.entries()));
      focused.focus();
      this.say(done ? "コピーしました。" : "コピーできませんでした。ファイルに保存してください。");
    }

    look(open = this.view.hidden) {
      this.view.hidden = !open;
      this.opener.setAttribute("aria-expanded", String(open));
      this.opener.textContent = open ? "中身を閉じる" : "中身を見る";
      if (open) this.show();
      else this.view.replaceChildren();
    }

    row({ day, question, answered, confidence, article, filters }, place) {
      const facts = [
        `${answered ? "答え" : "答えなし"}${confidence === null ? "" : `（確信度 ${confidence.toFixed(2)}）`}`,
        article && `最初の記事 ${article}`,
        ...Object.values(filters).flat(),
      ];
      return element("li", {},
        element("time", { datetime: day }, day),
        element("span", {}, question, element("small", {}, facts.filter(Boolean).join("、"))),
        button("消す", () => this.forget(place), { "aria-label": `「${question}」を消す` }));
    }

    /** Forget one question; the focus goes on to the one below. */
    forget(place) {
      this.log.remove(place);
      this.say("1 件を消しました。");
      const left = this.view.querySelectorAll("button");
      (left[Math.min(left.length - 1, left.length - place)] ?? this.state).focus();
    }

    /** Nothing is erased by one slip. */
    ask() {
      const keep = button("やめる", () => {
        this.offer();
        this.eraser.focus();
      });
      this.actions.replaceChildren(
        `${this.log.entries().length} 件をすべて消します。元には戻せません。`,
        button("消す", () => this.erase()),
        keep,
      );
      keep.focus();
    }

    erase() {
      this.log.clear();
      this.say("すべて消しました。");
      this.state.focus();
    }

    say(text) {
      this.said.textContent = text;
    }
  }

  Object.assign((KB.questions ??= {}), { Panel });
})();
