/**
 * Lists whose entries are procedures in, one procedure an entry out: "Mollie: create a new key; update `MOLLIE_KEY`; restart;
 * revoke the old one". Two entries at least have to be such, else the list is one procedure.
 */
import type { Procedure, Step, Target } from '../model.ts';
import type { Block, Item, Prose } from './blocks.ts';
import { stepsInClauses } from './clauses.ts';
import { facetOf, ROTATION } from './facets.ts';
import { SECRETS } from './general.ts';
import { opensWithWork } from './phases.ts';
import { kindsIn, namesOf, procedureOn } from './rows.ts';
import type { PageContext } from './procedures.ts';
import type { Section } from './sections.ts';
import { joined } from './steps.ts';

const LEAST = 2;
const LONGEST_LABEL = 60;

export function proceduresInEntries(sections: readonly Section[], page: PageContext): readonly Procedure[] {
  const found: Procedure[] = [];
  const open = sections.toReversed();
  for (let section = open.pop(); section !== undefined; section = open.pop()) {
    open.push(...section.children.toReversed());
    const isOutside = facetOf(section.heading.text) === 'outside';
    const isAbout = page.isAboutRotation || ROTATION.test(section.heading.text) || SECRETS.test(section.heading.text);
    if (!isAbout || isOutside) continue;
    for (const block of section.blocks) if (block.kind === 'list') found.push(...entriesOf(block, section, page));
  }
  return found;
}

function entriesOf({ items }: Extract<Block, { kind: 'list' }>, section: Section, page: PageContext): readonly Procedure[] {
  const found = items.flatMap((item) => procedureIn(item, section, page) ?? []);
  return found.length >= LEAST ? found : [];
}

/** What is to be done, not how things are: most clauses open with it, and two are different things. */
function areWork(steps: readonly Step[]): boolean {
  const asked = steps.filter(({ text, phase }) => phase !== 'other' && opensWithWork(text));
  return asked.length * 2 > steps.length && new Set(asked.map(({ phase }) => phase)).size >= LEAST;
}

function procedureIn({ blocks, lines }: Item, section: Section, page: PageContext): Procedure | undefined {
  const text = joined(blocks);
  const colon = text.search(/[:：]/);
  if (colon < 1 || colon > LONGEST_LABEL || blocks.some(({ kind }) => kind === 'list' || kind === 'fence')) return undefined;
  const label = text.slice(0, colon);
  const prose: Prose = { text: label, spans: [{ text: label, style: 'code' }], lines };
  const rest = text.slice(colon + 1);
  const named = namesOf(prose, 'code');
  const kinds = named.length > 0 ? [] : kindsIn(prose, page, section.heading.text);
  const said = namesOf({ text: rest, spans: [{ text: rest, style: 'plain' }], lines }, 'prose');
  const targets: readonly Target[] = [...named, ...kinds, ...said];
  const steps = stepsInClauses(rest, lines);
  if (targets.length === 0 || !areWork(steps)) return undefined;
  return procedureOn(section, targets, steps, prose, page);
}
