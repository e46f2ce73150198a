"use strict";
/* Keeps the settled questions of a search page, masked. Loaded only once the reader has asked for it. */
(() => {
  const KB = (globalThis.KB ??= {});

  class Recorder {
    /**
     * @param {KB.questions.Log} log
     * @param {(word: string) => Promise<boolean>} isKnown - Is a word public already?
     * @param {string | false} [wish] - A question that was settled before this was made.
     */
    constructor(log, isKnown, wish) {
      this.log = log;
      this.isKnown = isKnown;
      this.wish = wish;
    }

    /**
     * An answer stands on the page. What to keep of it is made ready, so that it can be kept at once when the reader
     * leaves; it is kept when it is settled.
     * @param {import("../search/search.js").Answer} answer
     * @param {Record<string, string[]>} filters - As chosen.
     * @param {string} [day]
     */
    async answered(answer, filters, day = KB.freshness.today()) {
      const ready = (this.ready = { question: answer.query });
      const kept = await KB.masking.maskWith(answer.query, this.isKnown);
      if (this.ready !== ready) return;
      ready.entry = kept ? KB.questions.asked(kept, answer, filters, day) : null;
      const settled = this.wish === ready.question;
      this.wish = undefined;
      if (settled) this.keep();
    }

    /** @param {string} question - In the field. @param {boolean} done - Does its answer stand there? */
    settled(question, done) {
      // A pause amid a composition settles nothing.
      if (this.composing) return;
      if (done && this.ready?.entry !== undefined && this.ready.question === question) this.keep();
      else this.wish = question;
    }

    /** A result was opened: the next question is another one, however it begins. */
    opened() {
      this.last = undefined;
    }

    keep() {
      const { question, entry } = this.ready;
      if (!entry) return;
      const goesOn = this.last && KB.text.normalize(question).startsWith(KB.text.normalize(this.last.question));
      if (this.log.add(entry, goesOn ? this.last.entry : null)) this.last = { question, entry };
    }
  }

  /**
   * Do the articles have the word as it is written, or is it a name of kb.toml? Twin of known_words in kb/gaps/masking.py.
   * @param {string} word - Normalised.
   * @param {{spellings: KB.spellings.Spellings, vocabulary: KB.vocabulary.Vocabulary}} engine
   * @returns {Promise<boolean>} false too when the index cannot be read: then the word is masked.
   */
  async function isKnown(word, { spellings, vocabulary }) {
    if (KB.vocabulary.FACETS.some((facet) => vocabulary.resolve(word, facet))) return true;
    const key = KB.text.fold(word);
    const found = key ? await spellings.lookUp([key]).catch(() => new Map()) : new Map();
    return found.get(key)?.groups.flat().some(({ via }) => via === "word") ?? false;
  }

  /** The recorder of the search page. */
  function recorder(place, engine, wish) {
    const made = new Recorder(new KB.questions.Log(place), (word) => isKnown(word, engine), wish);
    addEventListener("compositionstart", () => { made.composing = true; });
    addEventListener("compositionend", () => { made.composing = false; });
    addEventListener("click", ({ target }) => target.closest?.("[data-article-id] a") && made.opened());
    return made;
  }

  Object.assign((KB.questions ??= {}), { Recorder, recorder, isKnown });
})();
