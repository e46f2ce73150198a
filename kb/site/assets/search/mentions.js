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

  /** Mentions with their range phrases worked out by the vocabulary's order. @returns {Reach[]} */
  function reaches(text, vocabulary) {
    const found = mentions(text, vocabulary);
    const result = [];
    let skip = -1;
    for (const [number, mention] of found.entries()) {
      if (number <= skip) continue;
      const entry = vocabulary.get(mention.facet, mention.name);
      if (!entry || !entry.product || !entry.order) {
        result.push({ ...only(mention), names: [mention.name], ranged: false });
        continue;
      }
      const spanned = betweenMentions(text, mention, found[number + 1], vocabulary);
      if (spanned) skip = number + 1;
      result.push(spanned ?? reach(text, mention, entry, vocabulary));
    }
    return result;
  }

  const only = ({ facet, start, end }) => ({ facet, start, end });

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

  /** The folded characters of a text, each with the place it came from. */
  function cellsOf(text) {
    const chars = Array.from(text);
    const cells = [];
    let start = 0;
    for (let n = 0; n < chars.length;) {
      let cluster = chars[n++];
      while (n < chars.length && (MARKS.includes(chars[n]) || combines(chars[n]))) cluster += chars[n++];
      for (const char of KB.text.fold(cluster)) cells.push({ char, start, end: start + cluster.length });
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

  // ------------------------------------------------------------------ ranges

  const BLANK = "[ \\u3000\\t]*";
  const TAIL = `^${BLANK}(?:系|のバージョン|バージョン|サーバ)?${BLANK}`;
  const RANGES = [
    [`${TAIL}(?:以降|以上|以後|より後|or later|\\+)`, 0, Infinity, true],
    [`${TAIL}(?:以前|以下|まで(?!に)|or earlier)`, -Infinity, 0, true],
    [`${TAIL}(?:未満|より前|より古い)`, -Infinity, -1e-6, false],
    [`${TAIL}より新しい`, 1e-6, Infinity, false],
  ].map(([pattern, ...rest]) => [new RegExp(pattern), ...rest]);
  const DASH = new RegExp(`^${BLANK}[~〜～\\-–—]${BLANK}$`);
  const KARA = new RegExp(`^${BLANK}から${BLANK}[、,]?${BLANK}$`);
  const MADE = new RegExp(`^${BLANK}まで(?!に)`);
  const NUMBER_RANGE = new RegExp(`^${BLANK}(?:[~〜～\\-–—]|から)${BLANK}(\\p{Nd}+(?:\\.\\p{Nd}+)*)(まで)?`, "u");
  const COUNTER = "(?![\\p{Nd}番つ個台月年日回人名件通分時秒桁文字%％]|[ \\u3000]*(?:MB|GB|KB|文字))";
  const MORE = new RegExp(
    `^${BLANK}(?:[・、,/／]|と|および|及び|または|もしくは)${BLANK}(\\p{Nd}+(?:\\.(?:\\p{Nd}+|x))*)${COUNTER}`, "iu");

  /** The reach of one ordered name. */
  function reach(text, mention, entry, vocabulary) {
    const { facet, start } = mention;
    const number = NUMBER_RANGE.exec(text.slice(mention.end));
    if (number && (!number[0].includes("から") || number[2])) {
      const other = vocabulary.resolve(`${entry.product} ${number[1]}`, facet);
      if (other && other.product === entry.product) {
        const names = select(vocabulary, entry, entry.order, other.order);
        return { facet, names, start, end: mention.end + number[0].length, ranged: true };
      }
    }
    const { listed, end } = listedAfter(text, mention, entry, vocabulary);
    const held = new Set(listed.map((one) => one.name));
    const newest = listed.at(-1).order;
    for (const [pattern, low, high, inclusive] of RANGES) {
      const match = pattern.exec(text.slice(end));
      if (!match) continue;
      let names = select(vocabulary, entry, newest + low, newest + high);
      if (inclusive) names = ordered(vocabulary, entry, new Set([...held, ...names]));
      return { facet, names, start, end: end + match[0].length, ranged: true };
    }
    return { facet, names: ordered(vocabulary, entry, held), start, end, ranged: listed.length > 1 };
  }

  function betweenMentions(text, mention, following, vocabulary) {
    if (!following || following.facet !== mention.facet) return null;
    const one = vocabulary.get(mention.facet, mention.name);
    const other = vocabulary.get(following.facet, following.name);
    if (one.product !== other.product || !other.order) return null;
    const gap = text.slice(mention.end, following.start);
    const until = MADE.exec(text.slice(following.end));
    if (!DASH.test(gap) && !(KARA.test(gap) && until)) return null;
    const names = select(vocabulary, one, one.order, other.order);
    const end = following.end + (until ? until[0].length : 0);
    return { facet: mention.facet, names, start: mention.start, end, ranged: true };
  }

  /** The name and the bare numbers listed after it: Plesk 8・9・10. */
  function listedAfter(text, mention, entry, vocabulary) {
    const listed = [entry];
    let end = mention.end;
    for (let match; (match = MORE.exec(text.slice(end)));) {
      const other = vocabulary.resolve(`${entry.product} ${match[1]}`, mention.facet);
      if (!other || other.product !== entry.product) break;
      listed.push(other);
      end += match[0].length;
    }
    return { listed, end };
  }

  function select(vocabulary, entry, one, other) {
    const low = Math.min(one, other), high = Math.max(one, other);
    const wanted = vocabulary.facet(entry.facet).filter((n) => low <= n.order && n.order <= high && !n.general);
    return ordered(vocabulary, entry, new Set(wanted.map((n) => n.name)));
  }

  /** Of the entry's product, oldest first. */
  function ordered(vocabulary, entry, names) {
    return vocabulary.facet(entry.facet)
      .filter((n) => n.product === entry.product && names.has(n.name))
      .sort((a, b) => a.order - b.order)
      .map((n) => n.name);
  }

  KB.mentions = { mentions, reaches, cellsOf };
})();
