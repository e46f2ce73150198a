"use strict";
/* What the page says about a search: slips mended, nothing found, another version asked for, an error. */
(() => {
  const KB = (globalThis.KB ??= {});
  const { element, button } = KB.elements;

  /** How the question was read, when not as typed. @returns {HTMLElement | null} */
  function corrected({ query, understood: { corrections } }) {
    if (!corrections.length) return null;
    const pieces = [];
    let rest = KB.text.normalize(query);
    for (const { from, to } of corrections) {
      const place = rest.indexOf(from);
      if (place < 0) continue;
      pieces.push(rest.slice(0, place), element("b", {}, to));
      rest = rest.slice(place + from.length);
    }
    return element("p.corrected", {}, "「", ...pieces, rest, "」として検索しました。");
  }

  /** @param {string[]} asked - Versions the question names. @param {string[]} chosen @param {() => void} obey */
  function conflict(asked, chosen, obey) {
    const names = asked.join("、");
    return element("p.notice", {}, `質問にある ${names} ではなく、絞り込みの ${chosen.join("、")} で探しました。 `,
      button(`${names} で探す`, obey));
  }

  const quoted = (names) => names.map((name) => `「${name}」`).join("");

  /** @param {string[]} unknown - Values of the address that the site does not know. */
  function unknown(names) {
    return element("p.notice", {}, `${quoted(names)}という対象は、このサイトにありません。絞り込みから外しました。`);
  }

  /** @param {string[]} names - Versions that the question names and the vocabulary does not list. */
  function unlisted(names) {
    return element("p.notice", {}, `${quoted(names)}は、この FAQ が扱うバージョンにありません。記事はほかのバージョンのものです。`);
  }

  /**
   * @param {string[]} topics - Topics out of scope that the question names.
   * @param {null | (() => void)} widen - Search without filters.
   * @returns {HTMLElement}
   */
  function nothing(topics, widen) {
    return element("div.nothing", {},
      element("h2", {}, "該当する記事は見つかりませんでした"),
      topics.length > 0 && element("p", {}, `${quoted(topics)}は、この FAQ が扱わない話題です。`),
      element("p", {}, "言い方を変えるか、製品名・エラーの文・ポート番号などを入れて、もう一度お探しください。",
        widen && button("絞り込みを外して探す", widen)));
  }

  /** Stands above articles that do not answer. */
  function near() {
    return element("p.near", {}, "近い記事（答えではない可能性があります）");
  }

  /** @param {Error} error @param {() => void} again */
  function failed(error, again) {
    const known = KB.SearchError && error instanceof KB.SearchError;
    return element("div.notice.strong.failed", {},
      element("h2", {}, "検索できませんでした"),
      element("p", {}, known ? error.message : `検索のプログラムに問題があります（${error.message}）。ページを再読み込みしてください。`),
      element("p", {}, "記事は、下の一覧からもお探しいただけます。 ", button("もう一度検索する", again)));
  }

  /** One sentence for screen readers. */
  function spoken(answer) {
    const { results, answered } = answer;
    if (answered) return `${results.length} 件を表示しました。1 件目は、${results[0].title}`;
    const near = results.length ? `近い記事が ${results.length} 件あります。` : "";
    return `該当する記事は見つかりませんでした。${near}`;
  }

  KB.notices = { corrected, conflict, unknown, unlisted, nothing, near, failed, spoken };
})();
