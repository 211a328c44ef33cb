// Names as they stand in addresses, and as searches compare them: plain_slug() and fold() of sitegen/names.py.
window.sitegenNames = {
  // The ASCII letters and digits of a name, small and without accents, with a hyphen for all between them.
  slug: (text) => text.normalize("NFKD").toLowerCase().replace(/[^\0-\x7f]|'/g, "")
    .replace(/[\W_]+/g, "-").replace(/^-|-$/g, ""),

  // A name as it is compared: small letters and digits of any script, without accents.
  fold: (text) => text.normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "")
};
