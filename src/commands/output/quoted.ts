/**
 * What is quoted and was not scanned: names of files, folders and refs that are old, people, lines of a runbook, what
 * git complained of. Values that stand there are no findings of a report, and must not be printed either.
 */
import { createDetector } from '../../detect/unit.ts';
import { loadBuiltInRules } from '../../detect/rules/built-in.ts';
import { createCover, createLineMasker, MASK, valuesIn } from '../../report/mask.ts';
import { isMaskedEverywhere } from '../../report/masked-everywhere.ts';
import { SecretValue } from '../../secret-value.ts';
import { confidenceAt } from '../../verdict/confidence.ts';
import type { Detector } from '../../detect/unit.ts';
import type { Finding, Report, Rule } from '../../model.ts';

const LF = 0x0a;

/** The report, and what its texts hold besides its secrets. @param quoted what else will be shown with it */
export function hideQuoted(report: Report, rules: readonly Rule[], quoted: unknown = report): Report {
  const texts = new Set<string>();
  collectTexts(quoted, texts);
  return { ...report, hidden: [...report.hidden, ...valuesOf(texts, namesDetector(rules))] };
}

/** Takes values out of a text that comes from who knows where: an error that quotes a path, a reason that was typed. */
export function withoutValues(text: string): string {
  return createCover(valuesOf(new Set([text]), namesDetector(loadBuiltInRules())))(text);
}

/** The same for a report's own masker, which also knows the report's values. */
export function maskerFor(report: Report, texts: readonly string[]): (text: string) => string {
  const others = valuesOf(new Set(texts), namesDetector(loadBuiltInRules()));
  return createLineMasker([...valuesIn(report), ...others]);
}

/** A page with the values in it masked, line by line, so that its lines keep their numbers. */
export type MaskPage = (bytes: Buffer) => Buffer;

/** @param known values that stand in it, perhaps, where no rule sees them: Markdown would take their signs for its own */
export function pageMasker(rules: readonly Rule[], known: readonly SecretValue[] = []): MaskPage {
  let detector: Detector | undefined;
  return (bytes) => {
    detector ??= createDetector(
      rules.filter(({ paths }) => paths === undefined),
      { marks: false },
    );
    const { findings } = detector.scan(bytes);
    return findings.length + known.length === 0 ? bytes : withoutFindings(bytes, findings, known);
  };
}

function withoutFindings(bytes: Buffer, findings: readonly Finding[], known: readonly SecretValue[]): Buffer {
  const parts: Buffer[] = [];
  let at = 0;
  for (const { start, end } of [...findings].sort((a, b) => a.start - b.start)) {
    if (start < at) continue;
    parts.push(bytes.subarray(at, start), ...linesOf(bytes.subarray(start, end)).map(masked));
    at = end;
  }
  const page = Buffer.concat([...parts, bytes.subarray(at)]);
  // the same value may stand elsewhere in a form that says nothing by itself
  const cover = createCover([...findings.filter(standsNowhereByChance).map(({ value }) => value), ...known]);
  const text = page.toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(page)) return page;
  return Buffer.from(text.split('\n').map(cover).join('\n'), 'utf8');
}

function linesOf(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(LF, at);
    lines.push(bytes.subarray(at, end < 0 ? bytes.length : end + 1));
    at = end < 0 ? bytes.length : end + 1;
  }
  return lines;
}

/** Indented as it was: Markdown goes by it. */
function masked(line: Buffer): Buffer {
  const indent = /^[ \t]*/.exec(line.toString('latin1'))?.[0] ?? '';
  return Buffer.from(`${indent}${MASK}${line.at(-1) === LF ? '\n' : ''}`, 'utf8');
}

function namesDetector(rules: readonly Rule[]): Detector {
  return createDetector(
    rules.filter(({ paths, runOf }) => paths === undefined && runOf === undefined),
    { marks: false },
  );
}

/** Each text as a whole, and each part of a path by itself, as an audit reads names. */
function valuesOf(texts: ReadonlySet<string>, detector: Detector): SecretValue[] {
  const units = new Set([...texts].flatMap((text) => (text.includes('/') ? [text, ...text.split('/')] : [text])));
  const all = [...units];
  if (!detector.mayHold(Buffer.from(all.join('\n'), 'utf8'))) return [];
  const findings = all.flatMap((text) => detector.scan(Buffer.from(text, 'utf8')).findings);
  return findings.filter(standsNowhereByChance).map(({ value }) => value);
}

function standsNowhereByChance(finding: Finding): boolean {
  const { value, nature, rule } = finding;
  const confidence = confidenceAt(finding, '', 'file-name');
  return isMaskedEverywhere({ value, nature, rule, confidence, occurrences: [finding] });
}

/** Every string below a value but those of rules, which are ours. */
function collectTexts(value: unknown, texts: Set<string>): void {
  if (typeof value === 'string') texts.add(value);
  else if (Array.isArray(value)) for (const item of value) collectTexts(item, texts);
  else if (typeof value === 'object' && value !== null && !(value instanceof SecretValue)) {
    for (const [key, item] of Object.entries(value)) if (key !== 'rule') collectTexts(item, texts);
  }
}
