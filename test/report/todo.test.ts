import assert from 'node:assert/strict';
import { test } from 'node:test';
import MarkdownIt from 'markdown-it';
import type { Judged, Runbook } from '../../src/model.ts';
import { loadRotations } from '../../src/plan/rotations.ts';
import { makePlan } from '../../src/plan/tasks.ts';
import { renderTodoIssue } from '../../src/report/todo-issue.ts';
import { signed } from '../../src/report/todo-merge.ts';
import { renderTodo } from '../../src/report/todo.ts';
import { judged, randomValue } from '../plan/judged.ts';
import { page, signingSecret, versionedKeys } from '../runbook/pages.ts';

interface Given {
  readonly runbooks?: readonly ReturnType<typeof page>[];
  readonly mask?: (text: string) => string;
  readonly repository?: string;
  readonly complete?: boolean;
}

function todo(secrets: readonly Judged[], given: Given = {}): string {
  const plan = makePlan({ asOf: '2026-11-22', rotations: loadRotations(), secrets, runbooks: given.runbooks ?? [versionedKeys()] });
  return renderTodo(plan, {
    mask: given.mask ?? ((text) => text),
    repository: given.repository ?? 'shop',
    coverageComplete: given.complete ?? true,
  });
}

const hiding =
  (value: string) =>
  (text: string): string =>
    text.replaceAll(value, '••••••••');

/** Rendered as a forge would, links and HTML live. */
const html = (markdown: string): string =>
  new MarkdownIt({ html: true, linkify: true })
    // our own pages to read on are no text from outside
    .render(markdown.replace(/^More: .*$/gm, ''))
    .replace(/<!-- (?:box|task|burnlist)\b[^>]*-->/g, '');
const targets = (markdown: string): readonly string[] =>
  [...html(markdown).matchAll(/(?:href|src)="([^"]*)"/g)].map(([, to]) => to ?? '');

test('the first lines say where, when and how much', () => {
  const arn = judged({ names: [], nature: 'identifier', verdict: 'identifier', ruleName: 'AWS ARN', kind: 'aws-arn' });
  const database = judged({ names: ['DATABASE_URL'], kind: 'database-url', priority: 'P1' });
  const lines = todo([judged(), database, arn]).split('\n');
  assert.equal(lines[0], '# Rotation to-do · shop · 2026-11-22');
  assert.equal(
    lines[2],
    '**2 secrets to rotate in 2 tasks (1 × P0, 1 × P1) · 1 identifier to move to configuration · ' +
      '1 name without a runbook section.**',
  );
  assert.ok(lines.includes('Runbooks: [docs/versioned-keys.md](docs/versioned-keys.md)'));
  assert.ok(lines.includes('- DATABASE_URL (database-url): no runbook section'));
});

