"use strict";
/* Puts text on the clipboard; a part of other scripts, see kb/site/bundle.py. */
(() => {
  const KB = (globalThis.KB ??= {});

  /**
   * Copy without the clipboard API, which pages served over plain http do not get.
   * @param {string} text
   * @returns {boolean} Whether the browser copied it.
   */
  function copyBySelection(text) {
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "hidden";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }

  /** @param {string} text @returns {Promise<boolean>} Whether it is on the clipboard now. */
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyBySelection(text);
    }
  }

  KB.copy = copy;
})();
