/**
 * The bytes of one Markdown page in, its procedures out. Content decides what a procedure is: steps, in a section that
 * speaks of rotation or leaks. Never throws on what a page holds; what cannot be read is not there.
 */
import { baseName } from '../base-name.ts';
import type { Runbook } from '../model.ts';
import { parseBlocks } from './blocks.ts';
import { contribute } from './contribute.ts';
import { decodePage } from './decode.ts';
import { isCalledRunbook } from './discover.ts';
import { LEAK, ROTATION } from './facets.ts';
import { proceduresInEntries } from './entries.ts';
import { exemptIn } from './exempt.ts';
import { withInventory } from './inventory.ts';
import { pageFacts } from './page-facts.ts';
import { pointersIn } from './pointers.ts';
import type { PageContext } from './procedures.ts';
import { findProcedures } from './procedures.ts';
import { remarksOf } from './remarks.ts';
import { proceduresInRows } from './rows.ts';
import { scheduleIn } from './schedule.ts';
import { sectionsOf } from './sections.ts';
import { withTitles } from './titles.ts';

/**
 * Reads a runbook; `path` is what links will point to.
 * @param isSentTo another runbook sends its readers here, so it is about what that one is about
 * @param isNamed the team named it as a runbook
 */
export function parseRunbook(path: string, bytes: Uint8Array, { isSentTo = false, isNamed = false } = {}): Runbook {
  const { text, meta, cutAfter } = decodePage(bytes);
  const blocks = parseBlocks(text);
  const heading = blocks.find((block) => block.kind === 'heading' && block.level === 1);
  const title = meta.get('title') ?? (heading?.kind === 'heading' ? heading.text : undefined);
  const name = baseName(path);
  const about = `${name} ${title ?? ''}`;
  const owner = [...meta].find(([key]) => /^owners?(?:[_-]\w+)?$/.test(key))?.[1];
  const page: PageContext = {
    path,
    isAboutRotation: isSentTo || ROTATION.test(about) || LEAK.test(about),
    isRunbook: isSentTo || isNamed || isCalledRunbook(path),
    ...(owner === undefined ? {} : { owner }),
  };
  const sections = sectionsOf(withTitles(blocks), title ?? name);
  const found = sections.map((section) => findProcedures(section, page));
  const others = found.flatMap((part) => part.others);
  const inSections = withInventory(found.flatMap((part) => part.procedures), others);
  const procedures = contribute([...inSections, ...proceduresInRows(sections, page), ...proceduresInEntries(sections, page)], others);
  const remarks = remarksOf(blocks);
  const more = { exempt: exemptIn(sections), schedule: scheduleIn(sections), pointers: pointersIn(sections, path) };
  const known = { ...(title === undefined ? {} : { title }), ...(cutAfter === undefined ? {} : { cutAfter }) };
  return { path, procedures, remarks, ...more, ...pageFacts(blocks), ...known };
}
