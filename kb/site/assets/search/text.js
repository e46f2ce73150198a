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
  // Kanji as they were written before 1946, and as they are.
  const NEW = Array.from("亜悪圧囲為医一隠栄営衛駅円塩応欧殴横温仮価画会壊拡覚学楽関勧観帰偽旧拠挙峡暁区駆勲径恵渓経継茎蛍軽鶏芸欠倹剣圏検権献県険顕験厳広恒鉱号国済砕斎剤桜冊残糸歯児辞実写釈寿収従渋獣縦処緒叙奨将焼称証乗剰壌嬢条浄畳穣譲触寝慎真尽図粋酔随髄数声静斉摂窃専戦浅潜繊践銭禅双壮捜挿争総聡荘装騒臓蔵属続堕体対帯滞台滝択沢単担胆団弾断痴遅昼虫鋳庁聴鎮逓鉄転点伝党盗灯当闘独読届脳覇廃拝売麦発髪抜蛮秘浜瓶払仏並変辺弁弁弁舗穂宝豊没翻槙万満黙弥薬訳与予余誉揺様謡来頼乱覧両猟塁励礼霊齢恋炉労楼録湾縁毎晩歩産清増徳戸教研税絶脱説閲郷鋭頬黄黒青");
  Array.from("亞惡壓圍爲醫壹隱榮營衞驛圓鹽應歐毆橫溫假價畫會壞擴覺學樂關勸觀歸僞舊據擧峽曉區驅勳徑惠溪經繼莖螢輕鷄藝缺儉劍圈檢權獻縣險顯驗嚴廣恆鑛號國濟碎齋劑櫻册殘絲齒兒辭實寫釋壽收從澁獸縱處緖敍奬將燒稱證乘剩壤孃條淨疊穰讓觸寢愼眞盡圖粹醉隨髓數聲靜齊攝竊專戰淺潛纖踐錢禪雙壯搜插爭總聰莊裝騷臟藏屬續墮體對帶滯臺瀧擇澤單擔膽團彈斷癡遲晝蟲鑄廳聽鎭遞鐵轉點傳黨盜燈當鬭獨讀屆腦霸廢拜賣麥發髮拔蠻祕濱甁拂佛竝變邊辨瓣辯舖穗寶豐沒飜槇萬滿默彌藥譯與豫餘譽搖樣謠來賴亂覽兩獵壘勵禮靈齡戀爐勞樓錄灣緣每晚步產淸增德戶敎硏稅絕脫說閱鄕銳頰黃黑靑").forEach((old, n) => SIGNS.set(old, NEW[n]));
  const ANY_SIGN = new RegExp(`[${[...SIGNS.keys()].join("")}]`, "g");
  // White space as Python knows it.
  const BLANK = "\\s\\x1c-\\x1f\\x85";
  const ALIAS_SIGNS = new RegExp(`[${BLANK}\\-_'"・.]+(?=\\P{Nd}|$)|[${BLANK}\\-_'"・]+`, "gu");

  const signs = (text) => text.replace(ANY_SIGN, (sign) => SIGNS.get(sign));

  /** NFKC, lower case, one spelling for each dash, quote, blank and kanji. @param {string} text */
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
