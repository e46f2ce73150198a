"use strict";
/* Text normalisation; twin of kb/text.py. */
(() => {
  const KB = (globalThis.KB ??= {});

  const SIGNS = new Map();
  for (const [plain, signs] of [
    ["'", "\u2018\u2019\u201b\u2032\uff07"],
    ['"', "\u201c\u201d\u201f\u2033"],
    ["-", "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"],
    ["~", "\u301c\uff5e"],
    [" ", "\u3000\u00a0"],
    ["\n", "\u2028\u2029"],
    ["", "\u200b\u200c\u200d\u2060\ufeff"],
  ]) for (const sign of signs) SIGNS.set(sign, plain);
  const ANY_SIGN = new RegExp(`[${[...SIGNS.keys()].join("")}]`, "g");
  // White space as Python knows it.
  const BLANK = "\\s\\x1c-\\x1f\\x85";
  const ALIAS_SIGNS = new RegExp(`[${BLANK}\\-_'"・.]+(?=\\P{Nd}|$)|[${BLANK}\\-_'"・]+`, "gu");

  const signs = (text) => text.replace(ANY_SIGN, (sign) => SIGNS.get(sign));

  /** NFKC, lower case, one spelling for each dash, quote and blank. @param {string} text */
  function normalize(text) {
    return signs(signs(text).normalize("NFKC").toLowerCase().normalize("NFKC"));
  }

  /** Katakana ァ to ヶ become hiragana; keeps the length. @param {string} text */
  function toHiragana(text) {
    return text.replace(/[\u30a1-\u30f6]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0x60));
  }

  /** The key under which a spelling is looked up. @param {string} text */
  function fold(text) {
    return toHiragana(normalize(text));
  }

  /** The key under which a vocabulary name is looked up. @param {string} text */
  function aliasKey(text) {
    return fold(text).replace(ALIAS_SIGNS, "");
  }

  /** Order of code points, as Python sorts. @param {string} one @param {string} other */
  function compare(one, other) {
    const a = Array.from(one), b = Array.from(other);
    for (let n = 0; n < a.length && n < b.length; n += 1) {
      if (a[n] !== b[n]) return a[n].codePointAt(0) - b[n].codePointAt(0);
    }
    return a.length - b.length;
  }

  KB.text = { BLANK, normalize, toHiragana, fold, aliasKey, compare };
})();
