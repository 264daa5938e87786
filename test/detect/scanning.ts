/** What the detection tests share: the built-in rules, and findings in a form that can be compared and read. */
import { join } from 'node:path';
import { compileRules } from '../../src/detect/rules/compile.ts';
import { createDetector } from '../../src/detect/unit.ts';
import type { Finding, Rule, UnitFindings } from '../../src/model.ts';

export const RULES: readonly Rule[] = compileRules(join(import.meta.dirname, '..', '..', 'rules', 'detection'));
/** Rules that are tried everywhere, whatever the path. */
export const PLAIN = RULES.filter(({ paths }) => paths === undefined);
const detector = createDetector(PLAIN);

export function rule(id: string): Rule {
  const found = RULES.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no rule ${id}`);
  return found;
}

/** Scans a text with all rules that need no path. */
export function scan(text: string | Uint8Array, rules?: readonly Rule[]): UnitFindings {
  const bytes = typeof text === 'string' ? Buffer.from(text, 'utf8') : text;
  return (rules === undefined ? detector : createDetector(rules)).scan(bytes);
}

/** The value of a finding after decoding. */
export function valueOf(finding: Finding): string {
  return finding.value.expose('judge').toString('utf8');
}

/** Values of all findings but random strings in nobody's name. */
export function namedValues(text: string): string[] {
  return scan(text)
    .findings.filter(({ rule: { id } }) => id !== 'unnamed-token')
    .map(valueOf);
}

/** Everything about the findings of a unit that must not depend on how it was read, shifted by some bytes and lines. */
export function shape(found: UnitFindings, bytes = 0, lines = 0): unknown {
  return {
    findings: found.findings.map(({ rule: { id }, start, end, value, name, nature, evidence, position, mark, via, member }) => ({
      id,
      start: start + bytes,
      end: end + bytes,
      value: value.key(),
      name,
      nature,
      evidence,
      via,
      member,
      position: { ...position, line: position.line + lines, endLine: position.endLine + lines },
      mark: mark && { ...mark, line: mark.line + lines },
    })),
    setAside: found.setAside.map(({ rule: { id }, start, end, reason, print, name, position }) => ({
      id,
      start: start + bytes,
      end: end + bytes,
      reason,
      print,
      name,
      position: { ...position, line: position.line + lines, endLine: position.endLine + lines },
    })),
    limits: found.limits.map((limit) => ({ ...limit, line: limit.line + lines })),
  };
}
