/** A section that says a secret's very name in, what that counts out: by where it says it, and how it spells it. */
import type { Procedure, Target } from '../model.ts';

export interface Rating {
  readonly score: number;
  readonly reason: string;
}

const EXACT: Readonly<Record<Target['where'], Rating>> = {
  heading: { score: 100, reason: 'the name stands in the heading' },
  code: { score: 90, reason: 'the name opens a paragraph or entry of the section' },
  table: { score: 85, reason: 'a table row for the name' },
  pointer: { score: 85, reason: 'another page sends here for the name' },
  command: { score: 80, reason: 'commands of the section set it' },
  prose: { score: 75, reason: 'the section names it' },
};

/** "Dashboard, regenerate" in an overview is less than the section that says how. */
function isBrief({ steps, isEntry }: Procedure): boolean {
  return steps.length === 1 && isEntry === true;
}

const BRIEF: Rating = { score: 65, reason: 'a short table row for the name' };

export function rateName({ raw, where }: Target, name: string, procedure: Procedure): Rating {
  const exact = where === 'table' && isBrief(procedure) ? BRIEF : EXACT[where];
  return isSpelledAs(raw, name) ? exact : nearly(exact, raw);
}

/** JWT_SECRETS is the map for jwt_secrets.v1, and JWT_SECRET only nearly so. */
function isSpelledAs(raw: string, name: string): boolean {
  return wordsOf(raw).endsWith('s') === wordsOf(name).endsWith('s');
}

function wordsOf(name: string): string {
  return name.toLowerCase().replace(/(?:[^a-z0-9]{1,8}v?\d{1,8}){1,4}[^a-z0-9]{0,8}$/, '');
}

const NEARLY = 8;

function nearly({ score }: Rating, raw: string): Rating {
  return { score: score - NEARLY, reason: `the section is for ${raw}` };
}
