"use strict";
/* The terms of the index, their idf and postings; twin of kb/retrieval/index.py, written by kb/site/search_postings.py. */
(() => {
  const KB = (globalThis.KB ??= {});

  /**
   * @typedef {{doc: number, impact: number, questions: [number, number][], passages: number[]}} Posting
   * @typedef {{text: string, idf: number, postings: Posting[]}} Term
   */

  /** Terms that the lexicon leads to have a number, which says where they lie; others are known by their text. */
  class Terms {
    /** @param {{places: number, joints: number, digits: number, core: string[]}} manifest @param {KB.shards.Shards} shards */
    constructor(manifest, shards) {
      this.places = manifest.places;
      this.manifest = manifest;
      this.shards = shards;
      /** @type {Map<number, (Term & {packed: string})[]>} */
      this.unpacked = new Map();
      /** Shards of terms known by text. @type {Map<number, Map<string, Term | number>>} */
      this.joints = new Map();
    }

    /** Load the terms of those numbers. @param {Iterable<number>} numbers */
    async ready(numbers) {
      const wanted = new Set([...numbers].map((number) => Math.floor(number / this.places)));
      await Promise.all([...wanted].map(async (shard) => {
        if (!this.unpacked.has(shard)) this.unpacked.set(shard, unpack(await this.packed(shard)));
      }));
    }

    /** The manifest brings the first shards. */
    packed(shard) {
      const { core } = this.manifest;
      return core[shard] ?? this.shards.shard("p", shard - core.length);
    }

    /** What a term that two others make together is known by; null when no article has it. @param {string} text */
    async find(text) {
      const shard = KB.codes.bucketOf(text, this.manifest.joints);
      if (!this.joints.has(shard)) {
        this.joints.set(shard, unpackJoints(await this.shards.shard("j", shard), this.manifest.digits));
      }
      const found = this.joints.get(shard).get(text);
      if (found === undefined) return null;
      if (typeof found !== "number") return text;
      await this.ready([found]);
      return found;
    }

    /** A term that was loaded or found. @param {number | string} name @returns {Term} */
    get(name) {
      const term = typeof name === "number"
        ? this.unpacked.get(Math.floor(name / this.places))[name % this.places]
        : this.joints.get(KB.codes.bucketOf(name, this.manifest.joints)).get(name);
      term.postings ??= decode(term.packed);
      return term;
    }
  }

  function unpack(packed) {
    const reader = new KB.codes.Reader(packed);
    const terms = [];
    while (!reader.done) terms.push({ text: reader.text(), idf: reader.number(), packed: reader.text() });
    return terms;
  }

  /** An idf of 0 says that the term has a number. */
  function unpackJoints(packed, digits) {
    const reader = new KB.codes.Reader(packed);
    const terms = new Map();
    while (!reader.done) {
      const text = reader.text(), idf = reader.number();
      terms.set(text, idf ? { text, idf, packed: reader.text() } : reader.reference(digits));
    }
    return terms;
  }

  /** @param {string} packed @returns {Posting[]} In article order. */
  function decode(packed) {
    const reader = new KB.codes.Reader(packed);
    const least = reader.number();
    const result = [];
    let doc = -1;
    while (!reader.done) {
      doc += reader.number() + 1;
      const impact = least + reader.number(), counts = reader.number();
      const passages = counts & 1 ? steps(reader, reader.number()) : bits(reader.number());
      let question = 0;
      const questions = Array.from({ length: counts >> 1 }, () => [(question += reader.number()), reader.number()]);
      result.push({ doc, impact, questions, passages });
    }
    return result;
  }

  function steps(reader, count) {
    let place = 0;
    return Array.from({ length: count }, () => (place += reader.number()));
  }

  function bits(set) {
    const places = [];
    for (let place = 0; set >> place; place += 1) if ((set >> place) & 1) places.push(place);
    return places;
  }

  KB.postings = { Terms, decode };
})();
