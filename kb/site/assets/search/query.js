"use strict";
/* Read a question: its terms, and the versions, plans and OS it names; twin of kb/retrieval/query.py. */
(() => {
  const KB = (globalThis.KB ??= {});
  const QUESTION_CHARS = 500;
  const WORD = /^(?:[a-z]{2,}|[0-9]{2,})$/;
  // An error's number.
  const CODE = /^0x[0-9a-f]{3,}$/;

  /**
   * Places are UTF-16 units of the normalised question; a choice's `term` is what postings.js knows it by.
   * @typedef {{term: number | string, weight: number, via: string}} Choice
   * @typedef {{text: string, start: number, groups: Choice[][]}} Unit - Without groups: unknown to the index.
   * @typedef {{text: string, units: Unit[], reaches: import("./mentions.js").Reach[]}} Query
   */

  /**
   * Read a question.
   * @param {string} question
   * @param {{spellings: KB.spellings.Spellings, vocabulary: KB.vocabulary.Vocabulary}} index
   * @returns {Promise<Query>}
   */
  async function read(question, index) {
    const text = Array.from(KB.text.normalize(question)).slice(0, QUESTION_CHARS).join("");
    const lexicon = index.spellings;
    // The files of the lexicon are asked for first; names are looked for while they come.
    const [every, reaches] = await Promise.all([unitsOf(text, lexicon), KB.mentions.reaches(text, index.vocabulary)]);
    const units = every.filter((unit) => unit.groups.length || !covered(unit, reaches));
    units.push(...await canonical(reaches, units, lexicon));
    return { text, units, reaches };
  }

  /** Does a name of the vocabulary cover the word? Then it is understood, whether or not an article spells it. */
  function covered({ text, start }, reaches) {
    return reaches.some((reach) => reach.start <= start && start + text.length <= reach.end);
  }

  async function unitsOf(text, lexicon) {
    const pieces = [];
    let position = 0;
    for (const run of KB.identifiers.runs(text)) {
      pieces.push(japanese(text.slice(position, run.start), position, lexicon), ascii(run, lexicon));
      position = run.end;
    }
    pieces.push(japanese(text.slice(position), position, lexicon));
    return (await Promise.all(pieces)).flat();
  }

  async function japanese(text, offset, lexicon) {
    if (!text.trim()) return [];
    const pieces = await KB.segmentation.segment(text, lexicon, offset);
    return pieces
      .filter(({ text, entry }) => (entry ? entry.groups.length : meansSomething(text)))
      .map(({ text, start, entry }) => ({ text, start, groups: entry ? entry.groups : [] }));
  }

  /** Is an unknown piece a word (and not a sign or a stray kana ending)? */
  function meansSomething(text) {
    const chars = Array.from(text), kind = KB.segmentation.script(chars[0]);
    return kind === "kanji" || (kind === "katakana" && chars.length > 1) || (kind === "hiragana" && chars.length > 2);
  }

  async function ascii(run, lexicon) {
    const { compounds, parts, stem } = KB.identifiers;
    const forms = compounds(run.text), pieces = parts(run.text);
    const found = await lexicon.lookUp(new Set([...forms, ...pieces, ...pieces.map(stem)]));
    if (CODE.test(run.text) && !found.has(run.text)) return [{ text: run.text, start: run.start, groups: [] }];
    const entries = pieces.map((piece) => found.get(piece) ?? found.get(stem(piece)));
    // An English grammar word inside a longer run says nothing: "me-ru" is メール.
    const understood = entries.some((entry) => entry && (entry.groups.length || !forms.length));
    if (!understood && !forms.some((form) => found.has(form))) {
      const kana = await (await KB.part("romaji")).toKana(run.text, lexicon);
      if (kana !== null) return japanese(kana, run.start, lexicon);
    }
    const units = [];
    const groups = forms.filter((form) => found.get(form)?.groups.length).map((form) => found.get(form).groups[0]);
    for (const [n, piece] of pieces.entries()) {
      if (entries[n]) groups.push(...entries[n].groups);
      else if (!found.has(piece) && !groups.length && WORD.test(piece)) {
        units.push({ text: piece, start: run.start, groups: [] });
      }
    }
    if (groups.length) units.push({ text: run.text, start: run.start, groups });
    return units;
  }

  /** The vocabulary's own spelling of names that the question spells otherwise (ドブコット: dovecot). */
  async function canonical(reaches, units, lexicon) {
    const present = new Set(units.flatMap((unit) => unit.groups.flat().map((choice) => choice.term)));
    const single = reaches.filter((reach) => !reach.ranged && reach.names.length === 1);
    const read = await Promise.all(single.map(({ names }) => unitsOf(KB.text.normalize(names[0]), lexicon)));
    const result = [];
    for (const [n, reach] of single.entries()) {
      for (const unit of read[n]) {
        const groups = unit.groups.filter((group) => !present.has(group[0].term));
        for (const group of groups) present.add(group[0].term);
        if (groups.length) result.push({ text: unit.text, start: reach.start, groups });
      }
    }
    return result;
  }

  /**
   * Each two known Japanese words that are written together, as one term that an article may have.
   * @param {Query} query - Its terms are loaded.
   * @param {import("./postings.js").Terms} terms
   * @returns {Promise<Unit[]>} Without those that no article has.
   */
  async function joints(query, terms, weights) {
    const known = query.units.filter(({ text, groups }) => groups.length && text[0] > "\x7f");
    const pairs = known.slice(1).map((other, n) => [known[n], other])
      .filter(([one, other]) => one.start + one.text.length === other.start);
    const found = await Promise.all(pairs.map(async ([one, other]) => {
      const [first, second] = [one, other].map((unit) => terms.get(unit.groups[0][0].term).text);
      const term = await terms.find(first + second);
      return term === null ? [] : [{
        text: one.text + other.text, start: one.start, groups: [[{ term, weight: weights.joint, via: "word" }]],
      }];
    }));
    return found.flat();
  }

  /** Does the word stand in a name of the vocabulary? @param {Query} query @param {Unit} unit */
  function named(query, unit) {
    return query.reaches.some(({ start, end }) => start <= unit.start && unit.start < end);
  }

  /** Does it stand in the name of a version, plan or OS? By these, not by software, articles are chosen. */
  function bound({ reaches }, unit) {
    return named({ reaches: reaches.filter(({ facet }) => facet !== "software") }, unit);
  }

  /** The vocabulary names of one facet that the question mentions. @param {Query} query @returns {string[]} */
  function names(query, facet) {
    return [...new Set(query.reaches.filter((reach) => reach.facet === facet).flatMap((reach) => reach.names))];
  }

  /** May it be a slip: unknown, or Latin letters that only a synonym explains? Then corrections.js is asked. @param {Unit} unit */
  function doubtful(unit) {
    if (!unit.groups.length) return true;
    return /^[\0-\x7f]*$/.test(unit.text) && unit.groups.flat().every((choice) => choice.via === "synonym");
  }

  KB.query = { read, joints, named, bound, names, doubtful };
})();
