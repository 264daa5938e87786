/**
 * Build step: rules/rotation/*.yaml → dist/rotations.json. Every kind that a built-in detection rule names must have
 * its rotation: else a found secret would come without a to-do. Prints what is wrong and exits 1; then nothing is
 * written.
 */
import { readdirSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../errors.ts';
import { parseRotation } from './rotation-file.ts';
import { BASE } from './rotations.ts';
import type { Rotation, Rule } from '../model.ts';

/** The rotations of all files in a folder, sorted by id. Throws UsageError with a line for everything that is wrong. */
export function compileRotations(folder: string, kinds: Iterable<string>): Rotation[] {
  const problems: string[] = [];
  const read = (id: string, base?: Rotation): Rotation | undefined => {
    const path = join(folder, `${id}.yaml`);
    try {
      return parseRotation(id, path, readFileSync(path, 'utf8'), base);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      problems.push(error.message);
      return undefined;
    }
  };
  const base = read(BASE);
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  const ids = names.map((name) => name.slice(0, -'.yaml'.length)).filter((id) => id !== BASE);
  const rotations = [base, ...ids.map((id) => read(id, base))].filter((each) => each !== undefined);
  if (problems.length === 0) problems.push(...claimedTwice(rotations), ...unclaimed(rotations, kinds, folder));
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
  return rotations.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function claimedTwice(rotations: readonly Rotation[]): readonly string[] {
  const owner = new Map<string, string>();
  return rotations.flatMap(({ id, kinds }) =>
    kinds.flatMap((kind) => {
      const other = owner.get(kind);
      owner.set(kind, id);
      return other === undefined ? [] : [`the kind "${kind}" is claimed by ${other}.yaml and ${id}.yaml`];
    }),
  );
}

function unclaimed(rotations: readonly Rotation[], kinds: Iterable<string>, folder: string): readonly string[] {
  const claimed = new Set(rotations.flatMap((rotation) => rotation.kinds));
  return [...new Set(kinds)]
    .filter((kind) => !claimed.has(kind))
    .map((kind) => `${folder}: no file says how a "${kind}" is rotated; add it to the kinds of one, or write one`);
}

function main(root: string): void {
  try {
    const rules = JSON.parse(readFileSync(join(root, 'dist', 'rules.json'), 'utf8')) as Rule[];
    const folder = relative('', join(root, 'rules', 'rotation'));
    const rotations = compileRotations(
      folder,
      rules.map(({ kind }) => kind),
    );
    const draft = join(root, 'dist', `rotations.json.${process.pid}`);
    writeFileSync(draft, `${JSON.stringify(rotations)}\n`);
    renameSync(draft, join(root, 'dist', 'rotations.json'));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

const self = fileURLToPath(import.meta.url);
if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === self) main(join(self, '..', '..', '..'));
