/**
 * What a section is there for, whatever it names. One that renews secrets is an instruction; a page about something else
 * that names a secret on the way is none, and a plan, a report or an archive says how things should be, or were.
 */
import { baseName } from '../base-name.ts';
import type { Procedure, Target } from '../model.ts';
import { RUNBOOKS } from './discover.ts';
import { LEAK, ROTATION } from './facets.ts';
import { SECRETS, SET_UP } from './general.ts';
import { namesIn } from './names.ts';

/** Its headings or the name of its page say that it is about renewing secrets or about leaks, or another page sends here for one. */
export function isForRenewal({ heading, parents, runbook, steps, targets }: Procedure): boolean {
  if (targets.some(({ where }) => where === 'pointer')) return true;
  const name = baseName(runbook).replace(/\.\w+$/, '').replace(/[_-]/g, ' ');
  const above = [...parents, heading, name].join(' ');
  if (ROTATION.test(above)) return true;
  // an incident may be anything: a step that only looks at a secret renews none
  const renews = steps.some(({ text, phase }) => SECRETS.test(text) && (phase === 'revoke' || ROTATION.test(text)));
  if (LEAK.test(above)) return renews || SECRETS.test(above);
  return SECRETS.test(`${name} ${parents[0] ?? heading}`);
}

/** The step that names it says so: "Rotate `SENTRY_TOKEN`" in a list of what else there is to do. */
export function isRenewedAt({ steps }: Procedure, { line }: Target): boolean {
  return steps.some(({ text, lines }) => lines[0] <= line && line <= lines[1] && ROTATION.test(text));
}

/** "PostgreSQL failover and restore" is about the database, not about what opens it. */
export function isOperation(heading: string): boolean {
  if (OF_SECRETS.test(heading)) return false;
  return RIGHTS.test(heading) || (OPERATION.test(heading) && !ROTATION.test(heading));
}

const OPERATION = /\b(?:fail-?over|failures?|degradation|latency|restor\w+|recovery|outage|backups?|migrations?|connection (?:issues?|pool|problems?)|unavailable)\b/i;
/** Renewed in their own way: what a user may do, not what lets it in. */
const RIGHTS = /\b(?:grants|permissions|privileges|berechtigungen|permisos|permessi|droits d['’]accès)\b/i;
const OF_SECRETS = /secret|credential|password|\bkeys?\b|token/i;

/** "Every quarter: rotate `A`, rotate `B`, rotate `C`" says what there is, and how none of it is done. */
export function isList({ steps, mode }: Procedure): boolean {
  if (mode === 'leak') return false;
  const named = steps.filter(({ code, children }) => code.length + children.length === 0).map(({ text }) => namesIn(text, false));
  const single = named.filter((names) => names.length === 1).flat();
  return new Set(single).size > 2 && single.length * 2 > steps.length;
}

/** When a leak has been dealt with: what was learnt does not end it. */
export function isAfterwards({ heading }: Procedure): boolean {
  return /\bpost[- ]?(?:incident|mortem)|\bfollow[- ]?ups?\b|\blessons\b|retrospectiv|nachbereitung|retour d['’]expérience/i.test(heading);
}

/** "2. Order of setup": secrets get there for the first time. */
export function isForSettingUp({ heading, parents }: Procedure): boolean {
  return [heading, ...parents.slice(1)].some((text) => SET_UP.test(text) && !ROTATION.test(text));
}

/** What its page is by its path, where that is no instruction for today. */
export function ofAnotherKind({ runbook }: Procedure): string | undefined {
  const name = baseName(runbook);
  if (ONCE.test(runbook)) return 'its page is out of use';
  if (INTENDED.test(runbook) && !OPERATIONAL.test(name)) return 'its page is a plan or a report';
  if (OF_A_DAY.test(runbook) && !OPERATIONAL.test(name) && !RUNBOOKS.test(runbook)) return 'its page is of one day';
  if (TEACHES.test(runbook)) return 'its page is for learning';
  return OF_AN_API.test(runbook) && !ROTATION.test(name) && !RUNBOOKS.test(runbook) ? 'its page describes an API' : undefined;
}

/** A folder or a page that is called so or with such a last word. In front "legacy" and "archive" may be what the secret is for. */
const ONCE = new RegExp(
  '(?:^|[/_-])(?:archived?|deprecated|legacy|obsolete|old|outdated|stale|superseded)(?:[/.]|$)|' +
    '(?:^|/)(?:archived|deprecated|obsolete|old|outdated|superseded)[_-]',
  'i',
);
const INTENDED = new RegExp(
  '(?:^|/)(?:adrs?|architectures?|audits?|backlog|decisions?|designs?|epics|plans?|postmortems?|proposals?|reports?|reviews?|rfcs?|roadmaps?|specs?|specifications?|stories|tasks)/|' +
    '(?:^|[/_-])(?:adr|changelog|design|plan|postmortem|proposal|report|requirements|review|rfc|roadmap|specs?|tracker)(?:[_.-][^/]*)?$',
  'i',
);
/** A day in the name of a page or of its folder: it tells what was done then. */
const OF_A_DAY = /(?:^|[/_-])20\d\d([-_]?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])(?=[/_.-])/;
const TEACHES = /(?:^|\/)(?:courses?|exercises?|learn|learning|lessons|training|tutorials?|workshops?)\//i;
/** Keys of its users are renewed there, and not those of the team. */
const OF_AN_API = /(?:^|\/)docs?\/(?:[^/]{1,80}\/){0,8}api\/|(?:^|[/_-])(?:api|(?:api[_-]?reference|openapi|swagger)(?:[_.-][^/.]*)?)\.\w+$/i;
/** A plan for the day when it is needed is a runbook, and so is what is called one. */
const OPERATIONAL = /(?:play|run)book|(?:continuity|incident|leak|recovery|response|rotation)[_-]plan/i;
