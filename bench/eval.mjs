// Scores detection on labelled cases: recall, and the share of benign cases with any finding, at each confidence.
//   npm run eval -- FILE.jsonl[.gz]        figures of the two thirds that may be looked at
//     --all            the mission's kinds are the default ("core"); this takes every case
//     --misses TIER --alarms TIER          lists them; TIER: high, medium (what the hook blocks) or low
//     --only WORD      lists and figures of cases whose source, tag, shape or path holds the word
//     --held-back      figures of the third that is held back; lists nothing
//     --contradictions ids of cases whose labels contradict each other; figures without them are always given, and
//                      without values that documentation prints as examples
//     --check N        compares N cases with the findings of `burnlist scan`, and exits 1 where they differ
import process from 'node:process';
import { parseArgs } from 'node:util';
import { expected, readCases } from './eval/cases.mjs';
import { contradicting } from './eval/contradictions.mjs';
import { isDocumented } from './eval/documented.mjs';
import { differences, openFinder } from './eval/find.mjs';

const TIERS = ['high', 'medium', 'low'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    all: { type: 'boolean' },
    'held-back': { type: 'boolean' },
    contradictions: { type: 'boolean' },
    check: { type: 'string' },
    misses: { type: 'string' },
    alarms: { type: 'string' },
    only: { type: 'string' },
  },
});

if (positionals.length === 0) stop('which file? npm run eval -- FILE.jsonl');
const find = await openFinder();
const all = positionals.flatMap(casesOf);
const contradicted = contradicting(all);
const cases = all
  .filter(({ heldBack }) => heldBack === (values['held-back'] === true))
  .filter((each) => values.only === undefined || labels(each).some((label) => label.includes(values.only)));

if (values.check !== undefined) check(Number(values.check));
else {
  const scored = cases.map(score);
  report(scored);
  if (values['held-back'] !== true) {
    if (values.misses) list('missed', scored, 'positive', values.misses);
    if (values.alarms) list('false alarms', scored, 'negative', values.alarms);
    if (values.contradictions) listContradicted(scored);
  }
}

function casesOf(file) {
  try {
    return readCases(file);
  } catch (error) {
    stop(error.code === undefined ? error.message : `${file}: cannot be read (${error.code})`);
  }
}

/** The best tier at which a case counts as found: 0 high, 1 medium, 2 low, 3 not at all. */
function score(each) {
  const spans = each.kind === 'positive' ? expected(each) : [];
  const findings = find(each).filter(
    ({ start, end, mark }) =>
      mark === undefined && (spans.length === 0 || spans.some((span) => start < span.end && span.start < end)),
  );
  const tier = Math.min(TIERS.length, ...findings.map(({ confidence }) => TIERS.indexOf(confidence)));
  return { ...each, findings, tier };
}

function report(scored) {
  const positives = scored.filter(({ kind, core }) => kind === 'positive' && (core || values.all));
  const benign = scored.filter(({ neg }) => neg === 'benign');
  const bySource = ({ source }) => [`source ${source}`];
  const byShape = ({ shape }) => [`shape ${shape ?? 'none given'}`];
  table('%', [
    ['recall', positives],
    ...groups(positives, byShape),
    ...groups(positives, ({ tags }) => (tags ?? []).map((tag) => `tag ${tag}`)),
    ...groups(positives, bySource),
    ['false alarms, benign', benign],
    ...groups(benign, bySource),
    ['near misses of one provider', scored.filter(({ neg }) => neg === 'near_miss')],
  ]);
  table('% without contradicting labels', [
    ['recall', positives.filter(isUndisputed)],
    ...groups(positives.filter(isUndisputed), byShape),
    ['false alarms, benign', benign.filter(isUndisputed)],
  ]);
  const unprinted = positives.filter((each) => !isDocumented(each));
  table('% without published examples', [['recall', unprinted], ...groups(unprinted, byShape)]);
}

function table(title, rows) {
  process.stdout.write(`${title.padEnd(30)}   cases   high  +medium  +low\n`);
  for (const [name, of] of rows) {
    if (of.length === 0) continue;
    const shares = TIERS.map((_, limit) => (100 * of.filter(({ tier }) => tier <= limit).length) / of.length);
    process.stdout.write(
      `${name.padEnd(30)} ${String(of.length).padStart(7)} ${shares.map((share) => share.toFixed(2).padStart(7)).join(' ')}\n`,
    );
  }
  process.stdout.write('\n');
}

function isUndisputed({ id }) {
  return !contradicted.has(id);
}

function listContradicted(scored) {
  const disputed = scored.filter((each) => !isUndisputed(each) && (each.kind === 'negative' || each.core || values.all));
  process.stdout.write(`\n${disputed.length} cases whose labels contradict each other\n`);
  for (const { id, kind, path } of disputed) process.stdout.write(`${id} ${kind} ${path ?? '-'}\n`);
}

function groups(of, keysOf) {
  const map = new Map();
  for (const each of of) for (const key of keysOf(each)) map.set(key, [...(map.get(key) ?? []), each]);
  return [...map].sort((a, b) => b[1].length - a[1].length);
}

/** One line a case: where it is from, what was found of it, and the line that has to be understood. */
function list(title, scored, kind, tier) {
  const limit = TIERS.indexOf(tier);
  if (limit < 0) stop(`--${kind === 'positive' ? 'misses' : 'alarms'} takes ${TIERS.join(', ')}`);
  const wrong = scored.filter((each) =>
    kind === 'positive'
      ? each.kind === kind && (each.core || values.all) && each.tier > limit
      : each.neg === 'benign' && each.tier <= limit,
  );
  process.stdout.write(`\n${wrong.length} ${title} at ${tier}\n`);
  for (const each of wrong) {
    const found = each.findings.map(
      ({ rule, confidence, evidence, start, end }) =>
        `${rule.id}/${confidence}/${evidence.form}/${evidence.strength}=${each.bytes.toString('utf8', start, Math.min(end, start + 60))}`,
    );
    const at = each.findings[0]?.start ?? expected(each)[0]?.start ?? 0;
    process.stdout.write(
      [
        each.id,
        each.source,
        each.path ?? '-',
        each.secret ?? '-',
        found.join(' + ') || '-',
        lineAt(each.bytes, at),
      ].join(' ¦ ') + '\n',
    );
  }
}

function lineAt(bytes, at) {
  const from = Math.max(bytes.lastIndexOf('\n', at - 1) + 1, at - 100);
  const end = bytes.indexOf('\n', at);
  return bytes.toString('utf8', from, Math.min(end < 0 ? bytes.length : end, at + 100)).trim();
}

function check(count) {
  const step = Math.max(1, Math.floor(cases.length / count));
  const sample = cases.filter((_, index) => index % step === 0);
  const different = differences(sample, find);
  process.stdout.write(`${sample.length} cases, ${different.length} differ from burnlist scan\n`);
  for (const { id } of different) process.stdout.write(`${id}\n`);
  process.exitCode = different.length === 0 ? 0 : 1;
}

function labels({ source, tags, shape, path }) {
  return [source, ...(tags ?? []), shape ?? '', path ?? ''];
}

function stop(message) {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}
