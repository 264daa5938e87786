// What burnlist finds in a case: in this process, through the stages that `burnlist scan` composes, and through the
// binary itself, to prove on a sample that both are the same.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { baseName } from '../../dist/base-name.js';
import { openPathRules } from '../../dist/commands/engine/path-rules.js';
import { loadBuiltInRules } from '../../dist/detect/rules/built-in.js';
import { createDetector } from '../../dist/detect/unit.js';
import { confidenceAt } from '../../dist/verdict/confidence.js';

/** A function from a case to its findings: byte span, rule, confidence at the case's path, and what the judge saw. */
export async function openFinder() {
  const rules = loadBuiltInRules();
  const content = createDetector(rules.filter(({ paths }) => paths === undefined));
  const byPath = openPathRules(rules, { marks: true });
  const loaded = await byPath.load();
  return ({ bytes, file }) => {
    const fromPath = byPath.mayFit(baseName(file)) ? loaded.detector.scan(bytes).findings : [];
    return loaded.at(file, content.scan(bytes).findings, fromPath, (finding) => finding, () => {})
      // what only proves secrets is never reported
      .filter(({ rule }) => rule.anchor !== true)
      .map((finding) => ({ ...finding, confidence: confidenceAt(finding, file, 'file') }));
  };
}

/** Findings of the binary, as `line:column-line:column rule confidence`, by the id of the case. */
function scanFiles(cases) {
  const folder = mkdtempSync(join(tmpdir(), 'burnlist-eval-'));
  try {
    for (const { file, bytes } of cases) {
      mkdirSync(join(folder, dirname(file)), { recursive: true });
      writeFileSync(join(folder, file), bytes);
    }
    const cli = process.env.BURNLIST_BIN ?? fileURLToPath(new URL('../../dist/burnlist.cjs', import.meta.url));
    const call = [cli, 'scan', '.', '--format', 'json'];
    const done = spawnSync(process.execPath, call, { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 30 });
    if (done.status !== 0 && done.status !== 1) throw new Error(`burnlist scan: ${done.status} ${done.stderr}`);
    const found = new Map();
    for (const { occurrences } of JSON.parse(done.stdout).secrets) {
      for (const occurrence of occurrences) {
        const id = idOf(occurrence.path);
        found.set(id, [...(found.get(id) ?? []), describe(occurrence, occurrence.rule)]);
      }
    }
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Files whose findings in this process differ from those of the binary. */
export function differences(cases, find) {
  const scanned = scanFiles(cases);
  return cases.filter((each) => {
    const here = find(each).map(({ position, confidence, rule }) => describe({ ...position, confidence }, rule.id));
    return here.toSorted().join('\n') !== (scanned.get(idOf(each.file)) ?? []).toSorted().join('\n');
  });
}

/** The first folder; the rest may be masked, where a found value stands in a path. */
function idOf(file) {
  return file.slice(0, file.indexOf('/'));
}

function describe({ line, column, endLine, endColumn, confidence }, rule) {
  return `${line}:${column}-${endLine}:${endColumn} ${rule} ${confidence}`;
}
