/**
 * The rules by which the source shows its own flow: who may import whom, who may touch the process, how long a file is.
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Take values and give back values: no process, no files, no clock. The nouns and what several stages share stand in
 * src/ itself, the folder without a name.
 */
const PURE = ['', 'config', 'detect', 'exposure', 'plan', 'proof', 'report', 'reported', 'runbook', 'verdict'];
/** Of Node's own modules, those that only compute. */
const COMPUTES = ['node:buffer', 'node:crypto', 'node:path', 'node:util', 'node:zlib'];
/** Verbs of the command line: each composes stages, none another verb. */
const VERBS = ['accept', 'audit', 'init', 'rules', 'runbook', 'scan', 'staged', 'sweep', 'todo', 'verify'];

/** Files that break a rule, and why they may. */
const EXCEPTIONS: Readonly<Record<string, { readonly may: readonly string[]; readonly because: string }>> = {
  'src/detect/rules/built-in.ts': { may: ['node:fs', 'node:url'], because: 'reads the built-in rules that the build compiled' },
  'src/detect/rules/compile.ts': {
    may: ['node:fs', 'node:url', 'node:process', 'process', 'length'],
    because: 'is the build step that compiles the built-in rules from YAML',
  },
  'src/commands/oversee.ts': {
    may: ['node:child_process'],
    because: 'starts burnlist itself a second time, never git',
  },
  'src/commands/staged.ts': {
    may: ['src/commands/audit.ts'],
    because: 'under pre-commit with two refs it is an audit of that range',
  },
  'src/plan/rotations.ts': { may: ['node:fs', 'node:url'], because: 'reads the rotation rules that the build compiled' },
  'src/plan/compile.ts': {
    may: ['node:fs', 'node:url', 'node:process', 'process'],
    because: 'is the build step that compiles the rotation rules from YAML',
  },
  'src/plan/tasks.ts': {
    may: ['src/runbook/link.ts', 'src/runbook/families.ts'],
    because: 'a plan is made of procedures that were linked to a name',
  },
  'src/plan/due.ts': { may: ['src/runbook/families.ts'], because: 'a rhythm may be that of a kind, which names spell' },
  'src/plan/traps.ts': { may: ['src/runbook/names.ts'], because: 'compares names as runbooks write them' },
  'src/plan/boxes.ts': {
    may: ['src/runbook/link.ts', 'src/runbook/phases.ts'],
    because: 'leaves out steps that are for other secrets, and takes sentences apart by what their words do',
  },
  'src/report/windows.ts': {
    may: ['chance'],
    because: 'salts a hash against crafted text: no result depends on it',
  },
  'src/kernel/inflate.ts': {
    may: ['length'],
    because: 'holds the bits that are next, which AssemblyScript lets only one file change',
  },
  'src/shown.ts': {
    may: ['src/detect/checks/randomness.ts'],
    because: 'repeats nothing that looks like a value, whoever speaks',
  },
  'src/model.ts': { may: ['length'], because: 'is the list of nouns, types only' },
};

interface Source {
  readonly path: string;
  readonly text: string;
  readonly code: string;
  /** Paths from the root for our own files, specifiers as written for the rest. */
  readonly imports: readonly string[];
}

const sources = filesBelow('src').map(readSource);

test('a stage imports what all share, the kernel, its own folder and what only computes', () => {
  const wrong = sources.flatMap((source) => {
    const stage = folderOf(source.path);
    if (!isPure(source)) return [];
    return source.imports.filter((name) => !mayStageImport(stage, name)).map((name) => says(source, name));
  });
  assert.deepEqual(unexcused(wrong), []);
});

test('sources know git and files, but no stage that comes after them', () => {
  const wrong = sources.flatMap((source) => {
    if (folderOf(source.path) !== 'source') return [];
    return source.imports
      .filter((name) => isOurs(name) && !isShared(name) && !/^src\/(source|kernel)\//.test(name))
      .map((name) => says(source, name));
  });
  assert.deepEqual(unexcused(wrong), []);
});

test('no command imports another command, nobody imports the command line', () => {
  const verbs = VERBS.map((verb) => `src/commands/${verb}.ts`);
  const wrong = sources.flatMap((source) => {
    const inCli = source.path === 'src/cli.ts';
    return source.imports
      .filter((name) => name === 'src/cli.ts' || (!inCli && verbs.includes(name)))
      .map((name) => says(source, name));
  });
  assert.deepEqual(unexcused(wrong), []);
});

test('imports lead one way: nothing imports what imports it, not even its types', () => {
  const importsOf = new Map(sources.filter(({ path }) => folderOf(path) !== 'kernel').map(({ path, imports }) => [path, imports]));
  const done = new Set<string>();
  const circles: string[] = [];
  const follow = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) return void circles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
    if (done.has(path)) return;
    for (const name of importsOf.get(path) ?? []) follow(name, [...trail, path]);
    done.add(path);
  };
  for (const path of importsOf.keys()) follow(path, []);
  assert.deepEqual(circles, []);
});

test('git is started in one place', () => {
  const wrong = sources
    .filter((source) => source.path !== 'src/source/git.ts')
    .flatMap((source) =>
      source.imports
        .filter((name) => /^(node:)?child_process$|^simple-git/.test(name))
        .map((name) => says(source, name)),
    );
  assert.deepEqual(unexcused(wrong), []);
});

