/** Rule files of other scanners: what each key says, on a text; and what is refused, with file, rule and field. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createForeignDetector } from '../../../src/detect/foreign/detector.ts';
import { assembled, extended } from '../../../src/detect/foreign/extend.ts';
import { readFingerprints, readForeign } from '../../../src/detect/foreign/read.ts';
import { rulesOf } from '../../../src/detect/foreign/rules.ts';
import { characters } from '../../support/secrets.ts';
import type { UnitFindings } from '../../../src/model.ts';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const [A, B, C] = ['a', 'b', 'c'].map((name) => characters(name, LOWER, 20)) as [string, string, string];

function scan(file: string, text: string | Buffer): UnitFindings {
  const rules = rulesOf(assembled(readForeign('rules', file)!).rules, true, []);
  return createForeignDetector(rules, { marks: true }).scan(Buffer.from(text as string));
}

/** `rule value` of every finding. */
function found(file: string, text: string): string[] {
  return scan(file, text).findings.map(({ rule, value }) => `${rule.id} ${value.expose('judge').toString('utf8')}`);
}

const rule = (more: string): string => `[[rules]]\nid = "one"\n${more}\n`;
const TOKEN = "regex = '''tok_([a-z]{20})'''";

test('the value is the group that is asked for, or the first that is not empty, or all of the match', () => {
  assert.deepEqual(found(rule(TOKEN), `x tok_${A} tok_${B}`), [`one ${A}`, `one ${B}`]);
  assert.deepEqual(found(rule("regex = '''tok_[a-z]{20}'''"), `tok_${A}`), [`one tok_${A}`]);
  assert.deepEqual(found(rule("regex = '''(?:a=(x)?)([a-z]{20})'''"), `a=${A}`), [`one ${A}`]);
  assert.deepEqual(found(rule("regex = '''(u)=([a-z]{20})'''\nsecretGroup = 2"), `u=${A}`), [`one ${A}`]);
});

test('line feeds around a match are not of it, and its groups are tried on what is left', () => {
  const { findings } = scan(rule("regex = '''\\n(?:x|)tok_([a-z]{20})\\n'''"), `a\n\ntok_${A}\n\n`);
  assert.deepEqual(findings.map(({ position, value }) => [position.line, value.length]), [[3, 24]]);
});

test('a keyword may stand anywhere in the text, in either case', () => {
  const file = rule(`${TOKEN}\nkeywords = ["Vendor"]`);
  assert.deepEqual(found(file, `tok_${A}`), []);
  assert.deepEqual(found(file, `tok_${A}\n${'line\n'.repeat(5000)}VENDOR`), [`one ${A}`]);
});

test('a value needs more entropy than its rule names', () => {
  const file = rule(`${TOKEN}\nentropy = 2.0`);
  assert.deepEqual(found(file, `tok_${'ab'.repeat(10)} tok_${A}`), [`one ${A}`]);
  assert.deepEqual(found(rule(`${TOKEN}\nentropy = 1.0`), `tok_${'ab'.repeat(10)}`), []);
});

test('allow-lists leave out by value, match, line or word, any or all of it, and what they leave out is counted', () => {
  const list = (more: string): string => `${rule(TOKEN)}[[rules.allowlists]]\n${more}\n`;
  const text = `first tok_${A}\nsecond tok_${B}\n`;
  for (const [more, left] of [
    [`regexes = ["^${A}$"]`, [B]],
    [`regexTarget = "match"\nregexes = ["^tok_${A.slice(0, 3)}"]`, [B]],
    ['regexTarget = "line"\nregexes = ["^first"]', [B]],
    [`stopwords = ["${B.slice(5, 12).toUpperCase()}"]`, [A]],
    [`condition = "AND"\nregexTarget = "line"\nregexes = ["second"]\nstopwords = ["${A.slice(2, 9)}"]`, [A, B]],
    [`condition = "and"\nregexTarget = "line"\nregexes = ["first"]\nstopwords = ["${A.slice(2, 9)}"]`, [B]],
    ['paths = ["x"]', [A, B]],
  ] as const) {
    const { findings, setAside } = scan(list(more), text);
    assert.deepEqual(findings.map(({ value }) => value.expose('judge').toString()), left, more);
    assert.deepEqual(setAside.map(({ reason }) => reason), Array.from({ length: 2 - left.length }, () => 'allow-list'), more);
  }
  assert.deepEqual(found(`[allowlist]\nstopwords = ["${A}"]\n${rule(TOKEN)}`, text), [`one ${B}`]);
  assert.deepEqual(found(`[[allowlists]]\ntargetRules = ["one"]\nstopwords = ["${A}"]\n${rule(TOKEN)}`, text), [`one ${B}`]);
});

