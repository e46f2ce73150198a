"use strict";
/* Cut Japanese text into words: the path of least cost; twin of kb/retrieval/segmentation.py. */
(() => {
  const KB = (globalThis.KB ??= {});

  // Cost per character of text that no spelling covers, in hundredths, by script.
  const UNKNOWN_CHARACTER = { kanji: 600, katakana: 200, hiragana: 280, ascii: 100, sign: 0 };
  const SIGN_COST = 10;

  /**
   * @typedef {{cost: number, groups: {term: number, weight: number, via: string}[][]}} Entry
   * @typedef {{text: string, start: number, entry: Entry | null}} Segment - `start` in UTF-16 units.
   */

  /** The script of a character, as far as unknown words are told by it. @param {string} char */
  function script(char) {
    if (char >= "\u3041" && char <= "\u3096") return "hiragana";
    if ((char >= "\u30a1" && char <= "\u30fa") || char === "ー") return "katakana";
    if ((char >= "\u4e00" && char <= "\u9fff") || (char >= "\u3400" && char <= "\u4dbf")) return "kanji";
    if ("々〆〇".includes(char)) return "kanji";
    return /^[a-z0-9]$/i.test(char) ? "ascii" : "sign";
  }

  /**
   * Cut a normalised text without ASCII runs into segments that cover all of it.
   * @param {string} text
   * @param {{unknownCost: number, longest: number, lookUp: (keys: Iterable<string>) => Promise<Map<string, Entry>>}} lexicon
   * @param {number} [offset] - Added to the places of the segments.
   * @returns {Promise<Segment[]>}
   */
  async function segment(text, lexicon, offset = 0) {
    const line = lineOf(text);
    line.found = await lexicon.lookUp(candidates(line, lexicon.longest));
    const best = [[0, 0]];
    for (let end = 1; end <= line.size; end += 1) best.push(bestArrival(line, end, best, lexicon));
    const pieces = cuts(best).map(([start, end]) => ({
      text: text.slice(line.at[start], line.at[end]),
      start: offset + line.at[start],
      entry: line.found.get(line.part(start, end)) ?? null,
    }));
    return merged(pieces);
  }

  /** The text by code points: their scripts, their places in UTF-16 units, and the key of a part. */
  function lineOf(text) {
    const chars = Array.from(text);
    const at = [0];
    for (const char of chars) at.push(at.at(-1) + char.length);
    const key = KB.text.toHiragana(text);
    const part = (start, end) => key.slice(at[start], at[end]);
    return { size: chars.length, scripts: chars.map(script), at, part };
  }

  function candidates({ size, part }, longest) {
    const keys = new Set();
    for (let a = 0; a < size; a += 1) {
      for (let b = a + 1; b <= Math.min(a + longest, size); b += 1) keys.add(part(a, b));
    }
    return keys;
  }

  /** The least cost of a path to `end` and where its last piece begins; longer pieces are tried first. */
  function bestArrival(line, end, best, lexicon) {
    let result = null;
    let run = end - 1;
    while (run > 0 && line.scripts[run - 1] === line.scripts[end - 1]) run -= 1;
    for (let start = Math.max(0, end - Math.max(lexicon.longest, end - run)); start < end; start += 1) {
      const cost = arcCost(line, start, end, run, lexicon);
      if (cost !== null && (result === null || best[start][0] + cost < result[0])) {
        result = [best[start][0] + cost, start];
      }
    }
    return result;
  }

  function arcCost(line, start, end, run, lexicon) {
    const entry = line.found.get(line.part(start, end));
    if (entry) return entry.cost;
    if (start < run) return null;
    const kind = line.scripts[end - 1];
    if (kind === "sign") return SIGN_COST * (end - start);
    return lexicon.unknownCost + UNKNOWN_CHARACTER[kind] * (end - start);
  }

  function cuts(best) {
    const result = [];
    for (let end = best.length - 1; end > 0; end = best[end][1]) result.push([best[end][1], end]);
    return result.reverse();
  }

  /** Neighbouring unknown pieces of one script as one. */
  function merged(pieces) {
    const result = [];
    for (const piece of pieces) {
      const last = result.at(-1);
      const joins = last && !last.entry && !piece.entry
        && script(Array.from(last.text).at(-1)) === script(Array.from(piece.text)[0]);
      if (joins) last.text += piece.text;
      else result.push(piece);
    }
    return result;
  }

  KB.segmentation = { script, segment };
})();
