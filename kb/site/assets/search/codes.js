"use strict";
/* Reads the compact strings of the index; twin of kb/site/search_codes.py. */
(() => {
  const KB = (globalThis.KB ??= {});
  const BASE = 93, ONE = 80, TWO = 12;
  const VALUE = new Uint8Array(127);
  for (let code = 0x20, value = 0; code < 0x7f; code += 1) {
    if (code !== 0x22 && code !== 0x5c) VALUE[code] = value++;
  }

  /** Reads numbers and texts from a string, one after the other. */
  class Reader {
    /** @param {string} source */
    constructor(source) {
      this.source = source;
      this.place = 0;
    }

    get done() {
      return this.place >= this.source.length;
    }

    digit() {
      return VALUE[this.source.charCodeAt(this.place++)];
    }

    /** A number of one, two or four characters. */
    number() {
      const first = this.digit();
      if (first < ONE) return first;
      if (first < ONE + TWO) return ONE + (first - ONE) * BASE + this.digit();
      return ONE + TWO * BASE + this.reference(3);
    }

    /** A number of a fixed width. @param {number} digits */
    reference(digits) {
      let value = 0;
      for (let n = 0; n < digits; n += 1) value = value * BASE + this.digit();
      return value;
    }

    /** The next characters as they are. @param {number} length - In UTF-16 units. */
    take(length) {
      this.place += length;
      return this.source.slice(this.place - length, this.place);
    }

    text() {
      return this.take(this.number());
    }
  }

  /** The bucket, from 0, that a key belongs to. @param {string} key @param {number} buckets */
  function bucketOf(key, buckets) {
    let value = 0x811c9dc5;
    for (const char of key) value = Math.imul(value ^ char.codePointAt(0), 0x01000193);
    return (value >>> 0) % buckets;
  }

  KB.codes = { Reader, bucketOf, VALUE };
})();
