/** What the build compiled from rules/rotation/, and which of it goes for a kind. */
import { readFileSync } from 'node:fs';
import { ScanError } from '../errors.ts';
import type { Rotation } from '../model.ts';

/** The file that words what another leaves open, and that goes for kinds of the user's own rules. */
export const BASE = 'generic-secret';

/** All of them, by id. */
export function loadRotations(): readonly Rotation[] {
  try {
    return JSON.parse(readFileSync(new URL('../../dist/rotations.json', import.meta.url), 'utf8')) as Rotation[];
  } catch (error) {
    throw new ScanError('no rotation rules in dist/rotations.json: run  npm run compile', { cause: error });
  }
}

export function rotationOf(kind: string, rotations: readonly Rotation[]): Rotation {
  const found =
    rotations.find(({ kinds }) => kinds.includes(kind)) ?? rotations.find(({ id }) => id === BASE) ?? rotations[0];
  if (found === undefined) throw new ScanError('there are no rotation rules');
  return found;
}
