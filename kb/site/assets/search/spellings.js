"use strict";
/* The lexicon, loaded a few spellings at a time; twin of kb/retrieval/spellings.py, written by kb/site/search_spellings.py. */
(() => {
  const KB = (globalThis.KB ??= {});
  // Hiragana and the long vowel mark.
  const KANA = `${String.fromCharCode(...Array.from({ length: 86 }, (_, n) => 0x3041 + n))}ー`;

  /** @typedef {import("./segmentation.js").Entry} Entry */

  class Spellings {
    /** @param {object} manifest - Its part on the lexicon. @param {KB.shards.Shards} shards */
    constructor(manifest, shards) {
      this.shards = shards;
      this.manifest = manifest;
      this.unknownCost = manifest.unknownCost;
      this.longest = manifest.longest;
      this.split = new Set([...KANA, ...manifest.split]);
      this.others = new Set(manifest.others);
      this.mixed = new Set(manifest.mixed.match(/../gsu) ?? []);
      /** @type {Map<string, Entry>} */
      this.entries = new Map();
      this.unpacked = new Set();
      this.words = new Map();
      /** Heads whose spellings every question has. */
      this.core = new Set(this.unpack(manifest.core));
    }

    /** The entries of those keys that are spellings. @param {Iterable<string>} keys @returns {Promise<Map<string, Entry>>} */
    async lookUp(keys) {
      const wanted = [...keys];
      const missing = new Set();
      for (const key of wanted) {
        const shard = this.shardOf(key);
        if (shard >= 0 && !this.unpacked.has(shard)) missing.add(shard);
      }
      await Promise.all([...missing].map(async (number) => {
        const packed = await this.shards.shard("s", number);
        if (!this.unpacked.has(number)) this.unpack(packed);
        this.unpacked.add(number);
      }));
      const found = new Map();
      for (const key of wanted) {
        const entry = this.entries.get(key);
        if (entry) found.set(key, entry);
      }
      return found;
    }

    /** The shard that a key would lie in; -1 when it lies in the core or cannot be a spelling. */
    shardOf(key) {
      const chars = Array.from(key.slice(0, 12));
      if (chars.length > 1 && !this.begins(chars[0], chars[1])) return -1;
      if (KB.segmentation.script(chars[0]) === "sign" && !this.others.has(chars[0])) return -1;
      let head = "";
      for (const char of chars) {
        head += char;
        if (!this.split.has(head)) return this.core.has(head) ? -1 : KB.codes.bucketOf(head, this.manifest.shards);
      }
      return -1;
    }

    /** May a spelling begin with these two characters, as far as the first is kana? */
    begins(first, second) {
      const one = KANA.indexOf(first), two = KANA.indexOf(second);
      if (one < 0) return true;
      if (two < 0) return this.mixed.has(first + second);
      const bit = one * KANA.length + two;
      return (KB.codes.VALUE[this.manifest.kana.charCodeAt(Math.floor(bit / 6))] >> (bit % 6) & 1) === 1;
    }

    /** @returns {string[]} The heads of the shard. */
    unpack(packed) {
      const reader = new KB.codes.Reader(packed);
      const heads = [], groupings = [[]];
      for (let n = reader.number(); n > 0; n -= 1) groupings.push(this.grouping(reader));
      while (!reader.done) {
        const head = reader.text();
        heads.push(head);
        for (let meanings = reader.number(); meanings > 0; meanings -= 1) {
          const cost = reader.number(), grouping = reader.number();
          const entry = { cost, groups: groupings[grouping] };
          for (const rest of texts(reader)) this.entries.set(head + rest, entry);
        }
      }
      return heads;
    }

    grouping(reader) {
      return Array.from({ length: reader.number() }, () => Array.from({ length: reader.number() }, () => {
        const term = reader.reference(this.manifest.digits);
        const [weight, via] = this.manifest.sureness[reader.number()];
        return { term, weight, via };
      }));
    }

    /** What slips are mended to, of one character. @param {string} char @returns {Promise<Mendable>} */
    async mendable(char) {
      if (!char) return NOTHING;
      const number = KB.codes.bucketOf(char, this.manifest.words);
      if (!this.words.has(number)) this.words.set(number, mendables(await this.shards.shard("w", number)));
      return this.words.get(number).get(char) ?? NOTHING;
    }
  }

  /** @returns {Generator<string>} What lists() of search_spellings.py packed. */
  function* texts(reader) {
    for (let lists = reader.number(); lists > 0; lists -= 1) {
      const kind = reader.number();
      for (let count = reader.number(); count > 0; count -= 1) {
        const rest = reader.take(kind >> 1);
        yield kind & 1 ? Array.from(rest, (char) => KANA[KB.codes.VALUE[char.charCodeAt(0)]]).join("") : rest;
      }
    }
  }

  /**
   * @typedef {object} Mendable
   * @property {number[]} sounds - The character's Chinese readings.
   * @property {{word: string, count: number}[]} words - Those that begin with it.
   * @property {{word: string, count: number, sounds: number[][]}[]} kanjiWords - Those that have it anywhere.
   */
  const NOTHING = { sounds: [], words: [], kanjiWords: [] };

  /** @returns {Map<string, Mendable>} By character. */
  function mendables(packed) {
    const reader = new KB.codes.Reader(packed);
    const list = (read) => Array.from({ length: reader.number() }, read);
    const sounds = () => list(() => reader.number());
    const word = () => ({ word: reader.text(), count: reader.number() });
    const kanjiWord = () => {
      const found = word();
      return { ...found, sounds: Array.from(found.word, sounds) };
    };
    const found = new Map();
    while (!reader.done) found.set(reader.text(), { sounds: sounds(), words: list(word), kanjiWords: list(kanjiWord) });
    return found;
  }

  KB.spellings = { Spellings, texts };
})();
