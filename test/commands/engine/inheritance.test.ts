/** Situations in which what a version copied is not what it says: each by name, held against the version by itself. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { characters, githubToken, jsonWebToken, jwtSecret, password, pemKey } from '../../support/secrets.ts';
import { valueOf } from '../../detect/scanning.ts';
import { scanVersions, type Version } from './inheriting.ts';
import type { Instruction } from '../../support/packs.ts';
import type { Finding } from '../../../src/model.ts';

const LONG = '. '.repeat(600);
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A range of the version before, [from, to), is copied; a text is put in. */
type Piece = string | readonly [from: number, to: number];

/** What rules with a literal find in versions that are made from each other. */
function versions(root: string, ...steps: readonly (readonly Piece[])[]): string[][] {
  return found(root, steps, (finding) => finding.rule.runOf === undefined);
}

/** The same for lone tokens, which need no name. */
function loneTokens(root: string, ...steps: readonly (readonly Piece[])[]): string[][] {
  return found(root, steps, (finding) => finding.rule.runOf !== undefined);
}

function found(root: string, steps: readonly (readonly Piece[])[], counts: (finding: Finding) => boolean): string[][] {
  const made = steps.map(
    (pieces, base): Version => ({
      base,
      instructions: pieces.map(
        (piece): Instruction =>
          typeof piece === 'string' ? { insert: Buffer.from(piece) } : { copy: [piece[0], piece[1] - piece[0]] },
      ),
    }),
  );
  return scanVersions(Buffer.from(root), made).found.map(({ findings }) =>
    findings.filter(counts).map(said).sort(),
  );
}

function said(finding: Finding): string {
  return `${finding.position.line} ${valueOf(finding)}${finding.mark === undefined ? '' : ' allowed'}`;
}

test('a secret that stands across the seam of two copies is found', () => {
  const token = githubToken('seam');
  const half = `${LONG}\nt: ${token.slice(0, 20)}`;
  const root = `${half}\n${LONG}${token.slice(20)}\n`;
  const other = half.length + 1 + LONG.length;
  assert.deepEqual(versions(root, [[0, half.length], [other, root.length]]), [[], [`2 ${token}`]]);
});

test('a deletion that joins two halves makes a secret, and one that cuts a secret takes it away', () => {
  const token = githubToken('join');
  const [a, b] = [`a\n${token.slice(0, 7)}`, `${token.slice(7)}\nb\n`];
  const split = `${a} - ${b}`;
  const whole = a.length + b.length;
  assert.deepEqual(
    versions(split, [[0, a.length], [a.length + 3, split.length]], [[0, a.length], [a.length + 1, whole]]),
    [[], [`2 ${token}`], []],
  );
});

test('a first or last byte that moved is an end that moved, though every window was copied', () => {
  const token = githubToken('ends');
  const size = token.length;
  for (const behind of ['', ` ${LONG}`]) {
    const root = `x${token}${behind}`;
    // what stands before it goes, comes back, is a blank
    assert.deepEqual(
      versions(root, [[1, root.length]], ['y', [0, root.length - 1]], [' ', [1, root.length]]),
      [[], [`1 ${token}`], [], [`1 ${token}`]],
    );
  }
  for (const before of ['', `${LONG} `]) {
    const root = `${before}${token}y`;
    const end = before.length + size;
    const there = `1 ${token}`;
    assert.deepEqual(
      versions(root, [[0, end]], [[0, end], 'z'], [[0, end], '\n'], [[0, end - 1]]),
      [[`${there}y`], [there], [`${there}z`], [there], []],
    );
  }
});

test('a range that is copied twice, thrice, or to another place has its findings there', () => {
  const value = jwtSecret('twice');
  const line = `JWT_SECRET=${value}\n`;
  const root = `a\n${line}${LONG}\n`;
  const range = [2, 2 + line.length] as const;
  assert.deepEqual(
    versions(root, [[0, root.length], range, range], [[range[1], root.length], range]),
    [[`2 ${value}`], [`2 ${value}`, `4 ${value}`, `5 ${value}`], [`2 ${value}`]],
  );
});

test('the first bytes repeated before themselves are a longer run of key-like characters', () => {
  const run = characters('head', ALPHABET, 40);
  const root = `${run} ${LONG}`;
  assert.deepEqual(
    loneTokens(root, [[0, 3], [0, root.length]], [[3, root.length + 3]]),
    [[`1 ${run}`], [`1 ${run.slice(0, 3)}${run}`], [`1 ${run}`]],
  );
});

test('a value is put under an old keyword, and a keyword over an old value', () => {
  const value = password('under');
  const keyword = `${LONG}\ndb_password = `;
  assert.deepEqual(
    versions(`${keyword}\n`, [[0, keyword.length], `"${value}"\n`], [[0, keyword.length], '""\n']),
    [[], [`2 ${value}`], []],
  );
  const old = `${LONG}\nlabel = "${value}"\n`;
  const at = old.indexOf('label');
  assert.deepEqual(
    versions(old, [[0, at], 'db_password', [at + 5, old.length]], [[0, at], 'label', [at + 11, old.length + 6]]),
    [[], [`2 ${value}`], []],
  );
});

