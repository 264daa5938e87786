/**
 * How sure a finding is at this place. What the content says comes from the judge; the path adds the one thing it alone
 * knows, the type of file: a bare word behind `password:` is a password in a configuration file and a variable in code.
 * Test and documentation paths lower by one step and never clear.
 */
import type { Confidence, Evidence, Nature, Returned, Rule, Secret, SetAsideReason, Where } from '../model.ts';

export type FileType = 'config' | 'code' | 'doc' | 'translation' | 'unknown';

/** Configuration, and shells: without quotes both hold literals, where code holds variables. */
const CONFIG =
  /(?:^|\/)(?:\.env[^/]*|[^/]*\.env(?:\.[^/]*)?|\.?(?:npmrc|netrc|pgpass|pypirc|htpasswd|dockercfg|git-credentials)|Dockerfile[^/]*|Makefile|credentials|[^/]*\.(?:ya?ml|ini|cfg|conf|config|properties|toml|json|jsonc|json5|tf|tfvars|hcl|xml|plist|env|settings|cnf|service|list|desktop|nix|dockerfile|mk|sh|bash|zsh|fish|bat|cmd))$/i;
const DOC =
  /(?:^|\/)(?:README|CHANGELOG|LICENSE|NOTES)[^/]*$|\.(?:md|markdown|mdx|rst|txt|adoc|asciidoc|html?|tex|org|log|csv|pdf|erb\.md)$/i;
const TRANSLATION =
  /(?:^|\/)(?:i18n|l10n|locales?|lang|langs|languages?|translations?|messages|_locales|intl)(?:\/|[-_.][^/]*$)|\.(?:po|pot|strings|resx|arb|xlf|xliff|ftl)$|[-_.](?:messages|strings|locale)[-_.]/i;
const CODE =
  /\.(?:[cm]?[jt]sx?|py[ix]?|pxd|rb|rake|gemspec|ru|cr|go|java|kt|kts|scala|groovy|gradle|cs|fs|vb|vbs|bas|php|phtml|jsp|aspx|cshtml|razor|rs|c|cc|cpp|cxx|h|hpp|m|mm|swift|zig|nim|dart|hx|lua|tcl|pl|pm|ps1|psm1|sql|ex|exs|erl|elm|clj|cljs|hs|purs|ml|lisp|scm|rkt|r|jl|f90|pas|ad[bs]|abap|cls|trigger|vue|svelte|astro|sol|proto|graphql|j2|jinja2?|ejs|hbs|erb|[hl]?eex|haml|slim|twig|liquid|njk|mustache|map|css|scss|less|coffee|bicep(?:param)?|ipynb|tpl|patch|diff)$/i;

/** What is copied before it is used has the type of its copy. */
const TO_BE_COPIED = /\.(?:example|sample|dist|template|tmpl|tpl|default|bak|orig|old)$/i;

/** The type of a file, by its path. */
export function fileType(pathAsIs: string): FileType {
  const path = pathAsIs.replace(TO_BE_COPIED, '');
  if (TRANSLATION.test(path)) return 'translation';
  if (CODE.test(path)) return 'code';
  if (CONFIG.test(path)) return 'config';
  if (DOC.test(path)) return 'doc';
  return 'unknown';
}

/** Of what stands in an archive: its folders, the archive, and the member's folders and name. */
export function pathWithin(path: string, member: string | undefined): string {
  return member === undefined ? path : `${path}/${member.replaceAll('!', '/')}`;
}

const TRYING_OUT =
  /(?:^|\/)(?:tests?|specs?|__tests__|__mocks__|fixtures?|testdata|test[-_]?data|mocks?|_?examples?|samples?|demos?|e2e|cypress|benchmarks?|docs?|documentation|node_modules|(?:site|dist)-packages|vendor|third[-_]?party)(?:\/|$)|[-_.](?:test|tests|spec|specs|cy|mock|fixture|example|sample|template|dist|tmpl|tpl)(?:[-_.][^/]*)?$|(?:^|\/)test_[^/]*$|\.feature$/i;

/** Source sets of Gradle (androidTest, jvmTest), and classes that are called after what they test. */
const TEST_SOURCES = /(?:^|\/)(?:[a-z]+(?:Tests?|TestFixtures)\/|[A-Z]\w*(?:Tests?|TestCase|IT|Spec)\.(?:java|kt|groovy|scala|cs|vb|swift|php)$)/;

/** The path says that this may be for trying out: tests, documentation, examples, other people's code. */
export function isTryingOut(path: string): boolean {
  return TRYING_OUT.test(path) || TEST_SOURCES.test(path);
}

const ORDER: readonly Confidence[] = ['low', 'medium', 'high'];

export interface Weighed {
  readonly rule: Rule;
  readonly evidence: Evidence;
  readonly nature: Nature;
  readonly member?: string;
}

/** @param file where it stands; the name of a member in it says more than its own */
export function confidenceAt({ rule, evidence, nature, member }: Weighed, file: string, where: Where): Confidence {
  const path = pathWithin(file, member);
  if (rule.followed !== undefined) return rule.confidence;
  const triedOut = isTryingOut(path) || where.endsWith('message');
  let step = ORDER.indexOf(rule.confidence);
  if (evidence.checksum === false) step--;
  if (rule.checks.includes('named-value') || rule.checks.includes('password'))
    step = rule.confidence === 'low' ? 0 : namedStep(evidence, nature, path, triedOut);
  else if (evidence.form === 'url' || rule.checks.includes('basic-auth'))
    step = urlStep(evidence, nature, path, triedOut, step);
  else if (evidence.strength !== 'random' && rule.nature === 'secret' && evidence.checksum !== true && rule.foreign === undefined) {
    const isVariable = evidence.form === 'bare' && fileType(path) === 'code';
    step = isVariable ? 0 : Math.min(step, literalStep(evidence, path) + 1);
  }
  if (nature === 'weak') step = Math.min(step, weakStep(evidence, path, triedOut));
  if (nature === 'hash') step = 0;
  if (triedOut && step > 1) step = 1;
  return ORDER[Math.max(ORDER.indexOf(evidence.asked ?? 'low'), Math.min(2, step))]!;
}

