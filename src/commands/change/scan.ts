/** How content of a change is scanned: the rules that count, rules by path, allow-lists and marks of the policy. */
import { baseName } from '../../base-name.ts';
import { createDetector } from '../../detect/unit.ts';
import { confidenceAt } from '../../verdict/confidence.ts';
import { allowanceOf } from '../policy/allowance.ts';
import { inTexts, openForeign, withForeign } from '../engine/foreign.ts';
import { countingAt, nameAt, openPathRules } from '../engine/path-rules.ts';
import { quickSearch } from '../engine/quick-search.ts';
import type { Detector } from '../../detect/unit.ts';
import type { Allowance } from '../policy/allowance.ts';
import type { Addition } from './report.ts';
import type { Policy } from '../policy/policy.ts';
import type { Confidence, Finding, Mark, Moment, SetAside, UnitFindings, Where } from '../../model.ts';

export interface ChangeFinding {
  readonly path: string;
  readonly blob: string;
  readonly finding: Finding;
  readonly confidence: Confidence;
  /** By the configuration's allow-list. */
  readonly allowance: Mark | undefined;
}

/** What stands in a unit, with what was not looked at and what was judged to be nothing. */
export interface Scanned<Found> extends Omit<UnitFindings, 'findings'> {
  readonly found: readonly Found[];
}

export interface ChangeScan {
  /** A blob at a path. */
  blob(path: string, blob: string, bytes: Uint8Array): Scanned<ChangeFinding>;
  /** The same in pieces. */
  open(path: string, blob: string): { push(piece: Uint8Array): void; end(): Scanned<ChangeFinding> };
  /** A message, an identity, a name. */
  text(where: Where, path: string, bytes: Uint8Array): Scanned<Addition>;
  /** @param moment the commit that brings it */
  addition(found: ChangeFinding, moment?: Moment): Addition;
}

/** @param paths all that will be scanned, as soon as they are known: they decide whether rules by path are needed at all */
export async function openChangeScan(
  policy: Policy,
  paths: Iterable<string> | Promise<Iterable<string>>,
): Promise<ChangeScan> {
  const marks = { marks: policy.config?.marks !== 'ignore' };
  const own = createDetector(
    policy.rules.filter((rule) => rule.paths === undefined),
    { ...marks, search: quickSearch, byPath: policy.rules.filter((rule) => rule.paths !== undefined) },
  );
  const foreign = await openForeign(policy.rules, marks);
  const content = foreign === undefined ? own : withForeign(own, foreign);
  const inText = foreign === undefined ? own : inTexts(own, foreign);
  const ruleOf = new Map(policy.rules.map((rule) => [rule.id, rule]));
  const allowed: Allowance = await allowanceOf(policy);
  const pathRules = openPathRules(policy.rules, marks, foreign);
  let needed = foreign !== undefined;
  for (const path of await paths) needed ||= pathRules.mayFit(baseName(path));
  const byPath = needed ? await pathRules.load() : undefined;

  function detectorAt(path: string): Detector | undefined {
    return pathRules.mayFit(baseName(path)) ? byPath?.detector : undefined;
  }
  function joined(path: string, plain: UnitFindings, own: UnitFindings | undefined): UnitFindings {
    const setAside = [...plain.setAside];
    const leave = (aside: SetAside): void => void setAside.push(aside);
    const itself = (finding: Finding): Finding => finding;
    if (byPath === undefined) return { ...plain, findings: countingAt(path, plain.findings, itself, leave), setAside };
    const findings = byPath.at(path, plain.findings, own?.findings ?? [], itself, leave);
    if (own === undefined) return { ...plain, findings, setAside };
    const fitting = byPath.fitting(own, { path });
    return { findings, limits: [...plain.limits, ...fitting.limits], setAside: [...setAside, ...fitting.setAside] };
  }
  function scanned(path: string, blob: string, plain: UnitFindings, own?: UnitFindings): Scanned<ChangeFinding> {
    const { findings, limits, setAside } = joined(path, plain, own);
    const found = findings.map((finding) => ({
      path,
      blob,
      finding: withName(finding, path),
      confidence: confidenceAt(finding, path, 'blob'),
      allowance: allowed.at(path, finding),
    }));
    return { found, limits, setAside };
  }

  return {
    blob: (path, blob, bytes) => scanned(path, blob, content.scan(bytes), detectorAt(path)?.scan(bytes)),
    open(path, blob) {
      const [plain, own] = [content.open(), detectorAt(path)?.open()];
      return {
        push(piece) {
          plain.push(piece);
          own?.push(piece);
        },
        end: () => scanned(path, blob, plain.end(), own?.end()),
      };
    },
    text(where, path, bytes) {
      if (!inText.mayHold(bytes)) return { found: [], limits: [], setAside: [] };
      const { findings, limits, setAside } = inText.scan(bytes);
      const found = findings
        .filter(({ rule }) => rule.runOf === undefined)
        .map((finding) => ({
          finding,
          where,
          path,
          confidence: confidenceAt(finding, path, where),
          allowance: undefined,
          ledger: policy.ledger,
        }));
      return {
        found,
        limits: limits.filter(({ rule }) => rule === undefined || ruleOf.get(rule)?.runOf === undefined),
        setAside: setAside.filter(({ rule }) => rule.runOf === undefined),
      };
    },
    addition: ({ path, blob, finding, confidence, allowance: mark }, moment) => ({
      finding,
      where: 'blob',
      path,
      confidence,
      allowance: mark ?? (moment && allowed.in(path, finding, [moment.commit])),
      ledger: policy.ledger,
      blob,
      ...(moment && { moment }),
    }),
  };
}

function withName(finding: Finding, path: string): Finding {
  const name = nameAt(finding, path);
  return name === undefined ? finding : { ...finding, name };
}
