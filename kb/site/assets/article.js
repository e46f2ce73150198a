"use strict";
/* Copying from an article page, and the review date that may have passed since the site was built. */
(() => {
  const said = document.querySelector(".said");

  /**
   * The text that a copy button stands for.
   * @param {HTMLButtonElement} button - In a code block, or the one for the reply text.
   * @returns {string} Without the line feed at its end: pasted into a shell it would run the last line.
   */
  function textFor(button) {
    const source = button.dataset.copy === "reply"
      ? document.querySelector("[data-reply]")
      : button.parentElement.querySelector("pre");
    return source.textContent.replace(/\n$/, "");
  }

  const timers = new WeakMap();

  /** Say on the button, and to screen readers, what became of it. */
  function report(button, done) {
    button.dataset.label ??= button.textContent;
    button.textContent = done ? "コピー済み" : "失敗";
    button.classList.toggle("done", done);
    if (said) said.textContent = done ? "コピーしました。" : "コピーできませんでした。文を選んでコピーしてください。";
    clearTimeout(timers.get(button));
    timers.set(button, setTimeout(() => {
      button.textContent = button.dataset.label;
      button.classList.remove("done");
      if (said) said.textContent = "";
    }, 2500));
  }

  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element && event.target.closest("button[data-copy]");
    if (!button) return;
    const done = await KB.copy(textFor(button));
    button.focus();
    report(button, done);
  });

  const now = new Date();
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
  for (const notice of document.querySelectorAll("[data-due]")) {
    notice.hidden = notice.dataset.due >= today;
  }
})();
