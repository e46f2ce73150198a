"use strict";
/* The controlled vocabulary; twin of kb/config/values.py. */
(() => {
  const KB = (globalThis.KB ??= {});
  const FACETS = ["versions", "plans", "os", "software"];

  /**
   * @typedef {object} Name
   * @property {string} facet
   * @property {string} name
   * @property {string} product
   * @property {number} order
   * @property {string} family
   * @property {boolean} general
   * @property {string | null} eol - ISO day.
   */

  class Vocabulary {
    /** @param {{categories: [string, string, number][], names: any[][]}} data - Of the manifest. */
    constructor(data) {
      this.categories = data.categories.map(([id, name, staleAfterDays]) => ({ id, name, staleAfterDays }));
      /** @type {Name[]} */
      this.names = [];
      /** Every alias key with its entry, names before aliases. @type {[string, Name][]} */
      this.spellings = [];
      const aliases = [];
      for (const [facet, name, keys, product, order, family, general, eol] of data.names) {
        const entry = { facet: FACETS[facet], name, product, order, family, general: !!general, eol: eol || null };
        this.names.push(entry);
        if (keys[0]) this.spellings.push([keys[0], entry]);
        for (const key of keys.slice(1)) aliases.push([key, entry]);
      }
      this.spellings.push(...aliases);
      this.byName = new Map(this.names.map((entry) => [`${entry.facet} ${entry.name}`, entry]));
      this.byKey = groupBy(this.spellings, ([key]) => key);
    }

    /** @param {string} facet @returns {Name[]} In the order of kb.toml. */
    facet(facet) {
      return this.names.filter((entry) => entry.facet === facet);
    }

    /** @returns {Name | undefined} The entry of exactly that name. */
    get(facet, name) {
      return this.byName.get(`${facet} ${name}`);
    }

    category(id) {
      return this.categories.find((category) => category.id === id);
    }

    /** What a person means by a text. @param {string} text @param {string} facet @returns {Name | undefined} */
    resolve(text, facet) {
      return this.byKey.get(KB.text.aliasKey(text))?.map(([, entry]) => entry).find((entry) => entry.facet === facet);
    }

    /** All names that an article bound to `name` is for. @returns {Set<string>} */
    expand(facet, name) {
      const entry = this.get(facet, name);
      const members = new Set([name]);
      if (!entry) return members;
      for (const other of this.facet(facet)) {
        if ((entry.general && other.product === entry.product) || other.family === name) members.add(other.name);
      }
      return members;
    }

    /** How far two versions of one product lie apart. @returns {number | null} */
    distance(facet, one, other) {
      const a = this.get(facet, one), b = this.get(facet, other);
      if (!a || !b || !a.product || a.product !== b.product) return null;
      return Math.abs(this.rank(facet, one) - this.rank(facet, other));
    }

    /** Newness of a name within its product; a general name lies just under the newest. @returns {number} */
    rank(facet, name) {
      const entry = this.get(facet, name);
      if (!entry) return 0;
      if (!entry.general) return entry.order;
      const orders = this.facet(facet).filter((n) => n.product === entry.product && !n.general).map((n) => n.order);
      return (orders.length ? Math.max(...orders) : 0) - 0.5;
    }
  }

  function groupBy(items, keyOf) {
    const groups = new Map();
    for (const item of items) {
      const key = keyOf(item);
      if (groups.has(key)) groups.get(key).push(item);
      else groups.set(key, [item]);
    }
    return groups;
  }

  KB.vocabulary = { FACETS, Vocabulary };
})();
