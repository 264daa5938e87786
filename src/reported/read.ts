/** The text of a report in, what it says was found out. The format shows in the content. */
import { isCredSweeper, readCredSweeper } from './credsweeper.ts';
import { isBaseline, readBaseline } from './detect-secrets.ts';
import { isAlerts, readAlerts } from './github-alerts.ts';
import { isGgshield, readGgshield } from './ggshield.ts';
import { isGitleaks, readGitleaks } from './gitleaks.ts';
import { isKingfisher, readKingfisher } from './kingfisher.ts';
import { isMap, type ReportedFile } from './reported.ts';
import { isSarif, readSarif } from './sarif.ts';
import { isSemgrep, readSemgrep } from './semgrep.ts';
import { isTrufflehog, readTrufflehog } from './trufflehog.ts';

/** One JSON document, or one a line; undefined when it is neither. */
export function documentsIn(text: string): readonly unknown[] | undefined {
  try {
    return [JSON.parse(text)];
  } catch {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    try {
      return lines.length > 1 ? lines.map((line) => JSON.parse(line) as unknown) : undefined;
    } catch {
      return undefined;
    }
  }
}

/** @param documents of one file; undefined: no format that is known */
export function readReported(documents: readonly unknown[]): ReportedFile | undefined {
  const [first] = documents;
  const isOne = documents.length === 1;
  // a tool's own log may have gone into the same file, a line of JSON each
  const told = documents.filter((each) => !(isMap(each) && 'level' in each && 'msg' in each));
  if (isOne && isSarif(first)) return readSarif(first);
  if (isOne && isSemgrep(first)) return readSemgrep(first);
  if (isOne && isBaseline(first)) return readBaseline(first);
  if (isOne && isGgshield(first)) return readGgshield(first);
  // a list by itself, pages of a list one below the other, or an entry a line
  const all = (isOne ? documents : told).flatMap((each) => (Array.isArray(each) ? (each as unknown[]) : [each]));
  if (isGitleaks(all)) return { found: readGitleaks(all), leftOut: [] };
  if (isAlerts(all)) return readAlerts(all);
  if (isTrufflehog(all)) return { found: readTrufflehog(all), leftOut: [] };
  if (isCredSweeper(all)) return { found: readCredSweeper(all), leftOut: [] };
  if (isKingfisher(all)) return { found: readKingfisher(all), leftOut: [] };
  return undefined;
}
