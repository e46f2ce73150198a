"use strict";
/* Where the query's words stand in a text that is shown. */
(() => {
  const KB = (globalThis.KB ??= {});

  /** @typedef {[number, number][]} Marks - [start, end) in UTF-16 units, in order, apart from one another. */

  /**
   * What to look for in one article: words as typed, and the terms they led to in it.
   * @param {import("./query.js").Query} query
   * @param {number} doc
   * @param {(term: number) => import("./postings.js").Term} termOf
   * @returns {string[]} Folded.
   */
  function needles(query, doc, termOf) {
    const found = new Set();
    for (const unit of query.units.filter(({ groups }) => groups.length)) {
      found.add(KB.text.fold(unit.text));
      for (const { term } of unit.groups.flat()) {
        const { text, postings } = termOf(term);
        if (postings.some((posting) => posting.doc === doc)) found.add(stemOf(KB.text.fold(text)));
      }
    }
    return [...found].filter((needle) => needle && !/^[ぁ-んー]$/.test(needle));
  }

  /** A word without its inflected end: 届 of 届く, 受け取 of 受け取る. */
  function stemOf(term) {
    return /^(.*[一-鿿々])[ぁ-ん]{1,3}$/.exec(term)?.[1] ?? term;
  }

  /** @param {string} text @param {string[]} needles @returns {Marks} */
  function marks(text, needles) {
    const cells = KB.mentions.cellsOf(text);
    const folded = cells.map((cell) => cell.char);
    // One UTF-16 unit for each cell, so that places in the haystack are numbers of cells.
    const haystack = folded.map((char) => (char.length === 1 ? char : "\ufffd")).join("");
    const ranges = needles.flatMap((needle) => places(haystack, needle).map(
      (place) => [cells[place].start, cells[place + needle.length - 1].end]));
    return joined(ranges);
  }

  function places(haystack, needle) {
    const found = [];
    for (let place = haystack.indexOf(needle); place >= 0; place = haystack.indexOf(needle, place + needle.length)) {
      const before = haystack[place - 1] ?? " ", after = haystack[place + needle.length] ?? " ";
      if (standsAlone(needle, before, after)) found.push(place);
    }
    return found;
  }

  /** Latin letters and digits are marked as whole words, a single kanji only where it is no part of a compound. */
  function standsAlone(needle, before, after) {
    if (/^[一-鿿]$/.test(needle)) return !/[一-鿿々]/.test(before + after);
    const kinds = [/[a-z]/, /[0-9]/];
    return kinds.every((kind) => !(kind.test(needle[0]) && kind.test(before)) && !(kind.test(needle.at(-1)) && kind.test(after)));
  }

  function joined(ranges) {
    const result = [];
    for (const [start, end] of ranges.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
      const last = result.at(-1);
      if (last && start <= last[1]) last[1] = Math.max(last[1], end);
      else result.push([start, end]);
    }
    return result;
  }

  KB.marks = { needles, marks };
})();
