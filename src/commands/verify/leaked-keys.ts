/** The keys above leaked values, from the versions of settings files that leaked: for `verify`. */
import { openReader } from '../../source/cat-file.ts';
import { collectKeys, keysOfValues, type LeakedKeys } from '../../plan/leaked-keys.ts';
import { groupBy } from '../../group-by.ts';
import { inUtf8 } from '../in-utf-8.ts';
import type { Judged } from '../../model.ts';
import type { Repository } from '../../source/repository.ts';

/** Formats that name their values; others are code, in which a value stands under no keys. */
const SETTINGS = /(?:^|\/)(?:\.?env[^/]*|config|credentials|\.boto|\.npmrc|\.pypirc|\.s3cfg)$|\.(?:json|ya?ml|toml|ini|cfg|conf|properties|tfvars|tfstate|env)$/i;
/** Larger files hold data. */
const MOST_BYTES = 1 << 20;
/** Of each secret: its keys are mostly the same in all versions. */
const MOST_VERSIONS = 6;

/** What cannot be read says nothing: then names alone decide. */
export async function leakedKeysOf(secrets: readonly Judged[], repository: Repository): Promise<LeakedKeys> {
  const versions = secrets.filter(({ value }) => value.length > 0).flatMap(versionsOf);
  const byBlob = [...groupBy(versions, ({ path, blob }) => JSON.stringify([path, blob])).values()];
  const collector = collectKeys();
  const reader = openReader(repository);
  try {
    await reader.read(
      byBlob.map(([first]) => first?.blob ?? ''),
      (index, type, bytes) => {
        const group = byBlob[index] ?? [];
        if (type !== 'blob' || bytes.length > MOST_BYTES) return;
        collector.add(keysOfValues(group[0]?.path ?? '', inUtf8(bytes), group.map(({ secret }) => secret)));
      },
      () => {},
      () => ({ push: () => {}, end: () => {} }),
    );
  } finally {
    reader.close();
  }
  return collector.keys();
}

function versionsOf(secret: Judged): readonly { readonly secret: Judged; readonly path: string; readonly blob: string }[] {
  const files = secret.occurrences.filter(
    ({ where, path, via, member }) => where === 'blob' && via.length === 0 && member === undefined && SETTINGS.test(path),
  );
  const all = files.flatMap(({ path, blob, lastBlob }) =>
    [...new Set([blob, lastBlob])].filter((id) => id !== undefined).map((id) => ({ secret, path, blob: id })),
  );
  return all.slice(0, MOST_VERSIONS);
}
