/** What rules of other scanners found in a blob, as plain data that one thread can hand to another, and back again. */
import { SecretValue } from '../../secret-value.ts';
import type { Finding, Rule, SetAside, UnitFindings } from '../../model.ts';

/** A rule is its place in the list of rules. */
export interface OtherRow {
  readonly blob: number;
  readonly findings: readonly (Omit<Finding, 'rule' | 'value'> & { readonly rule: number; readonly value: Uint8Array })[];
  readonly setAside: readonly (Omit<SetAside, 'rule'> & { readonly rule: number })[];
  readonly limits: UnitFindings['limits'];
}

export function otherRow(blob: number, { findings, setAside, limits }: UnitFindings, numbers: ReadonlyMap<Rule, number>): OtherRow {
  return {
    blob,
    findings: findings.map(({ rule, value, ...finding }) => ({ ...finding, rule: numbers.get(rule)!, value: value.expose('judge') })),
    setAside: setAside.map(({ rule, ...candidate }) => ({ ...candidate, rule: numbers.get(rule)! })),
    limits,
  };
}

/** @param rules the list that rules are numbered by */
export function fromRow({ findings, setAside, limits }: OtherRow, rules: readonly Rule[]): UnitFindings {
  return {
    findings: findings.map(({ rule, value, ...finding }) => ({
      ...finding,
      rule: rules[rule]!,
      value: new SecretValue(Buffer.from(value)),
    })),
    setAside: setAside.map(({ rule, ...candidate }) => ({ ...candidate, rule: rules[rule]! })),
    limits,
  };
}
