"use strict";
/* Which known word an unknown one was meant to be; twin of kb/retrieval/corrections.py and homophones.py. */
(() => {
  const KB = (globalThis.KB ??= {});
  const SHORTEST = 3, LONGEST = 24;
  /** Characters up to which two other letters make another word. */
  const SHORT = 8;

  /** @typedef {{typed: string, meant: string, start: number}} Correction - `start` in UTF-16 units. */

  /**
   * Edits between two texts: insertions, deletions, substitutions and swaps of neighbours (optimal string
   * alignment). Anything over `limit` is returned as `limit + 1`.
   * @param {string} text @param {string} otherText @param {number} limit
   */
  function distance(text, otherText, limit) {
    const one = Array.from(text), other = Array.from(otherText);
    if (Math.abs(one.length - other.length) > limit) return limit + 1;
    let before = [], last = Array.from({ length: other.length + 1 }, (_, n) => n);
    for (let i = 1; i <= one.length; i += 1) {
      const row = [i];
      for (let j = 1; j <= other.length; j += 1) {
        const same = one[i - 1] === other[j - 1];
        let cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
          cost = Math.min(cost, before[j - 2] + 1);
        }
        row.push(cost);
      }
      if (Math.min(...row) > limit) return limit + 1;
      before = last;
      last = row;
    }
    return Math.min(last.at(-1), limit + 1);
  }

  /**
   * The words of a query that were clearly meant otherwise, in question order.
   * @param {(char: string) => Promise<import("./spellings.js").Mendable>} mendable
   * @param {[number, number][]} meantSo - Where words stand that are no slips although no article has them.
   * @returns {Promise<Correction[]>}
   */
  async function corrections(query, mendable, meantSo) {
    const maySlip = ({ start, text }) => !meantSo.some(([from, to]) => start < to && from < start + text.length);
    const found = await Promise.all(suspects(query).filter(maySlip).map(async ({ start, text }) => {
      const { words } = await mendable(Array.from(KB.text.fold(text))[0] ?? "");
      return { typed: text, meant: nearest(text, words), start };
    }));
    const made = found.filter(({ meant }) => meant !== null);
    const apart = misconverted(query).filter(maySlip).filter(({ start, text }) => !made.some(
      (other) => start < other.start + other.typed.length && other.start < start + text.length));
    for (const { start, text } of apart) {
      const chars = await Promise.all(Array.from(text, mendable));
      const meant = soundsAlike(text, chars);
      if (meant !== null) made.push({ typed: text, meant, start });
    }
    return made.sort((a, b) => a.start - b.start);
  }

  /** The unknown words of two to four kanji, which may have been converted wrongly. */
  function misconverted(query) {
    return query.units.filter(({ text, groups }) => !groups.length && isKanjiWord(text));
  }

  function isKanjiWord(text) {
    const chars = Array.from(text);
    return chars.length >= 2 && chars.length <= 4 && chars.every((char) => KB.segmentation.script(char) === "kanji");
  }

  /**
   * The one word that differs from `typed` in one kanji of the same sound, or null when there is none or two.
   * @param {import("./spellings.js").Mendable[]} mendables - Of each kanji of `typed`.
   */
  function soundsAlike(typed, mendables) {
    const chars = Array.from(typed);
    const alike = new Map();
    for (const { word, count, sounds } of mendables.flatMap(({ kanjiWords }) => kanjiWords)) {
      const other = Array.from(word);
      const differing = other.length === chars.length ? [...chars.keys()].filter((n) => chars[n] !== other[n]) : [];
      if (differing.length === 1 && mendables[differing[0]].sounds.some((sound) => sounds[differing[0]].includes(sound))) {
        alike.set(word, count);
      }
    }
    const [first, second] = [...alike].sort(([a, one], [b, two]) => two - one || KB.text.compare(a, b));
    return !first || (second && second[1] * 3 > first[1]) ? null : first[0];
  }

  /** Places and texts of the unknown words, each stretched over the run of its script. */
  function suspects(query) {
    const result = [];
    for (const unit of query.units) {
      if (!KB.query.doubtful(unit) || KB.query.named(query, unit)) continue;
      const [start, end] = stretched(query.text, unit.start, unit.start + unit.text.length);
      const text = query.text.slice(start, end), size = Array.from(text).length;
      const known = result.some((other) => other.start === start && other.text === text);
      if (SHORTEST <= size && size <= LONGEST && !known) result.push({ start, text });
    }
    return result;
  }

  function stretched(text, start, end) {
    const { script } = KB.segmentation;
    // All characters of these two scripts are one UTF-16 unit.
    const kind = script(text[start] ?? " ");
    if (kind !== "kanji" && kind !== "katakana") return [start, end];
    while (start > 0 && script(text[start - 1]) === kind) start -= 1;
    while (end < text.length && script(text[end]) === kind) end += 1;
    return [start, end];
  }

  /** The one known word that `typed` was meant to be, or null when none is near or two are as near. */
  function nearest(typed, words) {
    const limit = Array.from(typed).length < 7 ? 1 : 2;
    const key = KB.text.toHiragana(typed);
    const ranked = [];
    for (const { word, count } of words) {
      const other = KB.text.fold(word);
      const edits = distance(key, other, limit);
      if (edits > 0 && edits <= limit && trustworthy(key, other, edits)) ranked.push({ edits, count, word });
    }
    ranked.sort((a, b) => a.edits - b.edits || b.count - a.count || KB.text.compare(a.word, b.word));
    if (!ranked.length) return null;
    const [first, second] = ranked;
    return second && second.edits === first.edits && second.count * 3 > first.count ? null : first.word;
  }

  /** Characters that both have. */
  function shared(one, other) {
    const left = [...other];
    return one.filter((char) => left.includes(char) && left.splice(left.indexOf(char), 1)).length;
  }

  /** Of three or four characters only a swap, a lost or doubled character, or one kanji of four is a slip;
   * of a short word no two other letters. */
  function trustworthy(typed, word, edits) {
    const one = Array.from(typed), other = Array.from(word);
    if (Math.min(one.length, other.length) < SHORTEST) return false;
    if (one.length !== other.length) return true;
    if (edits > 1) return one.length > SHORT || one.length - shared(one, other) < 2;
    if (one.length > 4) return true;
    if (one.length === 4 && [...one, ...other].every((char) => KB.segmentation.script(char) === "kanji")) return true;
    return one.sort().join("") === other.sort().join("");
  }

  /** The question with its slips mended. @param {string} text @param {Correction[]} made */
  function apply(text, made) {
    for (const { typed, meant, start } of [...made].sort((a, b) => b.start - a.start)) {
      text = text.slice(0, start) + meant + text.slice(start + typed.length);
    }
    return text;
  }

  KB.corrections = { distance, corrections, nearest, apply };
})();
