/** A rule file of another scanner, recognised by what stands in it, whatever its name is. */
import { readYaml } from '../../yaml-file.ts';
import { readGitleaks } from './gitleaks-file.ts';
import { isKingfisher, readKingfisher } from './kingfisher-file.ts';
import type { DraftFile } from './draft.ts';

/** Undefined: it is none of them, but may be one of ours. */
export function readForeign(file: string, text: string): DraftFile | undefined {
  if (isToml(text)) return readGitleaks(file, text);
  const top = readYaml(file, text);
  return top !== undefined && isKingfisher(top) ? readKingfisher(file, top) : undefined;
}

/** The first line that says something is a table's head, or gives a key its value. */
function isToml(text: string): boolean {
  const first = text.replace(/^\uFEFF/, '').split(/\r?\n/).find((line) => /^\s*[^#\s]/.test(line)) ?? '';
  return /^\s*(?:\[{1,2}[\w."' \t-]+\]{1,2}\s*(?:#.*)?$|[\w."'-]+\s*=)/.test(first);
}

export interface Fingerprint {
  /** Absent: any commit. */
  readonly commit?: string;
  readonly path: string;
  readonly rule: string;
  readonly line: number;
}

/** Lines of a `.gitleaksignore`: `commit:file:rule:line`, or without the commit; and numbers of lines that are neither. */
export function readFingerprints(text: string): { fingerprints: Fingerprint[]; odd: number[] } {
  const fingerprints: Fingerprint[] = [];
  const odd: number[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const entry = line.trim();
    if (entry === '' || entry.startsWith('#')) continue;
    const [, commit, path, rule, at] = /^(?:([0-9a-f]{40}|[0-9a-f]{64}):)?(.+):([^:]+):(\d{1,9})$/.exec(entry) ?? [];
    if (path === undefined || rule === undefined) odd.push(index + 1);
    else fingerprints.push({ ...(commit === undefined ? {} : { commit }), path: path.replaceAll('\\', '/'), rule, line: Number(at) });
  }
  return { fingerprints, odd };
}
