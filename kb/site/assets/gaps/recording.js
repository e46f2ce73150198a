"use strict";
/*
 * Where kb.toml offers readers to keep their questions: knows whether this reader asked for it, and only then loads
 * what keeps them.
 */
(() => {
  const KB = (globalThis.KB ??= {});
  const place = new URL(".", location.href).pathname;
  const key = `kb.questions.wanted ${place}`;
  const section = document.getElementById("kb.record");
  const [summary, body] = section.children;
  let recorder;
  // A question in the address counts as asked, but not when one comes back to it.
  let wish = performance.getEntriesByType("navigation")[0]?.type === "navigate" && KB.address.read(location.search).q.trim();

  /** Has the reader asked for it? */
  function wanted() {
    try {
      return localStorage.getItem(key) !== null;
    } catch {
      return false;
    }
  }

  /** All of an answer stands on the page. */
  async function answered(answer, filters, engine) {
    if (!wanted()) return;
    recorder ??= KB.part("questions").then((questions) => questions.recorder(place, engine, wish));
    try {
      await (await recorder).answered(answer, filters);
    } catch {
      // Nobody who searches need hear of it; the next answer tries again.
      recorder = undefined;
    }
  }

  /** The reader has paused, submitted, left the field or chosen something. @param {boolean} done - Does the answer stand there? */
  function settled(question, done) {
    if (!wanted()) return;
    if (recorder) recorder.then((made) => made.settled(question, done), () => {});
    else wish = question;
  }

  section.hidden = false;
  if (wanted()) summary.append("（記録中）");
  section.addEventListener("toggle", () => {
    KB.part("questions").then(({ Panel }) => Panel.show(section, place, key), (error) => { body.textContent = error.message; });
  });

  KB.recording = { answered, settled, wanted };
})();