test('a list that asks for a path as well waits until the path is known', () => {
  const file = `${rule(TOKEN)}[[rules.allowlists]]\ncondition = "AND"\npaths = ["x"]\nstopwords = ["${A}"]\n`;
  assert.deepEqual(scan(file, `tok_${A} tok_${B}`).findings.map(({ foreign }) => foreign!.awaits), [[0], []]);
});

test('a rule that needs another one counts beside it only', () => {
  const two = '[[rules]]\nid = "two"\nregex = "user_[a-z]+"\nskipReport = true\n';
  const file = `${rule(`${TOKEN}\n[[rules.required]]\nid = "two"\nwithinLines = 2`)}${two}`;
  assert.deepEqual(found(file, `tok_${A}\n`), []);
  assert.deepEqual(found(file, `user_x\n\ntok_${A}\n`), [`one ${A}`]);
  assert.deepEqual(found(file, `user_x\n\n\ntok_${A}\n`), []);
  assert.deepEqual(found(file.replace('withinLines = 2', 'withinColumns = 0'), `user_x\n\n\ntok_${A}\n`), [`one ${A}`]);
});

test('a generic rule gives way on the same line to one that knows more', () => {
  const generic = "[[rules]]\nid = \"generic-key\"\nregex = '''[a-z]{20}'''\n";
  assert.deepEqual(found(generic + rule(TOKEN), `tok_${A}\n${B}`), [`one ${A}`, `generic-key ${B}`]);
});

test('one text in UTF-16 is as good as in UTF-8, and marks count', () => {
  const text = `key tok_${A} # gitleaks:allow\n`;
  const { findings } = scan(rule(TOKEN), Buffer.from(`\ufeff${text}`, 'utf16le'));
  assert.deepEqual(findings.map(({ via, mark, start }) => [via, mark?.line, start]), [[['utf-16'], 1, 18]]);
});

test('a piecewise unit comes to what the whole one does, also beyond the length of one text', () => {
  const filling = `${'x'.repeat(99)}\n`.repeat(170_000);
  const text = Buffer.from(`${filling}tok_${A}\n${filling}tok_${B}\n`);
  const rules = rulesOf(assembled(readForeign('rules', rule(TOKEN))!).rules, true, []);
  const detector = createForeignDetector(rules, { marks: true });
  const pieces = detector.open();
  for (let at = 0; at < text.length; at += 7_000_003) pieces.push(text.subarray(at, at + 7_000_003));
  const [whole, parts] = [detector.scan(text), pieces.end()].map(({ findings }) =>
    findings.map(({ position, start }) => [position.line, start]),
  );
  assert.deepEqual(whole, [[170_001, 17_000_004], [340_002, 34_000_029]]);
  assert.deepEqual(parts, whole);
});

test('a file changes the rules of the one that it extends, and drops some', () => {
  const base = readForeign('base', `${rule(`${TOKEN}\nkeywords = ["vendor"]`)}[[rules]]\nid = "two"\nregex = "user_[a-z]+"\n`)!;
  const own = readForeign('own', `[extend]\npath = "base"\ndisabledRules = ["two"]\n${rule('entropy = 5\nkeywords = ["other"]')}`)!;
  const { rules } = assembled(extended(own, base));
  assert.deepEqual(rules.map(({ id, entropy, keywords }) => [id, entropy, keywords]), [['one', 5, ['vendor', 'other']]]);
});

test('conditions of a file and of the one that it extends stay apart: what either holds for is left out', () => {
  const base = readForeign('base', `filter = '''let here = finding["secret"]; here == "${B}"'''\n${rule(TOKEN)}`)!;
  const own = readForeign('own', `filter = '''let here = finding["secret"]; here == "${A}"'''\n[extend]\npath = "base"\n`)!;
  const rules = rulesOf(assembled(extended(own, base)).rules, true, []);
  const { findings } = createForeignDetector(rules, { marks: true }).scan(Buffer.from(`tok_${A} tok_${B} tok_${C}`));
  assert.deepEqual(findings.map(({ value }) => value.expose('judge').toString('utf8')), [C]);
});

test('the default file of gitleaks is not here, and that is said', () => {
  const change = '[extend]\nuseDefault = true\n[[rules]]\nid = "aws-access-token"\n';
  const { rules, notices } = assembled(readForeign('own', change + rule(TOKEN))!);
  assert.deepEqual(rules.map(({ id }) => id), ['one']);
  assert.match(notices.join('\n'), /^own: extend\.useDefault: .*\nown: .*: aws-access-token$/);
});

