"use strict";
/* Shows a passage: whole, line by line, or the stretch of it with most hits. */
(() => {
  const KB = (globalThis.KB ??= {});
  const { element, marked } = KB.elements;
  /** Length of an excerpt, in characters; CSS cuts it to whole lines. */
  const EXCERPT_CHARS = 150;
  const LEAD_CHARS = 24;
  const ITEM = /^\s*(?:\d+\. |・|※ ?)/;

  /**
   * The whole text; items of lists keep their number or bullet and hang under it.
   * @param {string} text @param {[number, number][]} marks
   * @returns {HTMLElement[]}
   */
  function lines(text, marks) {
    const made = [];
    let place = 0;
    for (const line of text.split("\n")) {
      if (line.trim()) made.push(lineOf(text, line, place, marks));
      place += line.length + 1;
    }
    return made;
  }

  function lineOf(text, line, place, marks) {
    const end = place + line.length;
    if (/^【.+】$/.test(line)) return element("p.section", {}, ...marked(text, marks, place + 1, end - 1));
    const depth = Math.min(3, Math.floor((line.length - line.trimStart().length) / 2));
    const kind = ITEM.test(line) ? `p.item${depth ? `.deep${depth}` : ""}` : "p";
    return element(kind, {}, ...marked(text, marks, place + line.length - line.trimStart().length, end));
  }

  /**
   * The stretch with most different hits, from the beginning of its sentence where that is near; never from within a Latin word.
   * @param {string} text @param {[number, number][]} marks
   * @returns {(string | HTMLElement)[]}
   */
  function excerpt(text, marks) {
    const flat = text.replace(/[\n【】]/g, " ");
    const start = startOf(flat, marks);
    const pieces = marked(flat, marks, start, Math.min(flat.length, start + EXCERPT_CHARS));
    return [start ? "…" : "", ...pieces, start + EXCERPT_CHARS < flat.length ? "…" : ""].filter(Boolean);
  }

  function startOf(text, marks) {
    let best = 0, most = 0;
    for (const [first] of marks) {
      const inside = marks.filter(([start, end]) => start >= first && end <= first + EXCERPT_CHARS - LEAD_CHARS);
      const worth = new Set(inside.map(([start, end]) => text.slice(start, end).toLowerCase())).size;
      if (worth > most) [best, most] = [first, worth];
    }
    if (best <= LEAD_CHARS) return 0;
    const before = text.slice(best - LEAD_CHARS, best);
    const sentence = Math.max(...["。", "  ", "！", "？"].map((sign) => before.lastIndexOf(sign) + sign.length - 1));
    return best - LEAD_CHARS + (sentence > 0 ? sentence + 1 : before.match(/^\w*[ ・、]?/)[0].length);
  }

  KB.excerpts = { lines, excerpt };
})();
