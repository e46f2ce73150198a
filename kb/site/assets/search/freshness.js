"use strict";
/* Is what an article says still to be relied on? Twin of kb/articles/freshness.py. */
(() => {
  const KB = (globalThis.KB ??= {});
  const LAST_DAY = Date.parse("9999-12-31");

  /** The day of this computer's clock. @returns {string} ISO day. */
  function today() {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
  }

  /**
   * @param {{review_by: ?string, updated: ?string, published: ?string, category: string}} record
   * @param {string} day - ISO day as of which it is judged.
   * @returns {{stale: boolean, overdue: ?string, ended: string[]}} `ended`: versions and OS whose support is over.
   */
  function freshness(record, appliesTo, vocabulary, day) {
    const last = due(record, vocabulary);
    const overdue = last !== null && last < day ? last : null;
    return { stale: overdue !== null, overdue, ended: ended(appliesTo, vocabulary, day) };
  }

  /** The last day on which the article is not stale, or null. */
  function due(record, vocabulary) {
    const limits = record.review_by ? [record.review_by] : [];
    const days = vocabulary.category(record.category)?.staleAfterDays;
    const changed = record.updated || record.published;
    const limit = days && changed ? unchangedUntil(changed, days) : null;
    if (limit !== null) limits.push(limit);
    return limits.sort()[0] ?? null;
  }

  /** The last day of a term of so many days; null where it ends after the last day there is. */
  function unchangedUntil(changed, days) {
    const limit = Date.parse(changed) + days * 86400000;
    return limit <= LAST_DAY ? new Date(limit).toISOString().slice(0, 10) : null;
  }

  function ended(appliesTo, vocabulary, day) {
    return ["versions", "os"].flatMap((facet) => {
      const ends = appliesTo[facet].map((name) => vocabulary.get(facet, name)?.eol);
      return ends.every((eol) => eol && eol < day) ? appliesTo[facet] : [];
    });
  }

  KB.freshness = { today, freshness };
})();
