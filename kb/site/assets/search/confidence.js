"use strict";
/* Does the first article answer at all? Twin of kb/retrieval/confidence.py. */
(() => {
  const KB = (globalThis.KB ??= {});

  /** Share of a query from which a stored question counts as holding all of it. */
  const WHOLE = 0.9;
  /** Words of a query up to which it names a topic rather than asks a question. */
  const FEW = 2;
  /** Kana that tell nothing by themselves. */
  const SCRAP = 2;
  /** Weight in hundredths from which a word is the one asked for, by its reading or the writers' synonyms too. */
  const ITSELF = 85;
  /** Latin letters that no two articles hold by chance. */
  const IDENTIFIER = /^(?=[\0-\x7f]{4,}$).*[0-9._/:@-]/;

  /**
   * What tells an answer from the best of a bad lot.
   * @param {import("./query.js").Query} query
   * @param {import("./ranking.js").Weighed[]} groups
   * @param {import("./ranking.js").Candidate} first - The article in the first place.
   * @param {number} question - How much of the query its best stored question holds.
   * @param {number} total - Worth of the whole query in hundredths; more than 0.
   * @param {KB.tables.Tables} tables
   * @param {Topics} topics - Out of scope, that it names.
   */
  function features(query, groups, first, question, total, tables, topics) {
    const numbers = numbered(groups);
    const held = query.units.map((unit) => unit.groups.length > 0 && first.matched.has(numbers.get(unit.groups[0][0].term)));
    // That an article is about Plesk does not make it an answer.
    const matched = query.units.filter((unit, n) => held[n] && tells(unit.text) && !KB.query.named(query, unit)).reduce((sum, { text }) => sum + words(text), 0);
    return {
      plain: !topics.elsewhere.length && isPlain(query, held, first, question > WHOLE) ? 1 : 0,
      density: first.score / total,
      elsewhere: topics.elsewhere.length ? 1 : 0,
      foreign: query.units.some((unit, n) => !held[n] && isForeign(unit, query)) ? 1 : 0,
      listed: topics.named.length ? 1 : 0,
      matched: Math.log(1 + matched),
      unasked: tables.unasked.has(first.doc) ? 1 : 0,
      whole: question > WHOLE ? 1 : 0,
      words: Math.log(1 + total / tables.unknownIdf),
    };
  }

  const numbered = (groups) => new Map(groups.map(({ group }, number) => [group[0].term, number]));

  /**
   * @typedef {object} Topics - Out of scope, that a query names, in its order.
   * @property {[number, number][]} named
   * @property {[number, number][]} elsewhere - Those that no one title or stored question of the first article holds.
   */

  /** @param {import("./ranking.js").Candidate | undefined} first @returns {Topics} */
  function topicsNamed(query, groups, first, tables) {
    const named = KB.scope.named(query.text, tables.outOfScope).sort(([one], [other]) => one - other);
    const numbers = numbered(groups);
    return { named, elsewhere: named.filter((span) => !holds(first, span, query, numbers)) };
  }

  /** Has one title or stored question of the article all words of the topic? */
  function holds(first, [start, end], query, numbers) {
    const units = query.units.filter((unit) => unit.start < end && start < unit.start + unit.text.length && tells(unit.text));
    const terms = units.map(({ groups }) => (groups.length ? numbers.get(groups[0][0].term) : null));
    const questions = first ? [...first.questions.values()] : [];
    return terms.length > 0 && questions.some((slots) => terms.every((n) => slots.get(n)?.[1] >= ITSELF));
  }

  /**
   * How sure it is that the first article answers, 0 to 1.
   * @param {Record<string, number>} found - Features.
   * @param {{confidence: Record<string, number>, answerFrom: number}} weights
   */
  function confidence(found, weights) {
    let value = weights.confidence.bias;
    for (const name of Object.keys(weights.confidence).sort()) if (name !== "bias") value += weights.confidence[name] * found[name];
    const sure = 1 / (1 + Math.exp(-value));
    return found.plain ? Math.max(sure, weights.answerFrom) : sure;
  }

  /** Is it no question to refuse: a topic to open, or an identifier that the article has? Names aside, see confidence.py. */
  function isPlain(query, held, first, whole) {
    const everything = [...query.units.keys()];
    const asked = everything.filter((n) => first.fit === KB.applicability.FIT.OTHER || !KB.query.bound(query, query.units[n]));
    if (asked.filter((n) => held[n]).length > FEW) return false;
    return (whole && everything.some((n) => held[n] && tells(query.units[n].text)))
      || (asked.every((n) => held[n]) && asked.some((n) => IDENTIFIER.test(query.units[n].text)));
  }

  /** May it name a topic? Two kana are as likely a scrap of another word (しり of しりとり). @param {string} text */
  function tells(text) {
    const chars = Array.from(text);
    return chars.length > SCRAP || KB.segmentation.script(chars[0]) !== "hiragana";
  }

  /** An identifier is as many words as it has parts. */
  function words(text) {
    return /^[\0-\x7f]*$/.test(text) ? Math.max(1, KB.identifiers.parts(text).length) : 1;
  }

  /** Is a word written the way names of products and things of the trade are: in Latin letters or katakana? */
  function isForeign(unit, query) {
    const { text } = unit;
    if (KB.query.named(query, unit)) return false;
    if (KB.segmentation.script(Array.from(text)[0]) === "katakana") return true;
    return /^[a-z]/i.test(text) && /[^\0-\x7f]/.test(query.text);
  }

  KB.confidence = { features, topicsNamed, confidence };
})();
