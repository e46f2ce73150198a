"use strict";
/* The filters in force: read from the address, and shown as buttons that take them back. */
(() => {
  const KB = (globalThis.KB ??= {});
  const { button } = KB.elements;
  const LABELS = { versions: "バージョン", plans: "プラン", os: "OS", categories: "カテゴリ" };

  /** Values of the address as the vocabulary writes them; and those it does not know. */
  function resolve(filters, vocabulary) {
    const known = {}, unknown = [];
    for (const facet of Object.keys(LABELS)) {
      known[facet] = [];
      for (const text of filters[facet]) {
        const value = facet === "categories"
          ? vocabulary.categories.find(({ id, name }) => id === text || name === text)?.id
          : vocabulary.resolve(text, facet)?.name;
        if (!value) unknown.push(text);
        else if (!known[facet].includes(value)) known[facet].push(value);
      }
    }
    return { known, unknown };
  }

  /**
   * What is chosen, each a button that takes it back.
   * @param {Record<string, string[]>} filters
   * @param {object} options
   * @param {(id: string) => string} options.categoryName
   * @param {string} options.remark - Said of the versions: remembered, or not used.
   * @param {(facet: string, value: string) => void} options.drop
   */
  function chips(filters, { categoryName, remark, drop }) {
    return Object.keys(LABELS).flatMap((facet) => filters[facet].map((value) => {
      const name = facet === "categories" ? categoryName(value) : value;
      const said = facet === "versions" ? remark : "";
      return button(name, () => drop(facet, value), {
        class: `chip chosen${said ? " remembered" : ""}`,
        "aria-label": `${LABELS[facet]}「${name}」${said}の絞り込みを外す`,
        "data-remark": said || null,
      });
    }));
  }

  KB.filters = { LABELS, resolve, chips };
})();