test('commands of a runbook stay code, wherever its words are shown, and nothing else becomes code', () => {
  const runbook = page(
    '# Rotation\n\n## Rotate JWT_SECRET\n\nImpact: `auth-api` signs everybody out.\n\n' +
      '1. Generate with `openssl rand -base64 48`, never `rand` alone; brand new\n2. Restart api, then `api`\n',
  );
  const lines = todo([judged()], { runbooks: [runbook] });
  assert.match(lines, /Generate with `openssl rand -base64 48`, never `rand` alone; brand new \(/);
  assert.match(lines, /Restart `api`, then `api` \(/);
  assert.match(lines, /- Impact: `auth-api` signs everybody out\./);
});

test('a code span cannot be left by what stands beside it', () => {
  const runbook = page('# Rotation\n\n## Rotate JWT_SECRET\n\n1. Generate `` a`<b>x</b> ``@root `one``two`\n');
  const shown = html(todo([judged()], { runbooks: [runbook] }));
  assert.doesNotMatch(shown, /<b>/);
  assert.match(shown, /@root/);
});

test('an incomplete scan says so before anything else', () => {
  assert.match(todo([judged()], { complete: false }).split('\n')[2] ?? '', /^> \*\*Incomplete\*\*/);
  assert.doesNotMatch(todo([judged()]), /Incomplete/);
});

test('nothing to rotate is said, a missing runbook as well', () => {
  assert.match(todo([]), /\*\*Nothing to rotate\.\*\*/);
  assert.match(todo([judged()], { runbooks: [] }), /No runbook was found/);
});

test('a task gives evidence: place, commits with days, reach, status', () => {
  const secret = judged({ verdict: 'still-current', status: 'still-current' });
  const text = todo([secret]);
  const { first } = secret.exposure;
  assert.match(text, /^## 1\. JWT_SECRET · JWT signing secret · P0 <!-- task:[0-9a-f]{10} -->$/m);
  assert.match(text, /^- Id: `[0-9a-f]+`, \*\*still in use today\*\*$/m);
  assert.match(text, /^ {2}- `config\/app\.env:3`, since `[0-9a-f]{10}`, 41 versions, in HEAD$/m);
  const since = `first in \`${first?.commit.slice(0, 10)}\` on 2025-03-02`;
  assert.ok(text.includes(`- Seen: ${since}, still in HEAD, 630 days to 2026-11-22`), 'and no commit that holds it today is named');
  assert.match(text, /^- Reach: head, remote-tracking · `main`, `origin\/main`, `tag v1\.4`$/m);
});

test('a task links the section with its lines and the reason, and each box its line', () => {
  const text = todo([judged()], { runbooks: [signingSecret()] });
  const section = '[Rotation Procedure (JWT_SECRET)](docs/signing-secret.md#rotation-procedure-jwt_secret)';
  assert.ok(text.includes(`\n- Runbook: ${section} (lines 40–48): the name stands in the heading (100)\n`));
  assert.match(text, /^- Runbook, for leaks: \[Incident Note \(Suspected Leak\)\]/m);
  const impact = 'every access and refresh token ends; everybody has to log in again.';
  assert.ok(text.includes(`\n- Impact: ${impact} ([line 19](docs/signing-secret.md?plain=1#L19))\n`));
  assert.match(text, /^- \[ \] \*\*generate\*\* · Generate another secret .* \(\[line 41\]\([^)]*#L41\)\) <!-- box:[0-9a-f]{10} -->$/m);
  assert.match(text, /^ {2}- \[ \] refresh works \(\[line 46\]\([^)]*\)\) <!-- box:[0-9a-f]{10} -->$/m);
  assert.match(text, /^ {2}```bash\n {2}python -c .*token_urlsafe.*\n {2}```$/m);
  const window = '- The time to look at: from 2025-03-02 until the rotation is verified';
  assert.match(text, new RegExp(`Audit the auth logs of the last weeks for \\(.*\n {2}${window}\n`));
  assert.match(text, /^Not in your runbook: containment, revoke the old value, test of the old value, .*cleanup, prevention, record$/m);
});

test('a section that keeps the old key valid is warned of, with links to the lines', () => {
  const text = todo([judged()]);
  const removal = /^- \[ \] \*\*revoke\*\* · Clean up: .*\(\[lines 28–30\]\(.*\)\) <!-- box:\w+ -->\n {2}- ⚠ leak path: in /m;
  assert.match(text, removal);
  assert.match(text, /^- Leak path: whoever holds the old key signs tokens with any expiry/m);
});

test('our own words are never masked, also where somebody chose one of them; those of the runbook are', () => {
  const database = judged({ names: ['DATABASE_URL'], kind: 'database-url', ruleName: 'password with ownership' });
  const runbook = page(['# Secrets', '', '## Rotate DATABASE_URL', '', '1. Tell the ownership team']);
  const text = todo([database], { mask: hiding('ownership'), runbooks: [runbook] });
  assert.match(text, /^## 1\. DATABASE\\?_URL · password with ownership · P0/m);
  assert.match(text, /with the same grants and ownership, and a new password/);
  assert.match(text, /Tell the •+ team/);
});

test('neither the value nor its length nor a blob id is in the to-do', () => {
  const value = randomValue();
  const secret = judged({ value, names: [`JWT_SECRET_${value}`], path: `config/${value}.env` });
  const lines = ['# Rotation', `## JWT_SECRET ${value}`, `1. Replace ${value}`, '   ```', `   use ${value}`, '   ```'];
  const runbook = page(lines, `docs/${value}.md`);
  const text = todo([secret], { runbooks: [runbook], mask: hiding(value), repository: value });
  assert.ok(!decodeURIComponent(text.replace(/%(?![0-9a-f]{2})/gi, '%25')).includes(value));
  const [place] = secret.occurrences;
  assert.ok(!text.includes(place?.blob?.slice(0, 10) ?? '') && !text.includes(place?.lastBlob?.slice(0, 10) ?? ''));
  assert.doesNotMatch(text, new RegExp(`\\b${value.length}\\b(?! days)`));
});

test('a value is masked before a long text is cut', () => {
  // pages are masked before Markdown is read (cli/masked-names.test.ts): here it must leave the value as it is
  const value = randomValue().replace(/[-_]/g, 'x');
  const long = `${'word '.repeat(98)}${value} end`;
  const runbook = page(['## Rotate JWT_SECRET', `1. ${long}`]);
  const text = todo([judged({ value })], { runbooks: [runbook], mask: hiding(value) });
  assert.ok(!text.includes(value.slice(0, 8)));
});

const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '[click](https://evil.example/)',
  '](https://evil.example/)[',
  '`</code><script>alert(1)</script>`',
  '`` ` ``` <b>x</b>',
  'https://evil.example www.evil.example me@evil.example',
  '<https://evil.example>',
  '--> <script>alert(1)</script> <!--',
  '\n\n# heading\n\n<script>alert(1)</script>',
  '![x](//evil.example/x.png)',
  '\\](//evil.example)',
  '&lt;script&gt; **bold** _em_ ~~gone~~',
  '\u001b]0;title\u0007\u202egnp.exe',
];

/** The same runbook with a text wherever one of its own can stand. */
function spoiled(runbook: Runbook, text: string): Runbook {
  const procedures = runbook.procedures.map((procedure) => ({
    ...procedure,
    heading: text,
    owner: text,
    anchor: text,
    impact: [{ text, lines: [1, 1] as const }],
    steps: procedure.steps.map((step) => ({ ...step, text, code: [{ language: text, text, line: 1 }] })),
  }));
  return { ...runbook, procedures };
}

for (const text of HOSTILE) {
  test(`from outside, ${JSON.stringify(text)} is shown and does nothing`, () => {
    const named = judged({ names: [`JWT_SECRET ${text}`], path: `a/${text}` });
    const secret = { ...named, reasons: [text], proofs: [{ kind: 'proven' as const, detail: text }] };
    const shown = judged({ names: ['JWT_SECRET'] });
    const arn = judged({ nature: 'identifier', verdict: 'identifier', path: text, ruleName: text, kind: text });
    const runbook = spoiled(page(['# Rotation', '## JWT_SECRET', '1. Rotate'], `docs/${text}.md`), text);
    const markdown = todo([secret, shown, arn], { runbooks: [runbook], repository: text });
    const rendered = html(markdown);
    assert.doesNotMatch(rendered, /<(?:script|img|b|del)\b/i);
    assert.deepEqual(
      targets(markdown).filter((to) => !/^docs\/[^:]*$/.test(to)),
      [],
    );
    assert.equal([...rendered.matchAll(/<h1>/g)].length, 1);
    assert.doesNotMatch(markdown.replaceAll('\n', ''), /[\p{Cc}\u202a-\u202e]/u);
  });
}

test('a path outside the repository cannot name a host or a scheme', () => {
  for (const path of ['//evil.example/x.md', 'javascript:alert(1).md', 'https://evil.example/x.md']) {
    const markdown = todo([judged()], { runbooks: [page(['## Rotate JWT_SECRET', '1. Rotate'], path)] });
    for (const to of targets(markdown)) assert.doesNotMatch(to, /^(?:\/\/|[a-z]+:)/i, path);
  }
});

test('boxes are a tight list, with commands too: a loose one shows each box above its words', () => {
  const list = new MarkdownIt()
    .parse(todo([judged()]), {})
    .filter(({ type, level }) => type === 'paragraph_open' && level > 1);
  assert.ok(list.length > 10);
  assert.ok(list.every(({ hidden }) => hidden));
});

test('code that holds fences stays inside its box', () => {
  const runbook = page(['## Rotate JWT_SECRET', '1. Rotate', '   ````', '   ```', '   # not a heading', '   ````']);
  const markdown = todo([judged()], { runbooks: [runbook] });
  assert.doesNotMatch(html(markdown), /<h1>not a heading/);
  assert.match(html(markdown), /# not a heading/);
});

test('many places and long commands are counted, not listed', () => {
  const secret = judged();
  const [place] = secret.occurrences;
  assert.ok(place);
  const many = { ...secret, occurrences: Array.from({ length: 500 }, (_, at) => ({ ...place, path: `a/${at}.env` })) };
  const echoes = Array<string>(300).fill('   echo');
  const runbook = page(['## Rotate JWT_SECRET', '1. Rotate', '   ```', ...echoes, '   ```']);
  const text = todo([many], { runbooks: [runbook] });
  assert.match(text, /and 480 more places/);
  assert.match(text, /260 more lines in the runbook/);
  assert.ok(text.length < 10_000);
});

test('an issue is cut behind a whole task, and the list of its lines fits in as well', () => {
  const secrets = Array.from({ length: 40 }, (_, at) => judged({ names: [`KEY_${at}`], kind: 'generic-secret' }));
  const plan = makePlan({ asOf: '2026-11-22', rotations: loadRotations(), secrets, runbooks: [] });
  const body = renderTodoIssue(plan, { mask: (text) => text, repository: 'shop', coverageComplete: true });
  assert.ok(signed(body).length <= 65_536 && signed(body).length > 50_000);
  const tasks = body.match(/^## \d+\. /gm)?.length ?? 0;
  assert.ok(body.endsWith(`\n\n*Cut here, after ${tasks} of 40 tasks: an issue takes 65,536 characters. The rest:* \`burnlist todo\`\n`));
  assert.equal(body.match(/^More: /gm)?.length, tasks, 'each to its last line');
});

test('the same plan gives the same text', () => {
  const secrets = [judged(), judged({ names: ['FERNET_KEY'], kind: 'fernet-key' })];
  assert.equal(todo(secrets), todo([...secrets].toReversed()));
});

test('of what is gone the last commit that held it is named; a value with two names says so on both tasks', () => {
  const secret = judged({ names: ['JWT_SECRET', 'SESSION_SECRET'] });
  const text = todo([{ ...secret, exposure: { ...secret.exposure, inHead: false } }]);
  const last = secret.exposure.last?.commit.slice(0, 10);
  assert.ok(text.includes(`, last held by \`${last}\` on 2025-05-11, no longer in HEAD, `));
  assert.deepEqual(text.match(/^- Same value: .*$/gm), [
    '- Same value: SESSION_SECRET, a task of its own; give each a value of its own',
    '- Same value: JWT_SECRET, a task of its own; give each a value of its own',
  ]);
});

test('of several other names of a value each is a task of its own', () => {
  assert.match(todo([judged({ names: ['A_KEY', 'B_KEY', 'C_KEY'] })]), /^- Same value: B_KEY, C_KEY, each a task of its own; /m);
});

test('each use of a value is called what it is, and each place is said to be of its own', () => {
  const secret = judged({ names: ['SMTP_PASSWORD', 'DB_PASSWORD'], kind: 'smtp-password', ruleName: 'SMTP password' });
  const [smtp, db] = secret.names;
  const database = { ...db!, kind: 'database-url', rule: { ...db!.rule, name: 'database password', kind: 'database-url' } };
  const [place] = secret.occurrences;
  const occurrences = [{ ...place!, name: 'SMTP_PASSWORD' }, { ...place!, path: 'db.env', name: 'DB_PASSWORD' }];
  const text = todo([{ ...secret, names: [smtp!, database], occurrences }]);
  assert.match(text, /^## \d\. DB_PASSWORD · database password · /m);
  assert.match(text, /^## \d\. SMTP_PASSWORD · SMTP password · /m);
  assert.match(text, /`db\.env:3`, since .*, as DB_PASSWORD$/m);
});

test('what must not become a link or a mention stands in a code span, and the comma behind it does not', () => {
  const reasons = ['subject #2f7112cd, see https://example.org/x; by @ada.'];
  const text = todo([{ ...judged(), reasons }]);
  assert.ok(text.includes('- Why: subject `#2f7112cd`, see `https://example.org/x`; by `@ada`.\n'), text);
});