const KINGFISHER = `rules:
  - name: Vendor token
    id: kingfisher.vendor.1
    pattern: |
      (?xi)
      \\b vendor (?:.|[\\n\\r]){0,16}?   # whose it is
      (?P<TOKEN> tok_ (?P<body>[a-z]{20}) (?P<checksum>[0-9A-Za-z]{6}) ) \\b
    min_entropy: 2.5
    confidence: low
    examples: [ "vendor: x" ]
    validation: { type: Http, content: { request: { url: "https://example.org/" } } }
    pattern_requirements:
      min_digits: 0
      ignore_if_contains: [ "${C.slice(3, 9)}" ]
      checksum:
        actual: { template: "{{ checksum }}", requires_capture: checksum }
        expected: "{{ BODY | crc32 | base62: 6 }}"
        skip_if_missing: true
  - { name: Helper, id: kingfisher.vendor.2, pattern: "user_[a-z]+", visible: false }
`;

test('a rule of Kingfisher takes its token, and leaves out what its requirements do not pass', async () => {
  const { template } = await import('../../../src/detect/foreign/requirements.ts');
  const sum = (body: string): string => template('{{ body | crc32 | base62: 6 }}')(new Map([['body', body]]));
  const token = (body: string, end = sum(body)): string => `tok_${body}${end}`;
  assert.deepEqual(found(KINGFISHER, `VENDOR key=${token(A)} user_x`), [`kingfisher.vendor.1 ${token(A)}`]);
  assert.deepEqual(found(KINGFISHER, `vendor ${token(A, '0aaaa0')}`), []);
  assert.deepEqual(found(KINGFISHER, `vendor ${token(C)}`), []);
  const { findings } = scan(KINGFISHER, `vendor ${token(A)}`);
  assert.deepEqual(findings.map(({ rule: { confidence }, evidence }) => [confidence, evidence.checksum]), [['low', true]]);
});

test('templates know the filters that speak of checksums', async () => {
  const { template } = await import('../../../src/detect/foreign/requirements.ts');
  const says = (source: string): string => template(source)(new Map([['x', 'hello']]));
  assert.equal(says('{{ x | suffix: 2 }}-{{ x | prefix: 2 }}'), 'lo-he');
  assert.equal(says('{{ x | crc32 }} {{ x | crc32_dec: 4 }} {{ x | crc32_hex }}'), '907060870 0870 3610a686');
  assert.equal(says('{{ x | b64enc | b64dec | upcase }} {{ "a" | sha256 | prefix: 8 }}'), 'HELLO ca978112');
  assert.equal(template('{{ x | base62 }}')(new Map([['x', '9'.repeat(400)]])), '0');
  assert.equal(says('{{ x | sha256_b32: 6 }} {{ x | crc32_le_b64: 4 }} {{ x | crc32 | base36 }}'), 'FTZE3O hqYQ f01gna');
});

test('a condition of betterleaks leaves out what it holds for', () => {
  const better = (filter: string): string => `${rule(`${TOKEN}\nfilter = '''${filter}'''`)}`;
  const text = `first tok_${A}\n`;
  for (const [filter, isLeft] of [
    ['entropy(finding["secret"]) <= 1.0', true],
    ['filter.entropy(finding["secret"]) < 9', false],
    [`matchesAny(finding["secret"], [\`^${A.slice(0, 4)}\`, "zzz"]) // of it`, false],
    [`containsAny(finding["line"], ["first"]) && len(finding["secret"]) != 20`, true],
    [`let at = finding["match_start_idx"]; finding["fragment_raw"][max(0, at - 6):at] == "first "`, false],
    ['let name = filter.findMatch(finding["line"], `[a-z]+`); name + "!" == "first!"', false],
    [`!(finding["match"] startsWith "tok_") || "x" in ["y"] || (attributes["path"] ?? "") == "a"`, true],
    [`let a = "${'x'.repeat(99)}"; ${'let a = a + a; '.repeat(40)}len(a) > 0`, true],
    ['failsTokenEfficiency(finding["secret"])', true],
    ['(finding["constructor"] ?? "none") == "none"', false],
    ['finding["secret"] not in ["x"]', false],
    ['finding["secret"] in 5 || true', true],
    ['!(len(5) == 1)', true],
    ['!containsAny(finding["secret"], 5)', true],
  ] as const)
    assert.equal(found(better(filter), text).length, isLeft ? 1 : 0, filter);
});

test('a file of ours is none of theirs', () => {
  assert.equal(readForeign('ours', 'provider: x\nrules:\n  - { id: a, pattern: b, literals: [c] }\n'), undefined);
  assert.equal(readForeign('ours', '# nothing\n'), undefined);
});

test('fingerprints have a commit or none, a path with whatever stands in it, a rule and a line', () => {
  const commit = '0'.repeat(40);
  const { fingerprints, odd } = readFingerprints(`# old\n\n a b.txt:one:3 \n${commit}:c:\\x\\y.txt:two:4\nnothing\n`);
  assert.deepEqual(fingerprints, [
    { path: 'a b.txt', rule: 'one', line: 3 },
    { commit, path: 'c:/x/y.txt', rule: 'two', line: 4 },
  ]);
  assert.deepEqual(odd, [5]);
});
