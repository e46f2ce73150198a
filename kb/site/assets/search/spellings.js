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
      /** Of each head loaded its spellings, packed until one of them is looked up. @type {Map<string, Map<string, Entry> | (() => Map<string, Entry>)>} */
      this.heads = new Map();
      this.opened = new Set();
      this.words = new Map();
      this.open(manifest.core);
    }

    /** The entries of those keys that are spellings. @param {Iterable<string>} keys @returns {Promise<Map<string, Entry>>} */
    async lookUp(keys) {
      const wanted = [];
      const missing = new Set();
      for (const key of keys) {
        const head = this.headOf(key);
        if (head === null) continue;
        wanted.push([key, head]);
        const shard = this.heads.has(head) ? null : KB.codes.bucketOf(head, this.manifest.shards);
        if (shard !== null && !this.opened.has(shard)) missing.add(shard);
      }
      await Promise.all([...missing].map(async (number) => {
        const packed = await this.shards.shard("s", number);
        if (!this.opened.has(number)) this.open(packed);
        this.opened.add(number);
      }));
      const found = new Map();
      for (const [key, head] of wanted) {
        const entry = this.under(head)?.get(key);
        if (entry) found.set(key, entry);
      }
      return found;
    }

    /** What a key is filed under: "" when it is itself a head that was split; null when it cannot be a spelling. */
    headOf(key) {
      const chars = Array.from(key.slice(0, 12));
      if (chars.length > 1 && !this.begins(chars[0], chars[1])) return null;
      if (KB.segmentation.script(chars[0]) === "sign" && !this.others.has(chars[0])) return null;
      let head = "";
      for (const char of chars) {
        head += char;
        if (!this.split.has(head)) return head;
      }
      return "";
    }

    /** May a spelling begin with these two characters, as far as the first is kana? */
    begins(first, second) {
      const one = KANA.indexOf(first), two = KANA.indexOf(second);
      if (one < 0) return true;
      if (two < 0) return this.mixed.has(first + second);
      const bit = one * KANA.length + two;
      return (KB.codes.VALUE[this.manifest.kana.charCodeAt(Math.floor(bit / 6))] >> (bit % 6) & 1) === 1;
    }

    /** A shard holds many spellings that a question does not have: they are unpacked a head at a time. */
    open(packed) {
      const reader = new KB.codes.Reader(packed);
      const groupings = ["", ...Array.from({ length: reader.number() }, () => reader.text())];
      while (!reader.done) {
        const head = reader.text(), rests = reader.text();
        this.heads.set(head, () => this.unpack(head, rests, groupings));
      }
    }

    /** The spellings of a head. @returns {Map<string, Entry> | undefined} */
    under(head) {
      let found = this.heads.get(head);
      if (typeof found === "function") this.heads.set(head, found = found());
      return found;
    }

    unpack(head, rests, groupings) {
      const found = new Map();
      const reader = new KB.codes.Reader(rests);
      for (let meanings = reader.number(); meanings > 0; meanings -= 1) {
        const entry = { cost: reader.number(), groups: this.groups(groupings[reader.number()]) };
        for (const rest of texts(reader)) found.set(head + rest, entry);
      }
      return found;
    }

    groups(packed) {
      if (!packed) return [];
      const reader = new KB.codes.Reader(packed);
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
