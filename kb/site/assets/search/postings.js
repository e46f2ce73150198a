"use strict";
/* The terms of the index, their idf and postings; twin of kb/retrieval/index.py, written by kb/site/search_postings.py. */
(() => {
  const KB = (globalThis.KB ??= {});
  const PASSAGE_COUNTS = 8;

  /**
   * @typedef {{doc: number, impact: number, questions: [number, number][], passages: number[]}} Posting
   * @typedef {{text: string, idf: number, postings: Posting[]}} Term
   */

  class Terms {
    /** @param {number} places - Terms a shard may hold. @param {KB.shards.Shards} shards */
    constructor(places, shards) {
      this.places = places;
      this.shards = shards;
      /** @type {Map<number, (Term & {packed: string})[]>} */
      this.unpacked = new Map();
    }

    /** Load the terms of those numbers. @param {Iterable<number>} numbers */
    async ready(numbers) {
      const wanted = new Set([...numbers].map((number) => Math.floor(number / this.places)));
      await Promise.all([...wanted].map(async (shard) => {
        if (!this.unpacked.has(shard)) this.unpacked.set(shard, unpack(await this.shards.shard("p", shard)));
      }));
    }

    /** A term that was loaded. @param {number} number @returns {Term} */
    get(number) {
      const term = this.unpacked.get(Math.floor(number / this.places))[number % this.places];
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

  /** @returns {Posting[]} In article order. */
  function decode(packed) {
    const reader = new KB.codes.Reader(packed);
    const result = [];
    let doc = -1;
    while (!reader.done) {
      doc += reader.number() + 1;
      const impact = reader.number(), counts = reader.number();
      const counted = counts % PASSAGE_COUNTS;
      const passages = [], questions = [];
      let place = 0;
      for (let n = counted < PASSAGE_COUNTS - 1 ? counted : reader.number(); n > 0; n -= 1) {
        passages.push((place += reader.number()));
      }
      place = 0;
      for (let n = Math.floor(counts / PASSAGE_COUNTS); n > 0; n -= 1) {
        questions.push([(place += reader.number()), reader.number()]);
      }
      result.push({ doc, impact, questions, passages });
    }
    return result;
  }

  KB.postings = { Terms, decode };
})();
