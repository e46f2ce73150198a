"use strict";
/* Does an article apply to what was asked for? Twin of kb/articles/applicability.py. */
(() => {
  const KB = (globalThis.KB ??= {});

  /** How well an article fits; greater is better. */
  const FIT = { OTHER: 0, GENERAL: 1, EXACT: 2 };

  /**
   * What was asked for, in the vocabulary's names; categories by id.
   * @typedef {{versions: string[], plans: string[], os: string[], software: string[], categories: string[]}} Filters
   * @typedef {{versions: string[], plans: string[], os: string[], software: string[]}} AppliesTo
   */

  /** The worst of the facets that were asked for. @param {AppliesTo} appliesTo @param {Filters} filters */
  function fit(appliesTo, filters, vocabulary) {
    const facets = KB.vocabulary.FACETS;
    return Math.min(...facets.map((facet) => fitFacet(facet, appliesTo[facet], filters[facet], vocabulary)));
  }

  /** What was asked for and the article is not for: the names of the facets that do not fit. @returns {string[]} */
  function missed(appliesTo, filters, vocabulary) {
    return KB.vocabulary.FACETS.flatMap((facet) => (
      fitFacet(facet, appliesTo[facet], filters[facet], vocabulary) === FIT.OTHER ? filters[facet] : []));
  }

  /** The best over the names asked for. */
  function fitFacet(facet, bound, asked, vocabulary) {
    if (!asked.length) return FIT.EXACT;
    if (!bound.length) return FIT.GENERAL;
    return Math.max(...asked.map((name) => fitName(facet, bound, name, vocabulary)));
  }

  function fitName(facet, bound, asked, vocabulary) {
    if (bound.includes(asked)) return FIT.EXACT;
    const members = vocabulary.expand(facet, asked);
    if (bound.some((name) => members.has(name))) {
      return vocabulary.get(facet, asked)?.general ? FIT.EXACT : FIT.GENERAL;
    }
    return bound.some((name) => vocabulary.expand(facet, name).has(asked)) ? FIT.GENERAL : FIT.OTHER;
  }

  KB.applicability = { FIT, fit, missed };
})();
