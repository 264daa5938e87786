/**
 * What paths and keys say of whose settings stand there: a service, a customer, an environment. Two that say different
 * things are two places, and each has a value of its own.
 */
import { baseName } from '../base-name.ts';
import { wordsOf } from './current/names.ts';

/** Folders that say what kind of file is in them, or that it is a copy; not whose. */
const PLAIN: ReadonlySet<string> = new Set(
  ('ansible bin build chart charts conf config configs configuration container copy current deploy deployment ' +
    'docker dump env envs etc export exports github helm infra infrastructure k8s kube kubernetes lib manifest manifests ' +
    'modules new now opt ops output package packages project projects resources root run scripts secret secrets ' +
    'service services settings src srv stack terraform tmp today vars workflows')
    .split(' ')
    .map(asWords),
);

/** Every application calls its own so: two of them are two places, and what stands in one has any name elsewhere. */
const OF_ANY_APPLICATION: ReadonlySet<string> = new Set(['app', 'main', 'server']);

/** What leaked from a file that is called so was another's: `old.env` was `.env`. */
const OF_BEFORE: ReadonlySet<string> = new Set(['backup', 'bak', 'example', 'old', 'sample']);

/** By the words that name them. */
const ENVIRONMENTS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    production: 'prod production live prd',
    staging: 'stage staging stg',
    development: 'dev develop development local',
    test: 'test tests testing ci e2e',
    integration: 'int integration',
    performance: 'perf performance',
    acceptance: 'acc acceptance uat',
    qa: 'qa',
    preprod: 'preprod preproduction',
    nonprod: 'nonprod nonproduction',
    canary: 'canary',
    preview: 'preview',
    sandbox: 'sandbox',
    demo: 'demo',
  }).flatMap(([environment, words]) => words.split(' ').map((word) => [word, environment] as const)),
);

function asWords(text: string): string {
  return wordsOf(text).join('_');
}

/** What leaked from code that names no environment has its successor in settings of these. */
const WHERE_SECRETS_MOVE: ReadonlySet<string> = new Set(['production', 'development']);

/** Environments that texts name. */
export function environmentsIn(texts: readonly string[]): ReadonlySet<string> {
  const words = texts.map(joinNegations).flatMap(wordsOf);
  return new Set(words.flatMap((word) => ENVIRONMENTS.get(word) ?? []));
}

/** `pre-prod` and `NonProd` are one word, or they would name production. */
function joinNegations(text: string): string {
  return text.replace(/(?:pre|non)[^a-z0-9]?prod/gi, (words) => words.replace(/[^a-z]/gi, '').toLowerCase());
}

/** The folders of a path that say whose file it is. */
export function ownFolders(path: string): readonly string[] {
  const folders = path.split('/').slice(0, -1).map(asWords);
  return folders.filter((folder) => folder !== '' && !PLAIN.has(folder) && !ENVIRONMENTS.has(folder));
}

/** Those of them that name it: what stands for it elsewhere has words of them. */
export function namingFolders(path: string): readonly string[] {
  return ownFolders(path).filter((folder) => !OF_ANY_APPLICATION.has(folder));
}

/** What variants of one file share: `.env` of `.env.staging` and `.env`, `appsettings.json` of `appsettings.Production.json`. */
function familyOf(path: string): string {
  const parts = baseName(path).toLowerCase().split(/(?=[._-])/);
  return parts.filter((part) => !ENVIRONMENTS.has(part.replace(/^[._-]/, ''))).join('');
}

/**
 * Whether a file of today is another place than the one that leaked: in a folder of its own that the leaked one is not
 * in, for another environment, or another variant of the same file.
 */
export function isOtherPlace(today: string, leaked: string): boolean {
  const within = new Set(ownFolders(leaked));
  if (ownFolders(today).some((folder) => !within.has(folder))) return true;
  const [now, then] = [environmentsIn([today]), environmentsIn([leaked])];
  if (areDisjoint(now, then) || (then.size === 0 && [...now].some((each) => !WHERE_SECRETS_MOVE.has(each)))) return true;
  return baseName(today) !== baseName(leaked) && familyOf(today) === familyOf(leaked);
}

/**
 * Whether a file of today is of the same kind as the one that leaked and called otherwise, as what is of another customer
 * or region is: `us.tfvars` for `eu.tfvars`, `.env` for `.env.acme`. A plain name (`now.env`) takes the place of any.
 */
export function isSibling(today: string, leaked: string): boolean {
  const [now, then] = [kindAndStem(today), kindAndStem(leaked)];
  if (now === undefined || now.kind !== then?.kind || now.stem === then.stem) return false;
  if (now.stem === '') return ![PLAIN, OF_ANY_APPLICATION, OF_BEFORE].some((words) => words.has(asWords(then.stem)));
  if (!PLAIN.has(asWords(now.stem))) return true;
  return then.stem.startsWith(now.stem) && /^[._-]/.test(then.stem.slice(now.stem.length));
}

/** `env` and `eu` of `.env.eu` and of `eu.env`; nothing of what has no extension. */
function kindAndStem(path: string): { readonly kind: string; readonly stem: string } | undefined {
  const name = baseName(path).toLowerCase();
  const settings = /^\.env(?:[._-](.*))?$|^(.+)\.env$/.exec(name);
  if (settings !== null) return { kind: 'env', stem: settings[1] ?? settings[2] ?? '' };
  const [, stem, kind] = /^(.+)\.(\w+)$/.exec(name) ?? [];
  return stem === undefined || kind === undefined ? undefined : { kind: kind === 'yaml' ? 'yml' : kind, stem };
}

/** Both say something, and nothing in common. */
export function areDisjoint(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size > 0 && b.size > 0 && ![...a].some((each) => b.has(each));
}
