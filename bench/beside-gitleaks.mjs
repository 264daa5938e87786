// Where burnlist and gitleaks differ with the same rule file: pairs of value and file in all commits that refs reach.
//   node bench/beside-gitleaks.mjs REPOSITORY GITLEAKS FILE
// Out: how many pairs both report, which only gitleaks does (file and rule), and those of burnlist alone by the reason why
// gitleaks has none. No value is printed. gitleaks decodes nothing, since a pair tells nothing of layers.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const [repository, gitleaks, file] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write('usage: node bench/beside-gitleaks.mjs REPOSITORY GITLEAKS FILE\n');
  process.exit(2);
}
const cli = process.env.BURNLIST_BIN ?? fileURLToPath(new URL('../dist/burnlist.cjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'burnlist-bench-'));
const [bare, clone, whole] = ['bare', 'clone', 'whole'].map((name) => join(folder, name));

/** What it complains of is seen. @param statuses that mean it did its work */
function run(command, args, cwd = folder, statuses = [0]) {
  const { stdout, status, error } = spawnSync(command, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 30 });
  if (error) throw error;
  if (!statuses.includes(status)) throw new Error(`${command} ${args[0]} ended with ${status}`);
  return stdout;
}
const FOUND = [0, 1];
const FOUND_OR_LIMITED = [...FOUND, 3];
const git = (...args) => run('git', ['-C', clone, '-c', 'user.name=bench', '-c', 'user.email=bench@example.org', ...args]);

/** All of a repository, or of a folder. */
function byGitleaks(way, place) {
  const report = join(folder, `${way}.json`);
  const silent = ['--ignore-gitleaks-allow', '--gitleaks-ignore-path', join(folder, 'none')];
  const how = ['--config', resolve(file), ...silent, '--max-decode-depth', '0'];
  const all = way === 'git' ? ['--log-opts=--all'] : [];
  const out = ['--no-banner', '--log-level', 'error', '--report-format', 'json', '--report-path', report];
  run(gitleaks, [way, place, ...how, ...all, ...out], folder, FOUND);
  return JSON.parse(readFileSync(report, 'utf8'));
}

/** Occurrences in blobs, with their values: none of our rules, all of the file's, whatever is said of them. */
function byBurnlist() {
  const ours = run(process.execPath, [cli, 'rules', 'list']).toString().trim().split('\n').map((line) => line.split(' ')[0]);
  git('rm', '--quiet', '--ignore-unmatch', '.gitleaks.toml', '.gitleaksignore', '.betterleaks.toml', '.betterleaksignore');
  mkdirSync(join(clone, '.burnlist'), { recursive: true });
  cpSync(file, join(clone, '.burnlist', 'theirs.toml'));
  writeFileSync(join(clone, '.burnlist', 'config.yaml'), `rules: [.burnlist/theirs.toml]\ndisable: [${ours.join(', ')}]\n`);
  git('add', '--force', '.burnlist');
  git('commit', '--quiet', '--message', 'theirs');
  const audit = [cli, 'audit', clone, '--format', 'json', '--all-versions'];
  const { secrets } = JSON.parse(run(process.execPath, audit, folder, FOUND_OR_LIMITED));
  const places = secrets.flatMap(({ rule, occurrences }) => occurrences.map((place) => ({ ...place, rule })));
  const inBlobs = places.filter(({ where, via }) => where === 'blob' && (via ?? []).length === 0);
  return inBlobs.map((place) => ({ ...place, value: valueAt(place) }));
}

const blobs = new Map();
function blob(id) {
  if (!blobs.has(id)) blobs.set(id, git('cat-file', 'blob', id));
  return blobs.get(id);
}

/** Columns count UTF-16 units, as strings do. */
function valueAt({ blob: id, line, column, endLine, endColumn }) {
  const lines = blob(id).toString('utf8').split('\n').slice(line - 1, endLine);
  lines.push(lines.pop().slice(0, endColumn - 1));
  lines[0] = lines[0].slice(column - 1);
  return lines.join('\n');
}

/** Whether the patch of any commit that brings it adds all of it in one hunk; undefined: merges alone bring it. */
function isAdded({ value, path }, places) {
  const patches = places.flatMap(({ commit }) =>
    git('rev-list', '--parents', '--max-count=1', commit).toString().trim().split(' ').length > 2
      ? []
      : [git('show', '--unified=0', '--find-renames', '--format=', commit).toString()],
  );
  if (patches.length === 0) return undefined;
  const hunks = patches.flatMap((patch) =>
    patch.split(/^diff --git /m).filter((one) => one.includes(`\n+++ b/${path}\n`)).flatMap((one) => one.split(/^@@ .*$/m).slice(1)),
  );
  const added = hunks.map((hunk) => hunk.split('\n').filter((line) => line.startsWith('+')).map((line) => line.slice(1)).join('\n'));
  return added.some((text) => text.includes(value)) ? 'whole' : added.some((text) => text.includes(value.split('\n')[0])) ? 'part' : 'none';
}

const keyOf = (value, path) => `${path}\0${value}`;
try {
  run('git', ['clone', '--quiet', '--no-local', '--bare', resolve(repository), bare], process.cwd());
  run('git', ['clone', '--quiet', '--no-local', bare, clone]);
  const theirs = new Map(byGitleaks('git', bare).map((one) => [keyOf(one.Secret, one.File), one]));
  const ours = grouped(byBurnlist());
  const only = [...ours].filter(([key]) => !theirs.has(key));
  for (const [number, [, [{ path, blob: id }]]] of only.entries()) {
    mkdirSync(join(whole, String(number), dirname(path)), { recursive: true });
    writeFileSync(join(whole, String(number), path), blob(id));
  }
  mkdirSync(whole, { recursive: true });
  const inWhole = new Set(byGitleaks('dir', whole).map((one) => keyOf(one.Secret, one.File.slice(whole.length + 1))));
  const why = new Map();
  for (const [number, [, places]] of only.entries()) {
    const reason = reasonOf(places, inWhole.has(keyOf(places[0].value, `${number}/${places[0].path}`)));
    why.set(reason, (why.get(reason) ?? 0) + 1);
  }
  const both = [...ours.keys()].filter((key) => theirs.has(key)).length;
  process.stdout.write(`both ${both}, gitleaks alone ${theirs.size - both}, burnlist alone ${only.length}\n`);
  for (const [key, { File, StartLine, RuleID }] of theirs)
    if (!ours.has(key)) process.stdout.write(`  gitleaks alone: ${File}:${StartLine} ${RuleID}\n`);
  for (const [reason, count] of why) process.stdout.write(`  burnlist alone: ${count} ${reason}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function reasonOf(places, isInWhole) {
  if (!isInWhole) return 'that gitleaks leaves out of the whole file too: lists by path, archives';
  const added = isAdded(places[0], places);
  if (added === undefined) return 'that merges alone bring';
  if (added === 'none') return 'on lines that no patch adds: moved with their file, brought by merges, reached by a keyword or a beginning';
  return added === 'part' ? 'whose lines are not all of one hunk' : 'that a hunk adds as a whole';
}

function grouped(places) {
  const groups = new Map();
  for (const one of places) {
    const key = keyOf(one.value, one.path);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(one);
  }
  return groups;
}
