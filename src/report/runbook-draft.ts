/**
 * A name and the rotation rule of its kind in, a section for the team's runbook out: a draft in our words, marked as
 * such, that the reader of runbooks understands whole.
 */
import type { Phase, Rotation, RotationPath } from '../model.ts';
import { printable } from './printable.ts';

/** Markdown, from its heading on. */
export function draftSection(name: string, rotation: Rotation): string {
  const shown = printable(name).replace(/[`\\*_[\]<>#|]/g, (sign) => (sign === '_' ? sign : `\\${sign}`));
  return [
    `## Rotating ${shown}`,
    '',
    `<!-- Drafted by burnlist from its rules for ${rotation.id}: change every line that is not true here. -->`,
    '',
    '- Owner: (who decides, and who does it)',
    '- Stored in: (where the value lives)',
    '- Used by: (what stops when it changes)',
    '',
    `Impact: ${rotation.impact}`,
    '',
    `### Planned rotation of ${shown}`,
    '',
    `In this order because ${rotation.planned.because}.`,
    '',
    ...steps(rotation.planned),
    '',
    `### If ${shown} has leaked`,
    '',
    `In this order because ${rotation.leak.because}.`,
    '',
    ...steps(rotation.leak),
    '',
    `More: ${rotation.sources.map((source) => `<${source}>`).join(', ')}`,
    '',
  ].join('\n');
}

function steps({ order, phases }: RotationPath): readonly string[] {
  return order.flatMap((phase, at) => {
    const rule = phases[phase];
    const number = `${at + 1}. `;
    // what stands below an item begins where its words do
    const checks = (rule?.checks ?? []).map((check) => `${' '.repeat(number.length)}- ${check}`);
    return [`${number}**${TITLES[phase]}**: ${rule?.does ?? ''}.`, ...checks];
  });
}

const TITLES: Readonly<Record<Phase, string>> = {
  contain: 'Contain',
  generate: 'Generate',
  store: 'Store',
  deploy: 'Deploy',
  verify: 'Verify',
  reencrypt: 'Re-encrypt',
  revoke: 'Revoke',
  'verify-old': 'Verify that the old value is refused',
  invalidate: 'Invalidate sessions',
  audit: 'Audit',
  dependents: 'Rotate the secrets behind it',
  cleanup: 'Clean up',
  prevent: 'Prevent',
  record: 'Record',
  other: 'Then',
};
