"use strict";
/* What a phrase around a version covers: 以降, 〜, から…まで, ・9・10; twin of reaches() in kb/articles/mentions.py. */
(() => {
  const KB = (globalThis.KB ??= {});

  /** @typedef {import("./mentions.js").Mention} Mention */

  /**
   * Mentions with their range phrases worked out by the vocabulary's order.
   * @param {string} text @param {Mention[]} found - In the text, in order.
   * @returns {import("./mentions.js").Reach[]}
   */
  function reaches(text, found, vocabulary) {
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

  KB.ranges = { reaches };
})();
