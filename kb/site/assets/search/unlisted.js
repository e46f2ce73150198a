"use strict";
/* Versions that a question names and the vocabulary does not list; twin of kb/articles/unlisted.py. */
(() => {
  const KB = (globalThis.KB ??= {});
  const NUMBERED = /^([^]*?\P{Nd})\p{Nd}+(?:\.\p{Nd}+)*$/u;
  const JOINERS = "[ \\-_'\"・\t]{0,2}";
  const NUMBER = "(\\p{Nd}{1,2})(?!\\p{Nd})(?:\\.\\p{Nd}+)*(?![\\p{Nd}番台個件名人回通日月年時分秒桁文字%]| *(?:[mgk]b|文字|ぽーと))";

  /** @param {string} text - Normalised. @param {KB.vocabulary.Vocabulary} vocabulary @returns {string[]} As the text writes them. */
  function unlisted(text, vocabulary) {
    const pattern = /\p{Nd}/u.test(text) ? patternOf(vocabulary) : null;
    if (!pattern) return [];
    const known = KB.mentions.mentions(text, vocabulary);
    const folded = KB.text.toHiragana(text);
    const found = [];
    for (const match of folded.matchAll(pattern)) {
      const start = match.index, end = start + match[0].length, number = start + match[0].search(NUMBER_AT_END);
      if (/[a-z0-9]/.test(folded[start - 1] ?? "")) continue;
      if (!known.some((name) => name.start <= number && number < name.end)) found.push(text.slice(start, end));
    }
    return [...new Set(found)];
  }

  // Where the number stands in what matched: older browsers do not tell where a group matched.
  const NUMBER_AT_END = /\p{Nd}{1,2}(?:\.\p{Nd}+)*$/u;
  const escaped = (char) => char.replace(/[\^$.*+?()[\]{}|/-]/u, "\\$&");

  const patterns = new WeakMap();

  /** A name with any number; null when no name has one. Worked out once: every question is looked through. */
  function patternOf(vocabulary) {
    if (!patterns.has(vocabulary)) {
      const names = stemsOf(vocabulary).map((stem) => Array.from(stem, escaped).join(JOINERS)).join("|");
      patterns.set(vocabulary, names ? new RegExp(`(?:${names})${JOINERS}${NUMBER}`, "gu") : null);
    }
    return patterns.get(vocabulary);
  }

  /** How the numbered names begin, longest first. */
  function stemsOf(vocabulary) {
    const stems = new Set();
    for (const [key, { product, order }] of vocabulary.spellings) {
      const stem = product && order && NUMBERED.exec(key)?.[1];
      if (stem) stems.add(stem);
    }
    return [...stems].sort((one, other) => other.length - one.length || KB.text.compare(one, other));
  }

  KB.unlisted = { unlisted };
})();
