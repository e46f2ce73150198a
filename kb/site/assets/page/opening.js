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

    /** Load what a question needs before it is asked. What fails is told when it is asked. @param {string} question */
    async prepare(question) {
      if (!this.version && !question) return;
      try {
        const engine = await this.engine();
        if (question) await engine.prepare(question);
      } catch {
        // Whoever asks for the engine or the question again is told.
      }
    }
  }

  KB.opening = { Opening };
})();
