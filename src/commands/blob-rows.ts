/** Rows that threads found (pack-blobs.ts) → findings, blob by blob, in the order of object numbers. */
import { both } from './foreign.ts';
import { fromRow } from './other-rows.ts';
import { FIELDS, NO_MARK, REASONS } from './pack-blobs.ts';
import { SecretValue } from '../secret-value.ts';
import type { BlobRows } from './pack-blobs.ts';
import type { Finding, Rule, SetAside, UnitFindings } from '../model.ts';

/** @param rules the list that rules are numbered by */
export function eachBlob(
  results: readonly BlobRows[],
  rules: readonly Rule[],
  visit: (blob: number, found: UnitFindings) => void,
): void {
  const units = new Map<number, { findings: Finding[]; setAside: SetAside[] }>();
  function unit(blob: number): { findings: Finding[]; setAside: SetAside[] } {
    let known = units.get(blob);
    if (known === undefined) units.set(blob, (known = { findings: [], setAside: [] }));
    return known;
  }
  for (const result of results) {
    const claims = result.claims.map(({ rule, value, setAside: _told, print, start: _start, end: _end, mark, ...inside }) => {
      const { layer, through = [], ...claim } = inside;
      const member = layer?.member === undefined ? {} : { member: layer.member };
      return {
        what: { ...claim, rule: rules[rule]! },
        print,
        layer: { via: [...(layer?.via ?? []), ...through], ...member },
        own: mark,
        value: value === undefined ? undefined : new SecretValue(Buffer.from(value)),
      };
    });
    for (let at = 0; at < result.found.length; at += FIELDS) {
      const [blob, claim, start, end, line, column, endLine, endColumn, mark] = row(result.found, at);
      const { what, value, layer, own } = claims[claim]!;
      const beside = mark === NO_MARK ? own : result.marks[mark]!;
      unit(blob).findings.push({
        ...what,
        start,
        end,
        value: value!,
        position: { line, column, endLine, endColumn },
        ...layer,
        ...(beside === undefined ? {} : { mark: beside }),
      });
    }
    for (let at = 0; at < result.aside.length; at += FIELDS) {
      const [blob, claim, start, end, line, column, endLine, endColumn, reason] = row(result.aside, at);
      const { what, print } = claims[claim]!;
      const { rule, name } = what;
      unit(blob).setAside.push({
        rule,
        start,
        end,
        reason: REASONS[reason]!,
        print,
        position: { line, column, endLine, endColumn },
        ...(name === undefined ? {} : { name }),
      });
    }
  }
  const others = new Map(results.flatMap((result) => result.others.map((row) => [row.blob, row])));
  for (const blob of Int32Array.from(new Set([...units.keys(), ...others.keys()])).sort()) {
    const own = { ...unit(blob), limits: [] };
    const row = others.get(blob);
    visit(blob, row === undefined ? own : both(own, fromRow(row, rules)));
  }
}

type Row = [number, number, number, number, number, number, number, number, number];

function row(list: Int32Array, at: number): Row {
  return [...list.subarray(at, at + FIELDS)] as unknown as Row;
}
