"use strict";
/* The part of the page that a search fills: its state, results, filters, and what is said of them. */
(() => {
  const KB = (globalThis.KB ??= {});
  const { element, button } = KB.elements;
  /** Screen readers hear of results when typing has paused, not at every key. */
  const SPOKEN_MS = 700;
  /** A search that takes no longer than this is not told of; its answer is. */
  const SLOW_MS = 1000;
  /** Further results are read when their place is this near to what is seen. */
  const NEAR_PX = 300;

  /**
   * What the view asks of the page.
   * @typedef {object} Actions
   * @property {(facet: string, values: string[]) => void} choose
   * @property {() => void} chooseNothing
   * @property {() => void} focusField
   * @property {() => void} search - Once more.
   * @property {() => void} more - Further results, by the button.
   * @property {() => void} reached - The end of the results came near.
   */

  class View {
    /** @param {HTMLElement} found @param {HTMLElement} status @param {Actions} actions */
    constructor(found, status, actions) {
      this.found = found;
      this.status = status;
      this.actions = actions;
      this.aside = element("div.aside");
      this.head = element("div.head");
      this.list = element("ol.results", { "aria-labelledby": "kb.results", hidden: true });
      this.foot = element("div.foot");
      const title = element("h2.hidden", { id: "kb.results" }, "検索結果");
      this.end = new IntersectionObserver(([entry]) => entry.isIntersecting && actions.reached(), { rootMargin: `0px 0px ${NEAR_PX}px` });
      found.append(this.aside, element("div.column", {}, title, this.head, this.list, this.foot));
    }

    /**
     * An answer in the place of what stands there; to be begun or completed.
     * @param {import("../search/search.js").Answer} answer
     * @param {{filters: object, unknown: string[], contradicts: boolean}} asked
     * @param {object} vocabulary
     */
    answer(answer, asked, vocabulary) {
      const focused = this.focusedArticle();
      this.tell(...this.remarks(answer, asked));
      this.list.replaceChildren(...KB.results.results(answer));
      this.list.hidden = !answer.results.length;
      this.foot.replaceChildren();
      this.filters(answer, asked.filters, vocabulary).catch((error) => this.error(error));
      if (focused) this.linkTo(focused)?.focus({ preventScroll: true });
      this.found.dataset.answered = String(answer.answered);
      this.lists(answer.results.length === 0);
    }

    /** The first result stands there, the others are still read. */
    begin() {
      this.found.classList.add("begun");
    }

    hasBegun() {
      return this.found.classList.contains("begun");
    }

    /** All results: those that are missing are added. */
    complete(answer) {
      this.extend(answer);
      this.state("done");
      this.say(this.remarked() + KB.notices.spoken(answer));
      // Observed anew, it tells where the end is even if that did not change.
      this.end.unobserve(this.foot);
      this.end.observe(this.foot);
    }

    /** What stands above the results. A button there that was pressed goes, and leaves the focus to the field. */
    tell(...remarks) {
      if (this.head.contains(document.activeElement)) this.actions.focusField();
      this.head.replaceChildren(...remarks);
    }

    /** To be heard before the results: how the question was read, and whom the answer is for; not what can be pressed. */
    remarked() {
      return [...this.found.querySelectorAll(".corrected,.head>.notice,.whole>.notice")]
        .flatMap((p) => [...p.childNodes]).map((node) => (node.nodeName === "BUTTON" ? "" : node.textContent)).join("");
    }

    isEmpty() {
      return this.list.hidden;
    }

    isDone() {
      return this.found.dataset.searchState === "done";
    }

    /** The same answer with more results: those that are there stay as they are. */
    extend(answer) {
      this.list.append(...KB.results.results(answer, this.list.childElementCount));
      this.rest(answer);
    }

    remarks(answer, { filters, unknown, contradicts }) {
      const chosen = Object.values(filters).flat().length > 0;
      return [
        KB.notices.corrected(answer),
        unknown.length > 0 && KB.notices.unknown(unknown),
        answer.understood.unlisted.length > 0 && KB.notices.unlisted(answer.understood.unlisted),
        contradicts && KB.notices.conflict(answer.understood.versions, filters.versions, () => this.actions.choose("versions", [])),
        !answer.answered && KB.notices.nothing(answer.understood.out_of_scope, chosen ? () => this.actions.chooseNothing() : null),
        !answer.answered && answer.results.length > 0 && KB.notices.near(),
      ].filter(Boolean);
    }

    rest({ results, found }) {
      const rest = found - results.length;
      const more = rest > 0 && button(`さらに表示（残り ${rest} 件）`, () => this.actions.more());
      this.foot.replaceChildren(...(more ? [more] : []));
    }

    /** The check boxes are loaded when the first result is painted: nobody filters before. */
    async filters(answer, filters, vocabulary) {
      this.aside.hidden = !answer.results.length && !Object.values(filters).flat().length;
      this.latest = answer;
      if (!this.choices) {
        await new Promise(requestAnimationFrame);
        const { Choices } = await KB.part("choices");
        if (this.latest !== answer) return;
        this.choices = new Choices(vocabulary, this.list, (facet, values) => this.actions.choose(facet, values));
        this.aside.replaceChildren(this.choices.element);
      }
      this.choices.show(answer, filters);
    }

    /** @param {Error} error */
    error(error) {
      this.empty();
      this.tell(KB.notices.failed(error, () => this.actions.search()));
      this.state("error");
      this.lists(true);
      this.say(`検索できませんでした。${error.message}`);
    }

    nothing() {
      this.empty();
      this.state("idle");
      this.lists(true);
      this.say("");
    }

    empty() {
      this.list.hidden = true;
      this.tell();
      for (const part of [this.list, this.foot, this.aside]) part.replaceChildren();
      this.choices = this.latest = undefined;
      delete this.found.dataset.answered;
    }

    /** @param {"idle" | "loading" | "done" | "error"} state */
    state(state) {
      this.found.dataset.searchState = state;
      this.found.classList.remove("begun");
      this.found.setAttribute("aria-busy", String(state === "loading"));
      if (state !== "loading") return;
      if (this.list.hidden) this.lists(false);
      this.say("検索しています", SLOW_MS);
    }

    /** Show or hide the lists to browse, which stand where the results come. */
    lists(shown) {
      document.documentElement.classList.toggle("searching", !shown);
    }

    say(text, pause = SPOKEN_MS) {
      clearTimeout(this.speech);
      this.speech = setTimeout(() => { this.status.textContent = text; }, pause);
    }

    focusedArticle() {
      return this.list.contains(document.activeElement) ? document.activeElement.closest("li").dataset.articleId : null;
    }

    linkTo(id) {
      return this.list.querySelector(`[data-article-id="${CSS.escape(id)}"] h3 > a`);
    }
  }

  KB.view = { View };
})();
