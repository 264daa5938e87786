/** Rules of other scanners → what is looked for in a text first, and which of them are tried in it at all. */
import { asBytes } from './expression.ts';
import { ready, type FoundIn, type Tried } from './try-rule.ts';
import { textSearch } from './texts.ts';
import type { Memory, Text } from './matches.ts';
import type { Literal } from '../search/literals.ts';
import type { Rule } from '../../model.ts';

export interface Plan {
  /** What each rule finds in a text, and where marks stand. @param onLayer told where it speaks of a layer */
  look(text: Text, onLayer: (at: number, layer: number) => void): Looked;
  /** Whether any rule is tried in it, or a layer is spoken of. */
  mayHold(bytes: Uint8Array): boolean;
}

interface Looked {
  readonly found: Iterable<readonly [rule: Rule, found: FoundIn]>;
  readonly marksAt: readonly number[];
}

/** Of a rule in a text, and of all rules together: a rule may match every letter. */
const MOST_OF_RULE = 1 << 16;
const MOST_MATCHES = 1 << 18;
/** Places of texts that a rule needs; where there are more of them, all of the text is looked at instead. */
const MOST_HITS = 1 << 16;

interface Planned extends Tried {
  readonly isGated: boolean;
  readonly isSearched: boolean;
}

/** What else is looked for in each text. */
interface Beside {
  readonly marks: readonly Literal[];
  /** In either case. */
  readonly layers: readonly string[];
}

export function planOf(all: readonly Rule[], { marks, layers }: Beside, memory: Memory): Plan {
  const rules = tried(all).map((rule): Planned => {
    const one = ready(rule, memory);
    return { ...one, isGated: rule.foreign!.keywords.length > 0, isSearched: one.expression.needed !== undefined };
  });
  const texts: string[] = [];
  const places = new Map<string, number>();
  const opens: number[][] = []; // by text: the rules for which it is a keyword
  const holds: number[][] = []; // and those whose matches hold it
  const place = (text: string): number => {
    let at = places.get(text);
    if (at === undefined) {
      places.set(text, (at = texts.push(text) - 1));
      opens.push([]);
      holds.push([]);
    }
    return at;
  };
  rules.forEach(({ rule, expression }, number) => {
    for (const keyword of rule.foreign!.keywords) opens[place(asBytes(keyword))]!.push(number);
    for (const text of expression.needed?.texts ?? []) holds[place(text)]!.push(number);
  });
  const firstMark = texts.length;
  const firstLayer = firstMark + marks.length;
  texts.push(...marks.map(({ text }) => text), ...layers);
  const searched = textSearch(texts);
  const isAlwaysTried = rules.some(({ isGated, isSearched }) => !isGated && !isSearched);

  return {
    look(text, onLayer) {
      const open = new Uint8Array(rules.length);
      const hits: number[][] = [];
      const marksAt: number[] = [];
      searched.search(text.bytes, (at, id) => {
        if (id >= firstLayer) return onLayer(at, id - firstLayer);
        if (id >= firstMark) return void marksAt.push(at);
        for (const number of opens[id]!) open[number] = 1;
        for (const number of holds[id]!) {
          const here = (hits[number] ??= []);
          if (here.length < MOST_HITS) here.push(at);
        }
      });
      function* found(): Iterable<readonly [Rule, FoundIn]> {
        let left = MOST_MATCHES;
        const work = { compared: 0 };
        for (const [number, one] of rules.entries()) {
          if (one.isGated && open[number] === 0) continue;
          const here = hits[number];
          if (one.isSearched && here === undefined) continue;
          const isEverywhere = here === undefined || here.length === MOST_HITS;
          const all = one.find(text, isEverywhere ? undefined : inOrder(here), Math.min(left, MOST_OF_RULE), work);
          left -= all.found.length;
          if (all.found.length > 0 || all.denseFrom !== undefined) yield [one.rule, all];
        }
      }
      return { found: found(), marksAt };
    },
    mayHold(bytes) {
      let holdsAny = isAlwaysTried;
      if (!holdsAny) searched.search(bytes, (_, id) => (holdsAny ||= id < firstMark || id >= firstLayer));
      return holdsAny;
    },
  };
}

/** Nearly always they are: texts of two bytes are looked for after the others. */
function inOrder(hits: number[]): number[] {
  for (let index = 1; index < hits.length; index++) if (hits[index - 1]! > hits[index]!) return hits.sort((a, b) => a - b);
  return hits;
}

/** Rules that only help are tried where another one asks for them. */
function tried(rules: readonly Rule[]): Rule[] {
  const asked = new Set(rules.flatMap(({ foreign }) => foreign?.companions.map(({ id }) => id) ?? []));
  return rules.filter(({ foreign }) => foreign?.regex !== undefined && (!foreign.isHelper || asked.has(foreign.id)));
}
