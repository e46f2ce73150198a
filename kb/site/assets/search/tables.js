"use strict";
/* What is known of every article before its record is read; twin of Tables in kb/retrieval/ranking.py. */
(() => {
  const KB = (globalThis.KB ??= {});

  class Tables {
    /** @param {object} data - Of the manifest; see kb/site/search_records.py. @param {KB.vocabulary.Vocabulary} vocabulary */
    constructor(data, vocabulary) {
      this.size = data.size;
      this.unknownIdf = data.unknownIdf;
      /** The distinct bindings. @type {import("./applicability.js").AppliesTo[]} */
      this.applies = data.applies.map((names) => bindingOf(names, vocabulary));
      this.appliesOf = numbers(data.appliesOf);
      this.categories = data.categories;
      this.categoriesOf = runs(data.categoriesOf);
      /** Articles for which no questions are stored. @type {Set<number>} */
      this.unasked = new Set(runs(data.unasked).flatMap((unasked, doc) => (unasked ? [doc] : [])));
      /** Topics that no article covers, folded. @type {string[]} */
      this.outOfScope = [...KB.spellings.texts(new KB.codes.Reader(data.outOfScope))];
      /** Articles of the topic of each article that shares one, newest version first. @type {Map<number, number[]>} */
      this.topicOf = new Map();
      const reader = new KB.codes.Reader(data.topics);
      while (!reader.done) {
        const topic = Array.from({ length: reader.number() }, () => reader.reference(data.digits));
        for (const doc of topic) this.topicOf.set(doc, topic);
      }
    }

    appliesTo(doc) {
      return this.applies[this.appliesOf[doc]];
    }

    category(doc) {
      return this.categories[this.categoriesOf[doc]];
    }
  }

  /** A name is its number in the vocabulary or, when it is not there, [facet, name]. */
  function bindingOf(names, vocabulary) {
    const binding = { versions: [], plans: [], os: [], software: [] };
    for (const packed of names) {
      const [facet, name] = Array.isArray(packed)
        ? [KB.vocabulary.FACETS[packed[0]], packed[1]]
        : [vocabulary.names[packed].facet, vocabulary.names[packed].name];
      binding[facet].push(name);
    }
    return binding;
  }

  function numbers(packed) {
    const reader = new KB.codes.Reader(packed);
    const found = [];
    while (!reader.done) found.push(reader.number());
    return found;
  }

  /** Pairs of a value and how often it stands. */
  function runs(packed) {
    const flat = numbers(packed);
    const found = [];
    for (let n = 0; n < flat.length; n += 2) for (let count = flat[n + 1]; count > 0; count -= 1) found.push(flat[n]);
    return found;
  }

  KB.tables = { Tables };
})();
