"use strict";
/* Runs of ASCII letters and digits; twin of kb/retrieval/identifiers.py. */
(() => {
  const KB = (globalThis.KB ??= {});
  const RUN = /[a-z0-9](?:[a-z0-9]|[._/:@+=~%&?#'!*$-]+(?=[a-z0-9]))*[+#]*/g;
  const PART = /[a-z]+|[0-9]+/g;
  const KEEP = /(?:ss|us|is|os|news|series)$/;

  /** @param {string} text - Normalised. @returns {{text: string, start: number, end: number}[]} */
  function runs(text) {
    return [...text.matchAll(RUN)].map((m) => ({ text: m[0], start: m.index, end: m.index + m[0].length }));
  }

  /** The letter and digit groups of a run. @param {string} run @returns {string[]} */
  function parts(run) {
    return run.match(PART) ?? [];
  }

  /** The forms, longer than a part, under which a run is known. @param {string} run @returns {string[]} */
  function compounds(run) {
    const found = new Set([run, ...run.split(/[/:@=?&]+/).filter(Boolean)]);
    return [...found].filter((form) => parts(form).length > 1);
  }

  /** An English word without its commonest endings. @param {string} word - A part. @returns {string} */
  function stem(word) {
    if (word.length < 4 || !/^[a-z]+$/.test(word)) return word;
    if (word.endsWith("ies") && word.length > 4) return `${word.slice(0, -3)}y`;
    if (word.endsWith("s") && !KEEP.test(word)) word = word.slice(0, -1);
    for (const ending of ["ing", "ed"]) {
      const rest = word.slice(0, -ending.length);
      if (!word.endsWith(ending) || rest.length < 3 || !/[aeiouy]/.test(rest)) continue;
      const last = rest.slice(-2);
      const doubled = rest.length > 3 && last[0] === last[1] && !"lsz".includes(last[1]);
      return doubled ? rest.slice(0, -1) : rest;
    }
    return word;
  }

  KB.identifiers = { runs, parts, compounds, stem };
})();
