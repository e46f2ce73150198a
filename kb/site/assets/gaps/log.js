"use strict";
/*
 * The questions kept in this browser: a line for each, of the form that kb/gaps/log.py describes and `kb gaps` reads.
 * Works without where storage is refused.
 */
(() => {
  const KB = (globalThis.KB ??= {});
  /** Questions that are kept; the oldest go first. */
  const MOST = 500;
  const FACETS = ["versions", "plans", "os", "software", "categories"];

  /**
   * @typedef {object} Asked
   * @property {string} day - ISO day.
   * @property {string} question - Masked; never empty.
   * @property {boolean} answered
   * @property {?number} confidence - 0 to 1, two decimals.
   * @property {?string} article - Id of the first one.
   * @property {Record<string, string[]>} filters - Names by facet; no key without names.
   */

  /**
   * What to keep of a question.
   * @param {string} kept - The question, masked.
   * @param {import("../search/search.js").Answer} answer
   * @param {Record<string, string[]>} filters - As chosen.
   * @param {string} day
   * @returns {Asked}
   */
  function asked(kept, { answered, confidence, results }, filters, day) {
    return {
      day,
      question: kept,
      answered,
      confidence: Math.round(confidence * 100) / 100,
      article: results[0]?.id ?? null,
      filters: named(filters),
    };
  }

  function named(filters) {
    const isName = (name) => typeof name === "string";
    const names = (facet) => (Array.isArray(filters?.[facet]) ? filters[facet].filter(isName) : []);
    return Object.fromEntries(FACETS.map((facet) => [facet, names(facet)]).filter(([, found]) => found.length));
  }

  /**
   * The questions with one more. Asked again right after itself, a question counts once.
   * @param {Asked[]} entries @param {Asked} entry
   * @param {?Asked} former - The question that this one went on from, if it is still the newest: it gives way.
   * @returns {Asked[]} At most `MOST`.
   */
  function added(entries, entry, former) {
    const newest = entries.at(-1);
    const stays = !newest || !(isSame(newest, entry) || (former && isSame(newest, former)));
    return [...(stays ? entries : entries.slice(0, -1)), entry].slice(-MOST);
  }

  function isSame(one, other) {
    const key = ({ day, question, filters }) => JSON.stringify([day, question, filters]);
    return key(one) === key(other);
  }

  /** The lines of a file for `kb gaps`. @param {Asked[]} entries */
  function text(entries) {
    return entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
  }

  /** The questions of a text; what is none is left out: other pages of a server may write here too. @returns {Asked[]} */
  function parse(lines) {
    return lines.split("\n").map(parsed).filter(Boolean);
  }

  function parsed(line) {
    try {
      const { day, question, answered, confidence, article, filters } = JSON.parse(line);
      if (typeof day !== "string" || typeof question !== "string") return null;
      return {
        day,
        question,
        answered: answered === true,
        confidence: typeof confidence === "number" ? confidence : null,
        article: typeof article === "string" ? article : null,
        filters: named(filters),
      };
    } catch {
      return null;
    }
  }

  class Log {
    /**
     * @param {string} place - Of the site: all folders of a server share one storage.
     * @param {() => Storage} [storage]
     * @param {() => void} [changed] - Other pages are told of a change by the browser; this one is told likewise.
     */
    constructor(place, storage = () => localStorage, changed = () => dispatchEvent(new Event("storage"))) {
      this.key = `kb.questions ${place}`;
      this.storage = storage;
      this.changed = changed;
    }

    /** @returns {Asked[]} The oldest first. */
    entries() {
      try {
        return parse(this.storage().getItem(this.key) ?? "");
      } catch {
        return [];
      }
    }

    /** @param {Asked} entry @param {?Asked} [former] - See `added`. @returns {boolean} Was it kept? */
    add(entry, former) {
      const entries = added(this.entries(), entry, former);
      // Where the browser gives less room, half as many will do.
      return this.put(entries) || this.put(entries.slice(-MOST / 2));
    }

    /** Forget one. @param {number} place - Counted from 0, the oldest. */
    remove(place) {
      this.put(this.entries().filter((_, index) => index !== place));
    }

    /** Forget all. */
    clear() {
      this.put([]);
    }

    put(entries) {
      try {
        if (entries.length) this.storage().setItem(this.key, text(entries));
        else this.storage().removeItem(this.key);
      } catch {
        return false;
      }
      this.changed();
      return true;
    }
  }

  Object.assign((KB.questions ??= {}), { MOST, asked, added, text, parse, Log });
})();
