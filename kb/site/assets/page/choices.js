"use strict";
/* The check boxes of the filters, with counts; loaded with the first answer, see kb/site/bundle.py. */
(() => {
  const KB = (globalThis.KB ??= {});
  const { element, button } = KB.elements;
  const { LABELS } = KB.filters;
  /** Choices of a facet that are shown before one asks for more. */
  const SHOWN = 6;

  /** All values of a facet with their names; versions newest first within their product. */
  function valuesOf(facet, vocabulary) {
    if (facet === "categories") return vocabulary.categories.map(({ id, name }) => [id, name]);
    const names = vocabulary.facet(facet);
    if (facet !== "versions") return names.map(({ name }) => [name, name]);
    const products = [...new Set(names.map(({ product }) => product))];
    const newest = (entry) => (entry.general ? Infinity : entry.order);
    return [...names]
      .sort((a, b) => products.indexOf(a.product) - products.indexOf(b.product) || (newest(a) === newest(b) ? 0 : newest(b) - newest(a)))
      .map(({ name }) => [name, name]);
  }

  /** The check boxes. Rows are made once and never move, so that the one in use keeps its focus. */
  class Choices {
    /**
     * @param {object} vocabulary
     * @param {HTMLElement} list - Of the results, which the keyboard reaches past the check boxes.
     * @param {(facet: string, values: string[]) => void} chosen
     */
    constructor(vocabulary, list, chosen) {
      this.open = new Set();
      this.fields = Object.keys(LABELS).map((facet) => this.field(facet, valuesOf(facet, vocabulary), chosen));
      this.leap = button("結果へ移動", () => list.querySelector("h3 > a").focus(), { class: "leap" });
      const body = element("div.fields", { id: "kb.filters" }, this.leap, ...this.fields.map(({ field }) => field));
      this.toggle = button("絞り込み", () => this.unfold(), { class: "toggle", "aria-expanded": "false", "aria-controls": body.id });
      this.element = element("section.filters", { "aria-label": "絞り込み" }, this.toggle, body);
    }

    unfold() {
      const open = this.element.classList.toggle("open");
      this.toggle.setAttribute("aria-expanded", String(open));
    }

    field(facet, values, chosen) {
      const rows = values.map(([value, name]) => {
        const box = element("input", { type: "checkbox", name: facet, value });
        const count = element("span.count");
        return { value, box, count, label: element("label", {}, box, element("span", {}, name), count) };
      });
      const more = button("", () => {
        const [next] = rows.filter(({ wanted, label }) => wanted && label.hidden);
        this.open.add(facet);
        this.cut(rows, more, facet);
        next?.box.focus();
      }, { class: "plain" });
      const field = element("fieldset", {}, element("legend", {}, LABELS[facet]), ...rows.map(({ label }) => label), more);
      field.addEventListener("change", () => {
        chosen(facet, rows.filter(({ box }) => box.checked).map(({ value }) => value));
      });
      return { facet, rows, more, field };
    }

    /**
     * @param {import("../search/search.js").Answer} answer
     * @param {Record<string, string[]>} filters
     */
    show({ results, facets, understood }, filters) {
      this.leap.hidden = !results.length;
      for (const { facet, rows, more, field } of this.fields) {
        const found = new Map(facets[facet].map(({ value, count }) => [value, count]));
        for (const row of rows) {
          const used = row.box === document.activeElement;
          row.box.checked = filters[facet].includes(row.value);
          row.count.textContent = String(found.get(row.value) ?? 0);
          row.wanted = used || row.box.checked || found.has(row.value);
          row.asked = used || row.box.checked || understood[facet]?.includes(row.value);
        }
        this.cut(rows, more, facet);
        field.hidden = !rows.some(({ wanted }) => wanted);
      }
      const active = Object.values(filters).flat().length;
      this.toggle.textContent = active ? `絞り込み（${active}）` : "絞り込み";
    }

    /** Hide the rows that nothing is in, and those beyond the first few that nobody asked for. */
    cut(rows, more, facet) {
      const rest = rows.filter((row) => row.wanted).slice(SHOWN).filter((row) => !row.asked);
      // One more is shown rather than a button for it.
      const hidden = this.open.has(facet) || rest.length === 1 ? [] : rest;
      for (const row of rows) row.label.hidden = !row.wanted || hidden.includes(row);
      more.hidden = !hidden.length;
      more.textContent = `ほか ${hidden.length} 件`;
    }
  }

  KB.choices = { Choices };
})();
