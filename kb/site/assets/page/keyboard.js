"use strict";
/* Keys of the search page, and what an input method does with them. */
(() => {
  const KB = (globalThis.KB ??= {});

  /** Safari ends a composition before it reports the Enter that ended it; this many ms later it is another Enter. */
  const SAME_KEY_MS = 40;

  /**
   * Tells the keys that belong to an input method from those that belong to the page.
   * @param {HTMLElement} input
   * @returns {(event: KeyboardEvent) => boolean} Does the key belong to the input method?
   */
  function compositionOf(input) {
    let ended = -Infinity;
    input.addEventListener("compositionend", (event) => { ended = event.timeStamp; });
    return (event) => event.isComposing || event.keyCode === 229
      || (event.key === "Enter" && event.timeStamp - ended < SAME_KEY_MS);
  }

  /**
   * ↓ and ↑ move through the results, Esc goes back to the field and then clears it.
   * @param {HTMLInputElement} input
   * @param {HTMLElement} found - Holds the results, each an item of a list with a link in its heading.
   * @param {() => void} clear
   */
  function watch(input, found, clear) {
    const composing = compositionOf(input);
    document.addEventListener("keydown", (event) => {
      if (composing(event)) {
        // An Enter that ends a composition must not submit the form.
        if (event.key === "Enter" && event.target === input) event.preventDefault();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      if (event.target === input) inField(event, found, clear);
      else if (found.contains(event.target)) inResults(event, input, found);
    });
  }

  const links = (found) => [...found.querySelectorAll("[data-article-id] h3 > a")];

  function inField(event, found, clear) {
    const [first] = links(found);
    if (event.key === "ArrowDown" && first) focus(event, first);
    else if (event.key === "Escape" && event.target.value) {
      event.preventDefault();
      clear();
    }
  }

  function inResults(event, input, found) {
    if (event.key === "Escape") return focus(event, input);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const all = links(found);
    const place = all.findIndex((link) => link.closest("li").contains(event.target));
    if (!step || place < 0) return undefined;
    const next = all[place + step] ?? (step < 0 ? input : null);
    return next && focus(event, next);
  }

  function focus(event, target) {
    event.preventDefault();
    target.focus({ preventScroll: true });
    // The whole result comes into view, not only its title.
    (target.closest("li") ?? target).scrollIntoView({ block: "nearest" });
  }

  /**
   * What is typed without the consonant that still waits for its vowel: めーるｇ is めーる on its way to めーるが.
   * @param {string} text - While it is composed.
   * @returns {string}
   */
  function spelled(text) {
    return text.replace(/([\u3005-\u30ff\u3400-\u9fff\uff66-\uff9f])[a-zａ-ｚ]{1,2}$/i, "$1");
  }

  KB.keyboard = { watch, spelled };
})();