test('only the command line ends the process, sets its status and reads its arguments', () => {
  const wrong = sources
    .filter((source) => source.path !== 'src/cli.ts')
    .filter((source) => /\bprocess\s*\.\s*(exit|exitCode|argv|abort|kill)\b/.test(source.code))
    .map((source) => says(source, 'process'));
  assert.deepEqual(unexcused(wrong), []);
});

test('a stage asks neither the process nor the clock nor chance', () => {
  const asks: Readonly<Record<string, RegExp>> = {
    process: /\bprocess\s*\./,
    clock: /\bDate\.now\b|\bnew Date\(\)|\bperformance\.|\bhrtime\b/,
    chance: /\bMath\.random\b|\brandom(Bytes|Fill|FillSync|Int|UUID)\b|\bgetRandomValues\b/,
  };
  const wrong = sources
    .filter(isPure)
    .flatMap((source) =>
      Object.keys(asks).flatMap((what) => (asks[what]?.test(source.code) ? [says(source, what)] : [])),
    );
  assert.deepEqual(unexcused(wrong), []);
});

test('a module is imported by its whole name: ours with .ts, those of Node with node:', () => {
  const isWrong = (name: string): boolean =>
    isOurs(name) ? !existsSync(ROOT + name) : isBuiltin(name) && !name.startsWith('node:');
  // AssemblyScript, which knows no endings
  const ours = sources.filter(({ path }) => folderOf(path) !== 'kernel');
  const wrong = ours.flatMap((source) => source.imports.filter(isWrong).map((name) => says(source, name)));
  assert.deepEqual(wrong, []);
});

test('a file holds one idea: at most 250 lines (300 of tests), none longer than 140 characters where it can be broken', () => {
  const files = [...sources, ...['test', 'bench', '.ci'].flatMap((folder) => filesBelow(folder)).map(readSource)];
  const long = files
    .filter((file) => file.text.split('\n').length > (file.path.startsWith('test/') ? 301 : 251))
    .map((file) => says(file, 'length'));
  assert.deepEqual(unexcused(long), []);
  const wide = files.flatMap((file) =>
    file.text.split('\n').flatMap((line, index) => (isTooWide(line) ? [`${file.path}:${index + 1}`] : [])),
  );
  assert.deepEqual(wide, []);
});

test('no file holds what looks like a live secret: tests and examples make theirs at run time', () => {
  const live = [
    /\b(AKIA|ASIA)(?!\w*EXAMPLE)[A-Z2-7]{16}\b/,
    /\bgh[pousr]_[0-9A-Za-z]{36}\b/,
    /\beyJ[\w-]{20,}\.eyJ[\w-]{10,}\./,
    /-----\r?\n[\w+/]{60}/,
  ];
  const folders = ['src', 'test', 'rules', 'fixtures', 'docs', 'bench', '.ci'];
  const holdsOne = (path: string): boolean => {
    const text = readFileSync(ROOT + path, 'latin1');
    return live.some((shape) => shape.test(text));
  };
  assert.deepEqual(folders.flatMap((folder) => filesBelow(folder, /./)).filter(holdsOne), []);
});

test('an exception is for a file that is there', () => {
  assert.deepEqual(
    Object.keys(EXCEPTIONS).filter((path) => !existsSync(ROOT + path)),
    [],
  );
});

/** An expression or a text without blanks may be as wide as it is. */
function isTooWide(line: string): boolean {
  return line.length > 140 && !/\S{60}/.test(line);
}

function mayStageImport(stage: string, name: string): boolean {
  if (isOurs(name)) return isShared(name) || ['kernel', stage || 'kernel'].includes(folderOf(name));
  if (name.startsWith('node:')) return COMPUTES.includes(name);
  return name !== 'simple-git';
}

/** Leaves out what the table of exceptions allows. */
function unexcused(wrong: readonly string[]): readonly string[] {
  return wrong.filter((line) => {
    const [path = '', what = ''] = line.split(' → ');
    return !(EXCEPTIONS[path]?.may.includes(what) ?? false);
  });
}

function says(source: Source, what: string): string {
  return `${source.path} → ${what}`;
}

function isPure({ path }: Source): boolean {
  return PURE.includes(folderOf(path)) && path !== 'src/cli.ts';
}

function isShared(name: string): boolean {
  return isOurs(name) && folderOf(name) === '';
}

function isOurs(name: string): boolean {
  return name.startsWith('src/');
}

/** `detect` for src/detect/judge.ts, empty for what stands in src/ itself. */
function folderOf(path: string): string {
  return path.split('/').length > 2 ? (path.split('/')[1] ?? '') : '';
}

function filesBelow(folder: string, named = /\.(ts|mjs)$/): readonly string[] {
  if (!existsSync(ROOT + folder)) return [];
  return readdirSync(ROOT + folder, { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((path) => named.test(path) && !path.includes('/node_modules') && statSync(ROOT + path).isFile())
    .sort();
}

function readSource(path: string): Source {
  const text = readFileSync(ROOT + path, 'utf8');
  // Comments that fill lines or follow a blank: enough for code that is written to be read.
  const code = text.replace(/^\s*\/?\*.*$/gm, '').replace(/(^|\s)\/\/.*$/gm, '');
  const named = /(?:^|\n)\s*(?:import|export)\b[^;'"]*?from\s*'([^']+)'|\bimport\s*\(?\s*'([^']+)'/g;
  const imports = Array.from(code.matchAll(named), (match) => match[1] ?? match[2] ?? '').map((name) =>
    name.startsWith('.') ? posix.join(posix.dirname(path), name) : name,
  );
  return { path, text, code, imports };
}
