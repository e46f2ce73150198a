"use strict";
/* Opens the index for the page. */
(() => {
  const KB = (globalThis.KB ??= {});

  class Opening {
    /** @param {string} version - Of the manifest, which the page names already; "" when it does not. */
    constructor(version) {
      this.version = version;
    }

    /** The engine, opened once; asked for again after a failure. */
    engine() {
      this.opened ??= KB.openSearch({ base: "data/", version: this.version }).catch((error) => {
        this.opened = undefined;
        throw error;
      });
      return this.opened;
    }

    /**
     * Ask for the files of a question before it is asked; what fails is told when it is.
     * @param {string} question
     * @returns {Promise<void>} Until the first of them are asked for.
     */
    async prepare(question) {
      if (!this.version && !question) return;
      const engine = await this.engine().catch(() => null);
      if (engine && question) engine.prepare(question).catch(() => {});
    }
  }

  KB.opening = { Opening };
})();
