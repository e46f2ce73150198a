"use strict";
/* Builds what the search page shows out of elements and text nodes; no text ever becomes markup. */
(() => {
  const KB = (globalThis.KB ??= {});

  /**
   * @param {string} name - Tag, with an optional class: "p.facts".
   * @param {Record<string, unknown>} [attributes] - Without a value (null, undefined, false) it is left out.
   * @param {...(Node | string | null | undefined | false)} children
   * @returns {HTMLElement}
   */
  function element(name, attributes = {}, ...children) {
    const [tag, ...classes] = name.split(".");
    const made = document.createElement(tag);
    if (classes.length) made.className = classes.join(" ");
    for (const [key, value] of Object.entries(attributes)) {
      if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value === true ? "" : value);
    }
    made.append(...children.filter((child) => child || child === 0));
    return made;
  }

  /** @param {string} label @param {() => void} action @returns {HTMLElement} */
  function button(label, action, attributes = {}) {
    const made = element("button", { type: "button", ...attributes }, label);
    made.addEventListener("click", action);
    return made;
  }

  /**
   * A text with its hits marked.
   * @param {string} text
   * @param {[number, number][]} marks - In UTF-16 units, in order, apart from one another.
   * @param {number} [from] - Only what stands from here
   * @param {number} [to] - up to here.
   * @returns {(string | HTMLElement)[]}
   */
  function marked(text, marks, from = 0, to = text.length) {
    const pieces = [];
    let place = from;
    for (const [start, end] of marks) {
      const first = Math.max(start, from), last = Math.min(end, to);
      if (first >= last) continue;
      pieces.push(text.slice(place, first), element("mark", {}, text.slice(first, last)));
      place = last;
    }
    return [...pieces, text.slice(place, to)].filter(Boolean);
  }

  KB.elements = { element, button, marked };
})();
