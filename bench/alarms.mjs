// What each rule finds in the heads of repositories, so that a rule that fires where no secrets are is seen at once.
//   node bench/alarms.mjs [--rule ID] [--most N] REPOSITORY…    bare ones too
// Out: findings by rule at each confidence, values that are no secrets left out, and the files outside of tests,
// documentation and examples with one of high or medium; with --rule its places, values masked. With --most a rule with
// more than N such files in 1,000 is named, and the status is 1.
import { spawnSync } from 'node:child_process';
import { basename, resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { openPathRules } from '../dist/commands/engine/path-rules.js';
import { loadBuiltInRules } from '../dist/detect/rules/built-in.js';
import { rulesTried } from '../dist/detect/search/density.js';
import { literalSearch } from '../dist/detect/search/literals.js';
import { createDetector } from '../dist/detect/unit.js';
import { redact } from '../dist/report/redact.js';
import { confidenceAt, isTryingOut, pathWithin } from '../dist/verdict/confidence.js';

const LARGEST = 4 << 20;
const TIERS = ['high', 'medium', 'low'];

const { values, positionals } = parseArgs({ allowPositionals: true, options: { rule: { type: 'string' }, most: { type: 'string' } } });
const most = Number(values.most ?? Infinity);
if (positionals.length === 0 || !(most >= 0)) {
  process.stderr.write('which repositories? node bench/alarms.mjs [--rule ID] [--most N] REPOSITORY…\n');
  process.exit(2);
}

const rules = loadBuiltInRules();
const detector = createDetector(rules.filter(({ paths }) => paths === undefined));
const byPath = await openPathRules(rules, { marks: true }).load();
const search = literalSearch(detector.table.literals);
const tried = new Set();
const found = new Map(rules.map(({ id }) => [id, { high: 0, medium: 0, low: 0, alarms: new Set(), in: new Set() }]));
let files = 0;

for (const repository of positionals.map((path) => resolve(path))) {
  const { blobs, contents } = headOf(repository);
  for (const [index, { path }] of blobs.entries()) {
    files++;
    const bytes = contents[index];
    search.search(bytes, 0, bytes.length, bytes.length, (at, literal) =>
      rulesTried(detector.table, bytes, at, literal, (rule) => tried.add(rule)),
    );
    const own = byPath.mayFit(basename(path)) ? byPath.detector.scan(bytes).findings : [];
    const findings = [...detector.scan(bytes).findings, ...own.filter(({ rule }) => byPath.fits(rule, path))];
    for (const finding of findings) {
      if (finding.nature === 'public-default' || finding.rule.anchor) continue;
      const confidence = confidenceAt(finding, path, 'blob');
      const counts = found.get(finding.rule.id);
      counts[confidence]++;
      counts.in.add(repository);
      const isAlarm = confidence !== 'low' && !isTryingOut(pathWithin(path, finding.member));
      if (isAlarm) counts.alarms.add(`${repository} ${path}`);
      if (finding.rule.id !== values.rule) continue;
      const masked = redact(finding.value, finding.rule);
      const place = `${path}${finding.member === undefined ? '' : `!${finding.member}`}:${finding.position.line}`;
      process.stdout.write(`${repository} ${place} ${confidence}${isAlarm ? ' alarm' : ''} ${masked}\n`);
    }
  }
}

process.stdout.write(`${files} files in ${positionals.length} repositories\n   high  medium     low  alarms  in  rule\n`);
const order = ([, a], [, b]) => b.high - a.high || b.medium - a.medium || b.low - a.low;
for (const [id, counts] of [...found].sort(order)) {
  if (counts.in.size === 0) continue;
  const numbers = TIERS.map((tier) => String(counts[tier]).padStart(7)).join(' ');
  process.stdout.write(`${numbers} ${String(counts.alarms.size).padStart(7)} ${String(counts.in.size).padStart(3)}  ${id}\n`);
}
const quiet = [...found.values()].filter((counts) => counts.in.size === 0).length;
process.stdout.write(`${quiet} of ${found.size} rules find nothing, ${tried.size} found what they look for outside of containers\n`);
for (const [id, { alarms }] of found) {
  if (alarms.size <= (most * files) / 1000) continue;
  process.stdout.write(`${id}: ${((alarms.size * 1000) / files).toFixed(1)} in 1,000 files\n`);
  process.exitCode = 1;
}

/** Files of HEAD with their content, links and submodules left out. */
function headOf(repository) {
  const blobs = git(repository, ['ls-tree', '-r', '-l', '-z', 'HEAD'])
    .toString('utf8')
    .split('\0')
    .map((line) => /^100\d+ blob ([0-9a-f]+) +(\d+)\t(.*)$/s.exec(line))
    .filter((parts) => parts !== null && Number(parts[2]) <= LARGEST)
    .map(([, id, , path]) => ({ id, path }));
  const output = git(repository, ['cat-file', '--batch', '--buffer'], blobs.map(({ id }) => `${id}\n`).join(''));
  const contents = [];
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(10, at);
    const size = Number(output.toString('latin1', at, end).split(' ')[2] ?? 0);
    const missing = output.toString('latin1', at, end).endsWith(' missing');
    contents.push(missing ? Buffer.alloc(0) : output.subarray(end + 1, end + 1 + size));
    at = missing ? end + 1 : end + size + 2;
  }
  return { blobs, contents };
}

function git(repository, args, input) {
  const done = spawnSync('git', ['-C', repository, '--no-replace-objects', ...args], { input, maxBuffer: 2 ** 31 });
  if (done.status === 0) return done.stdout;
  process.stderr.write(`${repository}: ${done.stderr}\n`);
  return process.exit(2);
}
