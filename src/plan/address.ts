/**
 * What paths and keys say of whose settings stand there: a service, a customer, an environment. Two that say different
 * things are two places, and each has a value of its own.
 */
import { baseName } from '../base-name.ts';
import { wordsOf } from './current/names.ts';

/** Folders that say what kind of file is in them, or that it is a copy; not whose. */
const PLAIN_FOLDERS: ReadonlySet<string> = new Set(
  ('app apps ansible bin build chart charts conf config configs configuration container copy current deploy deployment ' +
    'docker dump env envs etc export exports github helm infra infrastructure k8s kube kubernetes lib main manifest manifests ' +
    'modules new now opt ops output package packages project projects resources root run scripts secret secrets server ' +
    'service services settings src srv stack terraform tmp today vars workflows').split(' '),
);

const ENVIRONMENTS: Readonly<Record<string, string>> = {
  prod: 'production',
  production: 'production',
  live: 'production',
  prd: 'production',
  stage: 'staging',
  staging: 'staging',
  stg: 'staging',
  dev: 'development',
  develop: 'development',
  development: 'development',
  local: 'development',
  test: 'test',
  tests: 'test',
  testing: 'test',
  ci: 'test',
  e2e: 'test',
  qa: 'qa',
  uat: 'uat',
  preprod: 'preprod',
  preview: 'preview',
  sandbox: 'sandbox',
  demo: 'demo',
};

/** Environments that texts name. */
export function environmentsIn(texts: readonly string[]): ReadonlySet<string> {
  return new Set(texts.flatMap(wordsOf).flatMap((word) => ENVIRONMENTS[word] ?? []));
}

/** The folders of a path that say whose file it is. */
export function ownFolders(path: string): readonly string[] {
  const folders = path.split('/').slice(0, -1).map((folder) => wordsOf(folder).join('_'));
  return folders.filter((folder) => folder !== '' && !PLAIN_FOLDERS.has(folder) && ENVIRONMENTS[folder] === undefined);
}

/** What variants of one file share: `.env` of `.env.staging` and `.env`, `appsettings.json` of `appsettings.Production.json`. */
export function familyOf(path: string): string {
  const parts = baseName(path).toLowerCase().split(/(?=[._-])/);
  return parts.filter((part) => ENVIRONMENTS[part.replace(/^[._-]/, '')] === undefined).join('');
}

/**
 * Whether a file of today is another place than the one that leaked: in a folder of its own that the leaked one is not
 * in, for another environment, or another variant of the same file.
 */
export function isOtherPlace(today: string, leaked: string): boolean {
  const within = new Set(ownFolders(leaked));
  if (ownFolders(today).some((folder) => !within.has(folder))) return true;
  const [now, then] = [environmentsIn([today]), environmentsIn([leaked])];
  if (areDisjoint(now, then)) return true;
  return baseName(today) !== baseName(leaked) && familyOf(today) === familyOf(leaked);
}

/** Both say something, and nothing in common. */
export function areDisjoint(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size > 0 && b.size > 0 && ![...a].some((each) => b.has(each));
}