test('a mark that is added three versions later counts from then on, and one that goes counts no more', () => {
  const token = githubToken('mark');
  const root = `a\ntoken: ${token}\nb\n`;
  const end = root.indexOf('\nb');
  const mark = ' # gitleaks:allow';
  assert.deepEqual(
    versions(
      root,
      ['0\n', [0, root.length]],
      [[0, root.length + 2], 'c\n'],
      [[0, end + 2], mark, [end + 2, root.length + 4]],
      [[0, end + 2], [end + 2 + mark.length, root.length + 4 + mark.length]],
    ),
    [[`2 ${token}`], [`3 ${token}`], [`3 ${token}`], [`3 ${token} allowed`], [`3 ${token}`]],
  );
});

test('a line feed that is put between value and mark parts them', () => {
  const token = githubToken('parted');
  const root = `token: ${token} ${'-'.repeat(300)}# gitleaks:allow\n`;
  const at = root.indexOf('# gitleaks');
  assert.deepEqual(
    versions(root, [[0, at], '\n', [at, root.length]], [[0, at], [at + 1, root.length + 1]]),
    [[`1 ${token} allowed`], [`1 ${token}`], [`1 ${token} allowed`]],
  );
  // a mark in a line of its own is for the line below it
  const above = `# kingfisher:ignore\ntoken: ${token}\n`;
  assert.deepEqual(versions(above, [[0, 20], '\n', [20, above.length]]), [[`2 ${token} allowed`], [`3 ${token}`]]);
});

test('a mark that names a rule counts when the name is whole', () => {
  const token = githubToken('named');
  const root = `token: ${token} # burnlist:allow github-toke\n`;
  const cut = root.length - 1;
  assert.deepEqual(
    versions(root, [[0, cut], 'n', [cut, cut + 1]], [[0, cut + 1], 'y\n']),
    [[`1 ${token}`], [`1 ${token} allowed`], [`1 ${token}`]],
  );
});

test('a key of a long reach is judged again when its far end changes', () => {
  const key = pemKey('far', 'rsa').trimEnd();
  const root = `${LONG}\n${key}\n${LONG}`;
  const end = root.indexOf('-----END') + 8;
  const cut = end - 20;
  const [before, now, back] = versions(
    root,
    [[0, cut], '-----BROKEN', [end, root.length]],
    [[0, cut], root.slice(cut, end), [cut + 11, root.length + cut + 11 - end]],
  );
  // without END and its last line it is the beginning of a key, another value
  assert.deepEqual([before!.length, now!.length], [1, 1]);
  assert.notDeepEqual(now, before);
  assert.deepEqual(back, before);
  const jwt = jsonWebToken({ sub: 'x'.repeat(400) }, 'far');
  const text = `${LONG}\n${jwt} ${LONG}`;
  const last = text.indexOf(jwt) + jwt.length;
  assert.deepEqual(
    versions(text, [[0, last - 5], [last, text.length]], [[0, last - 5], jwt.slice(-5), [last - 5, text.length - 5]]),
    [[`2 ${jwt}`], [`2 ${jwt.slice(0, -5)}`], [`2 ${jwt}`]],
  );
});

test('a key of several lines is found when a line that was missing is put in', () => {
  const key = pemKey('lines', 'rsa').trimEnd();
  const lines = key.split('\n');
  const gap = lines.slice(0, 5).join('\n').length + 1;
  const root = `${key.slice(0, gap)}${key.slice(gap + lines[5]!.length + 1)}\n`;
  const [without, whole] = versions(root, [[0, gap], `${lines[5]}\n`, [gap, root.length]]);
  assert.notDeepEqual(without, whole);
  assert.equal(whole!.length, 1);
});

test('base64 whose phase shifts is another value, from its first byte on', () => {
  const run = characters('phase', ALPHABET, 64);
  const root = `${LONG}\n"${run}" ${LONG}`;
  const at = root.indexOf(run);
  const longer = `Q${run}`;
  assert.deepEqual(
    loneTokens(
      root,
      [[0, at], 'Q', [at, root.length]],
      [[0, at], [at + 1, at + 31], 'Z', [at + 31, root.length + 1]],
      [[0, at + 64], '=', [at + 65, root.length + 1]],
    ),
    [
      [`2 ${run}`],
      [`2 ${longer}`],
      [`2 ${run.slice(0, 30)}Z${run.slice(30)}`],
      [`2 ${run.slice(0, 30)}Z${run.slice(30, 63)}=`],
    ],
  );
});

test('a file that becomes data, and no longer is, has its lone tokens set aside and back', () => {
  const token = (name: number): string => `"${characters(`data ${name}`, ALPHABET, 44)}"\n`;
  const few = Array.from({ length: 3 }, (_, i) => token(i)).join('');
  const many = Array.from({ length: 60 }, (_, i) => token(i + 3)).join('');
  const [before, now, back] = loneTokens(few, [[0, few.length], many], [[0, few.length]]);
  assert.equal(before!.length, 3);
  assert.deepEqual(now, []);
  assert.deepEqual(back, before);
});

test('what stands below a line of base64 is a piece of it, with a name before it or without', () => {
  const line = `${characters('a body', ALPHABET, 64)}\n`;
  const named = `  VALUE=${characters('lone', ALPHABET, 40)}\n`;
  const at = line.length;
  const steps: (readonly Piece[])[] = [['- ', [0, named.length]], [line, [2, 2 + named.length]], [[at, at + named.length]]];
  const value = named.slice(8, -1);
  assert.deepEqual(loneTokens(named, ...steps), [[`1 ${value}`], [`1 ${value}`], [`1 ${line.trim()}`], [`1 ${value}`]]);
});
