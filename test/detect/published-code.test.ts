/**
 * False alarms on real code: what `npm ci` installs, published from dozens of repositories at the versions that the locks
 * hold, among them one that names the secrets of eighty vendors, and one with samples of a hundred languages. No secret stands there,
 * so each rule is held to none; what is found all the same is named here, with why.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { test } from 'node:test';
import { openPathRules } from '../../src/commands/engine/path-rules.ts';
import { rulesTried } from '../../src/detect/search/density.ts';
import { literalSearch } from '../../src/detect/search/literals.ts';
import { createDetector } from '../../src/detect/unit.ts';
import { confidenceAt } from '../../src/verdict/confidence.ts';
import { namedValues, PLAIN, RULES } from './scanning.ts';
import type { Rule } from '../../src/model.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** Bytes: what is larger are programs for one system, which another machine has not. */
const LARGEST = 8 << 20;

/** Of high and medium confidence. */
const KNOWN: readonly string[] = [
  // an example in a comment, with a value that is one
  '@types/node: named-password in url.d.ts',
];

const packages = [join(ROOT, 'node_modules'), join(ROOT, 'test', 'node_modules')].flatMap((folder) => packagesIn(folder));
const detector = createDetector(PLAIN);
const byPath = await openPathRules(RULES, { marks: true }).load();
const search = literalSearch(detector.table.literals);

test('no rule finds anything of high or medium confidence in what dozens of repositories published', () => {
  const counts = { files: 0, low: 0 };
  const alarms = new Set<string>();
  const tried = new Set<Rule>();
  for (const { name, folder } of packages) {
    for (const file of filesIn(folder)) {
      counts.files++;
      const bytes = readFileSync(file);
      search.search(bytes, 0, bytes.length, bytes.length, (at, literal) =>
        rulesTried(detector.table, bytes, at, literal, (rule) => tried.add(rule)),
      );
      for (const { rule, confidence, path } of findingsIn(bytes, relative(folder, file))) {
        if (confidence === 'low') counts.low++;
        else alarms.add(`${name}: ${rule} in ${path}`);
      }
    }
  }
  assert.deepEqual([...alarms].sort(), KNOWN);
  // and it was no empty search: what many rules look for stands there
  const repositories = new Set(packages.flatMap(({ folder }) => repositoryOf(folder) ?? []));
  assert.ok(repositories.size >= 50 && counts.files > 1500, `${repositories.size}, ${counts.files}`);
  assert.ok(tried.size >= 100, `${tried.size} rules were tried`);
  assert.ok(counts.low > 0 && counts.low < counts.files / 10, `${counts.low} low ones`);
});

test('forms that public repositories are full of name no secret', () => {
  for (const text of [
    'const string EnablePasswordRegistration = "pm-2727-v2-password-registration";',
    "certificate-tool add --password '${input:certPassword}'",
    '#   DATABASE_URL="postgres://myuser:mypass@localhost/somedatabase"',
    'super(e);this.parentPass=e}visitReturn(e){assert(this.frameSize)}',
    'When passing strings for `password` or `salt`, consider this.',
    'for(let pass=0;pass<8;pass++){',
    'az containerapp create --secrets "mcp-service-key=$serviceKey" -o none',
    'gcloud run deploy --set-secrets=SECRET_KEY=SECRET_KEY:latest,TELEGRAM_TOKEN=TELEGRAM_TOKEN:latest',
    'const CodeAuthInvalidCredentials = "AUTH-004"',
    '    "set_device_password": "devices:manage",',
    'x="JwNZt^@3piPw:5pgJunZou3@rsJva&!Vy_g<"',
    'x="JwNZt2@3p=Pw:5p;Ou!5r3c7&!#:p>3Ds}KvGB"',
  ])
    assert.deepEqual(namedValues(text), [], text);
});

/** Packages of a folder, those of scopes and those within others too. */
function packagesIn(folder: string): { name: string; folder: string }[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) => (name.startsWith('@') ? readdirSync(join(folder, name)).map((each) => `${name}/${each}`) : [name]))
    .flatMap((name) => [{ name, folder: join(folder, name) }, ...packagesIn(join(folder, name, 'node_modules'))]);
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesIn(path);
    return entry.isFile() && statSync(path).size <= LARGEST ? [path] : [];
  });
}

/** Where it is published from, however that is written. */
function repositoryOf(folder: string): string | undefined {
  if (!existsSync(join(folder, 'package.json'))) return undefined;
  const { repository } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { repository?: string | { url?: string } };
  const url = typeof repository === 'string' ? repository : repository?.url;
  return /([\w.-]+\/[\w-][\w.-]*?)(?:\.git)?(?:#.*)?$/.exec(url ?? '')?.[1]?.toLowerCase();
}

/** By the path that the file has in the repository it was published from: one below `node_modules` is trusted less. */
function findingsIn(bytes: Buffer, inPackage: string): { rule: string; confidence: string; path: string }[] {
  const path = inPackage.replaceAll('\\', '/');
  const own = byPath.mayFit(basename(path)) ? byPath.detector.scan(bytes).findings : [];
  return [...detector.scan(bytes).findings, ...own.filter(({ rule }) => byPath.fits(rule, path))]
    .filter(({ nature, rule }) => nature !== 'public-default' && !rule.anchor)
    .map((finding) => ({ rule: finding.rule.id, confidence: confidenceAt(finding, path, 'blob'), path }));
}
