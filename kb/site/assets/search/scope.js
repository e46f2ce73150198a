"use strict";
/* Where a question names a topic that the knowledge base says it does not cover; twin of kb/retrieval/scope.py. */
(() => {
  const KB = (globalThis.KB ??= {});

  /**
   * Where the topics stand in a question, a longer one before those inside it.
   * @param {string} text - Normalised.
   * @param {string[]} topics - Folded.
   * @returns {[number, number][]} In UTF-16 units.
   */
  function named(text, topics) {
    const folded = KB.text.toHiragana(text);
    const taken = [];
    for (const topic of topics.filter((topic) => folded.includes(topic)).sort(longestFirst)) {
      for (let start = folded.indexOf(topic); start >= 0; start = folded.indexOf(topic, start + 1)) {
        const end = start + topic.length;
        if (!joined(text, start) && !joined(text, end) && !taken.some(([a, b]) => a < end && start < b)) taken.push([start, end]);
      }
    }
    return taken;
  }

  const longestFirst = (one, other) => Array.from(other).length - Array.from(one).length || KB.text.compare(one, other);

  /** Does a word go on across this place, so that what ends here is only a part of it? */
  function joined(text, place) {
    if (place < 1 || place >= text.length) return false;
    const [before, after] = [text[place - 1], text[place]].map(KB.segmentation.script);
    return before === after && (before === "ascii" || before === "katakana");
  }

  KB.scope = { named };
})();
