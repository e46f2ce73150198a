"use strict";
/* Does the first article answer at all? Twin of kb/retrieval/confidence.py. */
(() => {
  const KB = (globalThis.KB ??= {});

  /**
   * How sure it is that the first article answers, 0 to 1.
   * @param {import("./ranking.js").Candidate} first
   * @param {number} question - How much of the query its best stored question holds.
   * @param {number} total - Worth of the whole query in hundredths; more than 0.
   * @param {number} unknownIdf - Worth of a word that no article has.
   * @param {object} weights - Of each feature, and the bias.
   */
  function confidence(first, question, total, unknownIdf, weights) {
    const features = {
      matched: Math.log(1 + first.matched.size),
      density: first.score / total,
      words: Math.log(1 + total / unknownIdf),
      question,
    };
    const sum = Object.keys(features).sort().reduce((part, name) => part + weights[name] * features[name], 0);
    return 1 / (1 + Math.exp(-(weights.bias + sum)));
  }

  KB.confidence = { confidence };
})();
