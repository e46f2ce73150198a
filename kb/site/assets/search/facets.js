"use strict";
/* How many of the articles that a query finds are for which version, plan, OS and category. */
(() => {
  const KB = (globalThis.KB ??= {});

  /** An article counts when it has this share of the best one's relevance: less is found by any word. */
  const SHARE = 0.3;

  /**
   * Counts do not depend on the filters, so that another choice stays visible beside the one made.
   * @param {Map<number, number>} relevance - Article to relevance.
   * @returns {{versions: Count[], plans: Count[], os: Count[], categories: Count[]}} In the vocabulary's order,
   *   without those that no article is for. A category's `value` is its id.
   * @typedef {{value: string, name: string, count: number}} Count
   */
  function facets(relevance, tables, vocabulary) {
    const bar = SHARE * Math.max(0, ...relevance.values());
    const docs = [...relevance.keys()].filter((doc) => relevance.get(doc) >= bar);
    const result = {};
    for (const facet of ["versions", "plans", "os"]) {
      const counts = tally(docs.flatMap((doc) => tables.appliesTo(doc)[facet]));
      result[facet] = listed(vocabulary.facet(facet).map(({ name }) => ({ value: name, name })), counts);
    }
    const counts = tally(docs.map((doc) => tables.category(doc)));
    result.categories = listed(vocabulary.categories.map(({ id, name }) => ({ value: id, name })), counts);
    return result;
  }

  function tally(values) {
    const counts = new Map();
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    return counts;
  }

  function listed(choices, counts) {
    return choices.filter(({ value }) => counts.has(value)).map((choice) => ({ ...choice, count: counts.get(choice.value) }));
  }

  KB.facets = { facets };
})();
