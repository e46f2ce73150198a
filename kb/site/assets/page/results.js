"use strict";
/* Results as elements: the answer large, with its whole passage; the others short. */
(() => {
  const KB = (globalThis.KB ??= {});
  const { element, marked } = KB.elements;
  const SUPPORT = { full: "サポート対象", partial: "一部サポート対象", none: "サポート対象外" };

  /**
   * @param {import("../search/search.js").Answer} answer
   * @param {number} [from] - Only those from this place on, counted from 0.
   * @returns {HTMLElement[]} In rank order.
   */
  function results(answer, from = 0) {
    return answer.results.slice(from)
      .map((result, index) => resultOf(result, answer.answered && from + index === 0));
  }

  function resultOf(result, whole) {
    const other = result.fit === "other";
    const attributes = { "data-article-id": result.id, "data-fit": result.fit };
    return element(`li.result${whole ? ".whole" : ""}${other ? ".other" : ""}`, attributes,
      other && element("p.notice", {}, otherTarget(result, whole)),
      element("h3", {}, element("a", { href: address(result) }, ...marked(result.title, result.marks.title))),
      facts(result),
      ...(whole ? wholeText(result) : [element("p.excerpt", {}, ...shortText(result))]),
      variants(result));
  }

  /** An article for something else is never shown as if it answered. */
  function otherTarget(result, whole) {
    const asked = result.missed.join("、"), target = targets(result).join("・");
    return whole
      ? `${asked} 用の記事ではありません。いちばん近い ${target} 用の記事です。`
      : `${target} 用の記事です（${asked} 用ではありません）。`;
  }

  function targets({ applies_to: { versions, plans, os } }) {
    return [...versions, ...plans, ...os];
  }

  /**
   * The article's page at its passage; every part is escaped, so that no path leads elsewhere. The answer itself is
   * read from the top, where its versions, support and age stand.
   */
  function address({ url, passage }) {
    const page = url.split("/").map(encodeURIComponent).join("/");
    return passage?.anchor && !passage.heading.startsWith("回答") ? `${page}#${encodeURIComponent(passage.anchor)}` : page;
  }

  function facts(result) {
    const { support, applies_to, published, updated, status, freshness } = result;
    const names = targets(result);
    return element("p.facts", {},
      element(`span.support.${support}`, {}, SUPPORT[support]),
      element("span.for", {}, [...names, ...applies_to.software].join("・") || "バージョン共通"),
      updated || published
        ? element("span", {}, element("time", { datetime: updated || published }, updated || published), updated ? " 更新" : " 公開")
        : element("span", {}, "日付の記録なし"),
      status === "draft" && element("span.flag.draft", {}, "下書き"),
      freshness.stale && element("span.flag.stale", {}, `要見直し（期限 ${freshness.overdue}）`),
      freshness.ended.length > 0 && element("span.flag", {}, "提供元サポート終了"));
  }

  function wholeText({ summary, passage, marks }) {
    const lead = element("p.lead", {}, ...marked(summary, marks.summary));
    if (passage.text === summary) return [lead];
    return [lead, element("div.passage", {},
      passage.heading && element("p.section", {}, passage.heading),
      ...KB.excerpts.lines(passage.text, marks.passage))];
  }

  function shortText({ summary, passage, marks }) {
    if (!marks.passage.length && summary) return marked(summary, marks.summary);
    const heading = passage.heading && passage.text !== summary ? element("b", {}, passage.heading) : "";
    return [heading, ...KB.excerpts.excerpt(passage.text, marks.passage)];
  }

  function variants({ variants: others, applies_to }) {
    if (!others.length) return null;
    const own = named(applies_to);
    return element("p.others", {}, "ほかのバージョン: ", ...others.flatMap((other, index) => [
      index ? " " : "",
      element("a", { href: address(other), title: other.title }, named(other) === own ? other.title : named(other) || other.title),
    ]));
  }

  function named({ versions }) {
    return versions.join("・");
  }

  KB.results = { results };
})();