/**
 * Why a finding is none at this place, if so. The hash of a password is low at most; where something is tried out, one
 * step lower, it is nobody's. Where texts are translated, a word under the name of a password says what its field is called.
 */
export function asideAt({ rule, evidence, nature, member }: Weighed, file: string): SetAsideReason | undefined {
  const path = pathWithin(file, member);
  if (nature === 'hash') return isTryingOut(path) ? 'password-hash' : undefined;
  const isWord = evidence.strength === 'word' && rule.checks.includes('named-value');
  return isWord && fileType(path) === 'translation' ? 'not-random' : undefined;
}

const TRIED_FIRST = 'what everybody tries first';
const EXPLAINED = 'explained in a comment';

/**
 * Cryptography outranks every guess: a value that signs, opens or makes something is a key, however it was found. Where
 * all of its places are for trying out, so may the key be; and what everybody tries first signs everybody's examples there:
 * that it fits is no proof that anybody uses it.
 */
export function provedConfidence({ confidence, proofs, occurrences }: Secret): Confidence {
  if (!proofs.some(({ kind }) => kind === 'proven')) return confidence;
  if (occurrences.some(({ path, where }) => !isTryingOut(path) && !where.endsWith('message'))) return 'high';
  const isExample = occurrences.some(({ nature, evidence }) => nature === 'public-default' || evidence.notes.includes(TRIED_FIRST));
  return confidence === 'low' && !isExample ? 'medium' : confidence;
}

/** What the team had as known or rotated is a secret, however little its new place says of it. */
export function returnedConfidence(confidence: Confidence, was: Returned | undefined): Confidence {
  return was !== undefined && confidence === 'low' ? 'medium' : confidence;
}

/** What can be guessed: a key in configuration; a word that everybody writes, only where it is not for trying out nor explained. */
function weakStep({ notes }: Evidence, path: string, triedOut: boolean): number {
  const step = 1 + Number(fileType(path) === 'config');
  if (notes.includes(EXPLAINED)) return 0;
  return notes.includes(TRIED_FIRST) ? Math.min(1, step) - Number(triedOut) : step;
}

/** What the judge noted of a value that is rarely a secret. */
const DOUBTS = new Set([
  'reads like a name',
  'reads like a field',
  'compared',
  'short for a key',
  'as in prose',
  'a UUID',
  'handed to a call',
  'one character after another',
  EXPLAINED,
]);

function namedStep(evidence: Evidence, nature: Nature, path: string, triedOut: boolean): number {
  const { strength, form, family, notes } = evidence;
  const type = fileType(path);
  const isLiteral = type === 'config' && !triedOut && family === 'password' && notes.includes('reads like a name');
  // in configuration a name, a blank and chance are a setting
  const isSetting = type === 'config' && notes.includes('as in prose');
  if (type === 'translation' || (!isLiteral && !isSetting && notes.some((note) => DOUBTS.has(note)))) return 0;
  if (nature === 'public-default')
    return (type === 'unknown' && !triedOut) || (type === 'config' && form !== 'quoted') ? 1 : 0;
  if (notes.includes('reads like code') && type === 'code') return 0;
  if (notes.includes('the name says little')) return type === 'config' || type === 'unknown' ? 1 : 0;
  if (strength === 'random')
    return type === 'doc' || (family === 'key' && form !== 'quoted' && type === 'code') ? 1 : 2;
  if (strength === 'word' && family !== 'password') return form === 'bare' && type === 'config' && !triedOut ? 1 : 0;
  return triedOut && strength === 'word' && form !== 'quoted' ? 0 : literalStep(evidence, path);
}

/** How far a value that somebody chose is trusted: without quotes it is a variable in code and a word in prose. */
function literalStep({ strength, form, family }: Evidence, path: string): number {
  const type = fileType(path);
  if (type === 'config') return 1;
  if (type === 'doc') return strength === 'mixed' && family === 'password' ? 1 : 0;
  if (form === 'quoted') return type === 'code' || strength === 'mixed' ? 1 : 0;
  return type === 'unknown' ? 1 : 0;
}

function urlStep(evidence: Evidence, nature: Nature, path: string, triedOut: boolean, step: number): number {
  const { strength, notes } = evidence;
  const type = fileType(path);
  if (strength === 'random') return step;
  const isConfig = type === 'config' || (type === 'unknown' && !triedOut);
  if (nature === 'weak') return isConfig ? 1 : 0;
  if (nature === 'public-default')
    return isConfig || (type === 'code' && notes.includes('well-known pair on a local host')) ? 1 : 0;
  if (notes.includes('host of an example')) return 0;
  if (notes.includes('local host')) return strength === 'mixed' || (isConfig && !triedOut) ? 1 : 0;
  if (strength === 'mixed') return type === 'doc' ? 1 : step;
  return type === 'doc' ? 0 : 1;
}
