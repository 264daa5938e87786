/** What a report comes to in numbers, and what is only counted: identifiers, defaults, risks, what was set aside. */
import type { Judged, Report, Risk, Verdict } from '../model.ts';
import { awsAccountOf } from '../aws-account.ts';
import { groupBy } from '../group-by.ts';
import { counted, grouped } from './numbers.ts';
import { compareText } from './order.ts';
import type { Clean } from './phrases.ts';

const LISTED: readonly Verdict[] = ['still-current', 'compromised', 'uncommitted', 'found', 'unattached'];
const WORDS: Readonly<Partial<Record<Verdict, string>>> = {
  'still-current': 'still current',
  unattached: 'in no commit',
};
/** The team has dealt with it. */
export const SETTLED: ReadonlySet<Verdict> = new Set(['rotated', 'accepted', 'false-positive']);
const RISKS = 3;

/** Whether a secret gets a line of its own: something is to be done about it. */
export function isListed(secret: Judged): boolean {
  return LISTED.includes(secret.verdict);
}

/** "4 compromised, 2 of them weak", "1 rotated, 3 known, 12 set aside (--explain)": what is to be done, and the rest. */
export function countsParts({ secrets, setAside }: Report, sure: readonly Judged[], low: number): readonly string[] {
  const open = sure.filter((secret) => secret.status !== 'known');
  const todo = LISTED.map((verdict) => {
    const some = open.filter((secret) => secret.verdict === verdict);
    const weak = some.filter((secret) => secret.nature === 'weak').length;
    return amount(some.length, WORDS[verdict] ?? verdict) + weakNote(weak, some.length);
  });
  const aside = setAside.reduce((sum, { count }) => sum + count, 0);
  const rest = [
    amount(secrets.filter(({ verdict }) => verdict === 'rotated').length, 'rotated'),
    amount(sure.length - open.length, 'known'),
    amount(secrets.filter(({ verdict }) => verdict === 'accepted').length, 'accepted'),
    amount(secrets.filter(({ verdict }) => verdict === 'false-positive').length, 'false positive'),
    aside === 0 ? '' : `${grouped(aside)} set aside (--explain)`,
  ];
  const done = rest.filter((part) => part !== '').join(', ');
  const isSettled = secrets.some(({ verdict }) => SETTLED.has(verdict));
  const none = low > 0 ? `nothing sure, ${grouped(low)} of low confidence` : isSettled ? 'nothing open' : 'no secrets found';
  const first = todo.filter((part) => part !== '').join(', ') || (sure.length > 0 ? 'nothing new' : none);
  return [first, done].filter((part) => part !== '');
}

/** "3 P0, 22 P1, 50 P3" of what is to be done. */
export function byPriority(sure: readonly Judged[]): string {
  const groups = groupBy(sure.filter(({ status }) => status !== 'known'), ({ priority }) => priority);
  return [...groups].sort(([a], [b]) => compareText(a, b)).map(([priority, some]) => amount(some.length, priority)).join(', ');
}

/** One line for each kind of thing that is shown but not listed. */
export function asideLines(secrets: readonly Judged[], risks: readonly Risk[], clean: Clean): readonly string[] {
  const counts: readonly (readonly [Verdict, string])[] = [
    ['public-default', 'public defaults, to be set where they are deployed'],
    ['identifier', 'identifiers, to be moved to configuration'],
    ['hash', 'password hashes'],
    ['local', 'in ignored files, where they belong'],
  ];
  const lines = counts.flatMap(([verdict, words]) => {
    const some = secrets.filter((secret) => secret.verdict === verdict);
    return some.length === 0 ? [] : [`${words}: ${groups(some, clean)}`];
  });
  const shown = eachKindFirst(risks).slice(0, RISKS).map((risk) => `risk: ${clean(risk.path)}: ${clean(risk.advice)}`);
  const left = risks.length - shown.length;
  return [...lines, ...shown, ...(left > 0 ? [`${amount(left, left === 1 ? 'more risk' : 'more risks')} (--format json has them)`] : [])];
}

/** So that the many lines of a Dockerfile do not hide an .env. */
function eachKindFirst(risks: readonly Risk[]): readonly Risk[] {
  const first = new Set([...groupBy(risks, ({ rule }) => rule).values()].flatMap(([one]) => one ?? []));
  return [...new Set([...first, ...risks])];
}

/** "3 AWS account ids in 14 ARNs (terraform/**), 2 × AWS access key id in 5 places": ARNs by account, others by rule. */
function groups(secrets: readonly Judged[], clean: Clean): string {
  const arns = secrets.filter(({ value }) => awsAccountOf(value) !== undefined);
  const accounts = new Set(arns.map(({ value }) => awsAccountOf(value)));
  const places = arns.flatMap(({ occurrences }) => occurrences);
  const amounts = `${counted(accounts.size, 'AWS account id')} in ${counted(arns.length, 'ARN')}`;
  const byAccount = `${amounts}${folder(places, clean)}`;
  const others = secrets.filter((secret) => !arns.includes(secret));
  return [arns.length === 0 ? '' : byAccount, byRules(others, clean)].filter((part) => part !== '').join(', ');
}

function byRules(secrets: readonly Judged[], clean: Clean): string {
  const byRule = new Map<string, Judged[]>();
  for (const secret of secrets) {
    const known = byRule.get(secret.rule.name);
    if (known) known.push(secret);
    else byRule.set(secret.rule.name, [secret]);
  }
  return [...byRule]
    .sort((a, b) => compareText(a[0], b[0]))
    .map(([name, some]) => {
      const places = some.flatMap((secret) => secret.occurrences);
      return `${grouped(some.length)} × ${name} in ${counted(places.length, 'place')}${folder(places, clean)}`;
    })
    .join(', ');
}

/** In brackets: the one path, or the folder that holds all, or how many files; nothing where no path is known. */
function folder(places: readonly { readonly path: string; readonly home?: string }[], clean: Clean): string {
  // masked before it is taken apart: a value may hold a slash
  const pathOf = ({ path, home }: (typeof places)[number]): string => clean(home === undefined ? path : `${home}/${path}`);
  const paths = [...new Set(places.filter(({ path }) => path !== '').map(pathOf))];
  if (paths.length === 0) return '';
  const [only] = paths;
  if (only !== undefined && paths.length === 1) return ` (${only})`;
  const tops = new Set(paths.map((path) => path.split('/')[0] ?? ''));
  const [top] = tops;
  return ` (${tops.size === 1 && top !== undefined ? `${top}/**` : counted(paths.length, 'file')})`;
}

/**
 * How the to-do is made, words and what is to be typed in turn. A sweep is of more than the repository one stands in, so
 * that is made of its report.
 */
export function todoStep(command: string): readonly string[] {
  return command === 'sweep'
    ? ['sweep once more with', '--format json=sweep.json', 'then', 'burnlist todo sweep.json --format markdown=ROTATION.md']
    : ['', 'burnlist todo --format markdown=ROTATION.md'];
}

function amount(count: number, word: string): string {
  return count === 0 ? '' : `${grouped(count)} ${word}`;
}

function weakNote(weak: number, all: number): string {
  if (weak === 0) return '';
  return weak === all ? ', weak' : `, ${grouped(weak)} of them weak`;
}
