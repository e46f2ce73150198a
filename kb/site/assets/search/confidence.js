"use strict";
/* Does the first article answer at all? Twin of kb/retrieval/confidence.py. */
(() => {
  const KB = (globalThis.KB ??= {});

  /** Share of a query from which a stored question counts as holding all of it. */
  const WHOLE = 0.9;
  /** Groups of a query up to which it names a topic rather than asks a question. */
  const BROWSING = 2;

  /**
   * How sure it is that the first article answers, 0 to 1.
   * @param {import("./ranking.js").Candidate} first
   * @param {number} question - How much of the query its best stored question holds.
   * @param {number} total - Worth of the whole query in hundredths; more than 0.
   * @param {number} unknownIdf - Worth of a word that no article has.
   * @param {{confidence: Record<string, number>, answerFrom: number}} weights
   */
  function confidence(first, question, total, unknownIdf, weights) {
    const features = {
      matched: Math.log(1 + first.matched.size),
      density: first.score / total,
      words: Math.log(1 + total / unknownIdf),
      whole: question > WHOLE ? 1 : 0,
    };
    const sum = Object.keys(features).sort().reduce((part, name) => part + weights.confidence[name] * features[name], 0);
    const sure = 1 / (1 + Math.exp(-(weights.confidence.bias + sum)));
    // A word or two that titles and questions hold is a topic to open, not a question to refuse.
    return features.whole && first.matched.size <= BROWSING ? Math.max(sure, weights.answerFrom) : sure;
  }

  KB.confidence = { confidence };
})();
