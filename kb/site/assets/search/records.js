"use strict";
/* What a result shows; twin of kb/retrieval/records.py, written by kb/site/search_records.py. */
(() => {
  const KB = (globalThis.KB ??= {});
  const ANSWER = "回答";

  /**
   * @typedef {{heading: string, anchor: string, text: string, pointer: boolean}} Section - `pointer`: answers nothing.
   * @typedef {object} Record
   * @property {string} id
   * @property {string} title
   * @property {string} summary
   * @property {string} category
   * @property {string} topic
   * @property {string} support - "full", "partial" or "none".
   * @property {string | null} published
   * @property {string | null} updated
   * @property {string | null} review_by
   * @property {string} status
   * @property {string} source
   * @property {string} path
   * @property {Section[]} sections
   * @property {[number, string][]} passages - Section, and the text of its own when it is only a row of a table.
   * @property {[number, string, string, string][]} variants - Others of the topic: number, id, title, path.
   */

  /** @param {any[]} packed @returns {Record} */
  function unpack(packed) {
    const [id, title, summary, category, topic, support, published, updated, review_by, status, source, path,
      sections, passages, variants] = packed;
    const unpackPassage = (passage) => {
      const [section, row, label] = [passage].flat();
      return [section, label === undefined ? row ?? "" : rowOf(sections[section][2].split("\n")[row], label)];
    };
    return {
      id, title, summary, category, topic, support, published, updated, review_by, status, source, path,
      sections: sections.map(([heading, anchor, text, pointer]) => ({ heading, anchor, text, pointer: !!pointer })),
      passages: passages.map(unpackPassage),
      variants,
    };
  }

  /** The list that a line of a table's text stands for; twin of row_of in kb/site/search_records.py. */
  function rowOf(line, label) {
    const [first, ...rest] = line.replace(/^・/, "").split(" ― ");
    const items = rest.length ? rest.join(" ― ").split(" ／ ") : [];
    return [label + first, ...items].map((item) => `・${item}`).join("\n");
  }

  /**
   * The text that answers: the passage, its section, the answer in brief, and what follows while there is room.
   * @param {number} room - In code points; further sections are shown up to it.
   */
  function shownText(sections, [first, row], room) {
    const size = (text) => Array.from(text).length;
    const parts = row ? [row] : [];
    let length = size(row);
    for (const number of readingOrder(sections, first)) {
      const { heading, text } = sections[number];
      if ((parts.length || number !== first) && length + size(text) > room) continue;
      parts.push((number !== first && heading ? `【${heading}】\n` : "") + text);
      length += size(text);
    }
    return parts.join("\n\n");
  }

  /** The answering section, the answer in brief when that is another one, then the sections that follow. */
  function readingOrder(sections, first) {
    const brief = sections.findIndex((section) => section.heading.startsWith(ANSWER));
    const further = [...sections.keys()].slice(first + 1)
      .filter((number) => number !== brief && !sections[number].pointer);
    return [first, ...(brief >= 0 && brief !== first ? [brief] : []), ...further];
  }

  /** The section that answers, with what to show of it. @param {Record} record @param {?number} number @param {number} room */
  function passageOf(record, number, room) {
    if (!record.passages.length) return { heading: "", anchor: "", text: record.summary };
    const passage = record.passages[number ?? 0];
    const { heading, anchor } = record.sections[passage[0]];
    return { heading, anchor, text: shownText(record.sections, passage, room) };
  }

  /** An article's page, relative to the site. @param {string} path */
  function pageOf(path) {
    return path.replace(/\.md$/, ".html");
  }

  KB.records = { unpack, passageOf, pageOf };
})();
