/** What is looked for in runbooks: a secret by its name and kind. */
import type { Target } from '../model.ts';
import { canonicalName } from './names.ts';

export interface Want {
  readonly name: string;
  readonly kind: string;
  /** Of the URL in which it stands: `redis` says more than DATABASE_URL. */
  readonly scheme?: string | undefined;
}

/** The same with what follows from it. */
export interface Known {
  readonly want: Want;
  readonly canonical: string;
  readonly families: ReadonlySet<string>;
}

/** Words of a name that many have: they tell no two secrets apart. */
export const COMMON = /^(?:secret|token|password|passwort|senha|pass|passwd|credential|access|private|public)$/;

const TARGET_NAMES = new WeakMap<Target, string>();

/** Asked for once per secret and target: remembered. */
export function targetName(target: Target): string {
  const known = TARGET_NAMES.get(target);
  if (known !== undefined) return known;
  const name = canonicalName(target.raw);
  TARGET_NAMES.set(target, name);
  return name;
}
