"use strict";
/* Where a text names something of the vocabulary; twin of kb/articles/mentions.py. */
(() => {
  const KB = (globalThis.KB ??= {});

  /**
   * Places are UTF-16 units of the text.
   * @typedef {{facet: string, name: string, start: number, end: number}} Mention
   * @typedef {{facet: string, names: string[], start: number, end: number, ranged: boolean}} Reach
   */

  const JOINERS = new Set(" -_'\"・\t");
  const MAX_JOINERS = 2;
  const MARKS = "\uff9e\uff9f\u3099\u309a";
  const PARTICLES = "のをにはがでともへや";
  const S = "\\t\\n\\v\\f\\r ";
  // A name inside an address or a path is part of that address. Tried in this order at each place; a path must not
  // follow a letter or digit (said without lookbehind, which older browsers refuse).
  const PATH = /\/[A-Za-z0-9_.-]+(?:\/[A-Za-z0-9_.*-]*)+/y;
  const ADDRESSES = [
    new RegExp(`https?://[^${S}、。「」（）()<>＜＞]+`, "y"),
    /[\w.+-]+@[\w.-]+/y,
    PATH,
    /\b(?:[A-Za-z0-9-]+\.)+(?:com|net|org|jp|info|php|conf|cf|log|html?|service|rpm)\b/y,
  ];

  /** Every name in the text, in order, longest spelling first. @param {string} text @returns {Mention[]} */
  function mentions(text, vocabulary) {
    const root = trie(vocabulary);
    const cells = cellsOf(text);
    const blocked = addresses(text);
    const found = [];
    for (let position = 0; position < cells.length;) {
      const hit = longest(text, cells, position, root);
      const start = cells[position].start;
      if (hit === null || blocked.some(([from, to]) => from <= start && start < to)) {
        position += 1;
        continue;
      }
      const end = cells[hit.stop - 1].end;
      for (const entry of hit.entries) found.push({ facet: entry.facet, name: entry.name, start, end });
      position = hit.stop;
    }
    return found;
  }

  // How everything begins that a pattern of ranges.js takes for the rest of a range.
  const RANGE = /^[ \u3000\t]*(?:系|のバージョン|バージョン|サーバ)?[ \u3000\t]*(?:以[降上後前下]|より|まで|未満|or |\+|[~〜～–—-]|から|(?:[・、,/／]|と|および|及び|または|もしくは)[ \u3000\t]*\p{Nd})/u;

  /**
   * Mentions, and what the phrase around each covers. What may be a range is worked out by ranges.js, which few
   * questions need.
   * @returns {Promise<Reach[]>}
   */
  async function reaches(text, vocabulary) {
    const found = mentions(text, vocabulary);
    const ranged = found.some(({ facet, name, end }) => vocabulary.get(facet, name).order && RANGE.test(text.slice(end)));
    if (ranged) return (await KB.part("ranges")).reaches(text, found, vocabulary);
    return found.map(({ facet, name, start, end }) => ({ facet, start, end, names: [name], ranged: false }));
  }

  // ---------------------------------------------------------------- scanning

  const tries = new WeakMap();

  function trie(vocabulary) {
    if (tries.has(vocabulary)) return tries.get(vocabulary);
    const root = { children: new Map(), entries: [] };
    for (const [key, entry] of vocabulary.spellings) {
      let node = root;
      for (const char of key) {
        if (!node.children.has(char)) node.children.set(char, { children: new Map(), entries: [] });
        node = node.children.get(char);
      }
      if (key) node.entries.push(entry);
    }
    tries.set(vocabulary, root);
    return root;
  }

  function addresses(text) {
    const found = [];
    for (let place = 0; place < text.length;) {
      const end = addressAt(text, place);
      if (end) found.push([place, end]);
      place = end || place + 1;
    }
    return found;
  }

  function addressAt(text, place) {
    for (const pattern of ADDRESSES) {
      if (pattern === PATH && /[A-Za-z0-9]/.test(text[place - 1] ?? "")) continue;
      pattern.lastIndex = place;
      if (pattern.test(text)) return pattern.lastIndex;
    }
    return 0;
  }

  /** Is it drawn onto the character before it (of a combining class other than 0)? */
  function combines(char) {
    return /\p{M}/u.test(char)
      && (char === "\u0345" || ("\u0345" + char).normalize("NFD") !== "\u0345" + char.normalize("NFD"));
  }

  const MAY_COMBINE = new RegExp(`[${MARKS}]|\\p{M}`, "u");
  /** Of each character read so far its folded form: folding is slow, and texts have few different characters. */
  const folded = new Map();

  function foldedOf(cluster) {
    if (!folded.has(cluster)) folded.set(cluster, Array.from(KB.text.fold(cluster)));
    return folded.get(cluster);
  }

  /** The folded characters of a text, each with the place it came from. */
  function cellsOf(text) {
    const chars = Array.from(text), mayCombine = MAY_COMBINE.test(text);
    const cells = [];
    let start = 0;
    for (let n = 0; n < chars.length;) {
      let cluster = chars[n++];
      while (mayCombine && n < chars.length && (MARKS.includes(chars[n]) || combines(chars[n]))) cluster += chars[n++];
      for (const char of foldedOf(cluster)) cells.push({ char, start, end: start + cluster.length });
      start += cluster.length;
    }
    return cells;
  }

  /** The longest acceptable name that begins at a cell: where it stops, and its entries. */
  function longest(text, cells, start, root) {
    let node = root, position = start, joiners = 0, best = null;
    while (position < cells.length) {
      const child = node.children.get(cells[position].char);
      if (!child) {
        joiners += 1;
        if (position === start || !joins(cells, position) || joiners > MAX_JOINERS) break;
        position += 1;
        continue;
      }
      joiners = 0;
      node = child;
      position += 1;
      if (!node.entries.length) continue;
      if (bounded(text, cells, start, position) && !numberedSibling(cells, position, node)) {
        best = { stop: withMinor(cells, position, node), entries: node.entries };
      }
    }
    return best;
  }

  function joins(cells, position) {
    const char = cells[position].char, after = cells[position + 1]?.char ?? "";
    if (char === ".") return !digit(after);
    return JOINERS.has(char) && !(digit(cells[position - 1].char) && digit(after));
  }

  /** Past the minor number of a version: Plesk 8.7, Plesk10.x, Plesk9.5系. */
  function withMinor(cells, stop, node) {
    if (!digit(cells[stop - 1].char) || !node.entries.some((entry) => entry.order)) return stop;
    const match = /^(?:\.(?:\p{Nd}+|x))+系?/u.exec(tail(cells, stop, cells.length));
    return stop + (match ? Array.from(match[0]).length : 0);
  }

  const tail = (cells, stop, size) => cells.slice(stop, stop + size).map((cell) => cell.char).join("");

  /** Does the name stand alone, by the habits of its script? */
  function bounded(text, cells, start, stop) {
    const first = cells[start], last = cells[stop - 1];
    const before = cells[start - 1]?.char ?? "", after = cells[stop]?.char ?? "";
    if (latin(first.char)) {
      if (latin(before)) return false;
      if (before === "." && start > 1 && letter(cells[start - 2].char)) return false;
    }
    if (digit(last.char) && digit(after)) return false;
    if (/^[a-z]$/i.test(last.char) && /^[a-z]$/i.test(after)) return false;
    return kanaBounded(text, first, last);
  }

  function kanaBounded(text, first, last) {
    const surface = Array.from(text.slice(first.start, last.end));
    const before = Array.from(text.slice(Math.max(0, first.start - 2), first.start)).at(-1) ?? "";
    const after = Array.from(text.slice(last.end, last.end + 2))[0] ?? "";
    if (katakana(surface[0]) && katakana(before)) return false;
    if (katakana(surface.at(-1)) && katakana(after) && surface.at(-1) !== "ー") return false;
    if (!surface.every(hiragana)) return true;
    return surface.length >= 4 && !hiragana(before) && (!hiragana(after) || PARTICLES.includes(after));
  }

  /** Is this the bare stem of numbered names with some unknown number behind it: AlmaLinux 9? */
  function numberedSibling(cells, stop, node) {
    if (node.entries.some((entry) => entry.general) || ![...node.children.keys()].some(digit)) return false;
    return /^ ?\p{Nd}/u.test(tail(cells, stop, 2));
  }

  const digit = (char) => /^\p{Nd}$/u.test(char);
  const letter = (char) => /^\p{L}$/u.test(char);
  const latin = (char) => /^[a-z0-9]$/i.test(char);
  const katakana = (char) => /^[\u30a1-\u30faー\uff66-\uff9f]$/.test(char);
  const hiragana = (char) => /^[\u3041-\u3096]$/.test(char);

  KB.mentions = { mentions, reaches, cellsOf };
})();
