// Labels that contradict each other: a positive and a benign case with the same value, behind the same word, in the
// same quotes. Whatever a scanner says of such a pair is wrong once. Told by the texts alone, whatever is found in them.

/** What is assigned to a name: the name's last word, the quote and the value. */
const ASSIGNED = /([A-Za-z][\w.-]{0,63})["'`\]]{0,2}[ \t]{0,4}(?:=>|:=|==?|:)[ \t]{0,4}(["'`]?)([^\s"'`,;)}\]]{2,128})/g;

/** Ids of the cases whose label another one contradicts. */
export function contradicting(cases) {
  const labels = new Map();
  for (const each of cases) {
    if (each.kind !== 'positive' && each.neg !== 'benign') continue;
    for (const key of keysOf(each)) {
      const known = labels.get(key) ?? { positive: [], benign: [] };
      known[each.kind === 'positive' ? 'positive' : 'benign'].push(each.id);
      labels.set(key, known);
    }
  }
  const both = [...labels.values()].filter(({ positive, benign }) => positive.length > 0 && benign.length > 0);
  return new Set(both.flatMap(({ positive, benign }) => [...positive, ...benign]));
}

/** Of a positive only what is labelled counts; the rest of its text may be anything. */
function keysOf({ kind, text, secret, secrets }) {
  const wanted = new Set([secret, ...(secrets ?? [])]);
  return [...text.matchAll(ASSIGNED)]
    .filter(([, , , value]) => kind !== 'positive' || wanted.has(value))
    .map(([, name, quote, value]) => `${lastWord(name)}\0${quote}\0${value}`);
}

function lastWord(name) {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .at(-1)
    ?.toLowerCase();
}
