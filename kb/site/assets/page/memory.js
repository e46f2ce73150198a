"use strict";
/* Remembers the versions chosen, on this computer and for this site only; works without where storage is refused. */
(() => {
  const KB = (globalThis.KB ??= {});
  // Several sites may lie on one server, and all folders share one storage.
  const KEY = `kb.versions ${new URL(".", location.href).pathname}`;

  /** @returns {string[]} */
  function recall() {
    try {
      const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
      return Array.isArray(found) ? found.filter((name) => typeof name === "string") : [];
    } catch {
      return [];
    }
  }

  /** @param {string[]} versions */
  function remember(versions) {
    try {
      if (versions.length) localStorage.setItem(KEY, JSON.stringify(versions));
      else localStorage.removeItem(KEY);
    } catch {
      // Then it is forgotten with the page.
    }
  }

  KB.memory = { recall, remember };
})();
