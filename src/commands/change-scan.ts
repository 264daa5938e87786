/** How content of a change is scanned: the rules that count, rules by path, allow-lists and marks of the policy. */
import { createDetector } from '../detect/unit.ts';
import { confidenceAt } from '../verdict/confidence.ts';
import { baseName, joinByPath, nameAt, openPathRules } from './path-rules.ts';
import { allowance } from './policy.ts';
import type { Addition } from './change-report.ts';
import type { ChangeFinding } from './novelty.ts';
import type { Policy } from './policy.ts';
import type { Finding, Mark, Rule, UnitFindings, Where } from '../model.ts';

export interface ChangeScan {
  /** A blob at a path. */
  blob(
    path: string,
    blob: string,
    bytes: Uint8Array,
  ): { found: ChangeFinding[]; limits: UnitFindings['limits']; setAside: UnitFindings['setAside'] };
  /** A message, an identity, a name. */
  text(where: Where, path: string, bytes: Uint8Array): Addition[];
  addition(found: ChangeFinding): Addition;
}

/** @param paths all that will be scanned: they decide whether rules by path are needed at all */
export async function openChangeScan(policy: Policy, paths: Iterable<string>): Promise<ChangeScan> {
  const marks = { marks: policy.config?.marks !== 'ignore' };
  const content = createDetector(
    policy.rules.filter((rule) => rule.paths === undefined),
    marks,
  );
  const allowed: (path: string, rule: Rule) => Mark | undefined = await allowance(policy.config);
  const pathRules = openPathRules(policy.rules, marks);
  let needed = false;
  for (const path of paths) needed ||= pathRules.mayFit(baseName(path));
  const byPath = needed ? await pathRules.load() : undefined;

  function findingsIn(path: string, bytes: Uint8Array): UnitFindings {
    const plain = content.scan(bytes);
    if (byPath === undefined || !pathRules.mayFit(baseName(path))) return plain;
    const own = byPath.detector
      .scan(bytes)
      .findings.filter(({ rule }) => byPath.fits(rule, path))
      .map((finding) => withName(finding, path));
    return { ...plain, findings: joinByPath(plain.findings, own, (finding) => finding) };
  }

  return {
    blob(path, blob, bytes) {
      const { findings, limits, setAside } = findingsIn(path, bytes);
      const found = findings.map((finding) => ({
        path,
        blob,
        finding,
        confidence: confidenceAt(finding, path, 'blob'),
        allowance: allowed(path, finding.rule),
      }));
      return { found, limits, setAside };
    },
    text: (where, path, bytes) =>
      (content.mayHold(bytes) ? content.scan(bytes).findings : [])
        .filter(({ rule }) => rule.runOf === undefined)
        .map((finding) => ({
          finding,
          where,
          path,
          confidence: confidenceAt(finding, path, where),
          allowance: undefined,
        })),
    addition: ({ path, blob, finding, confidence, allowance: mark }) => ({
      finding,
      where: 'blob',
      path,
      confidence,
      allowance: mark,
      blob,
    }),
  };
}

function withName(finding: Finding, path: string): Finding {
  const name = nameAt(finding, path);
  return name === undefined ? finding : { ...finding, name };
}
