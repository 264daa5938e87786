/** A report in which every string from outside holds a value of another secret, and controls besides. */
import { fc } from '../support/property.ts';
import type { Judged, Plan, Report } from '../../src/model.ts';
import { loadRotations, rotationOf } from '../../src/plan/rotations.ts';
import { ARN, DATABASE, GITHUB, occurrence, objectId, report, rule, secret } from './reports.ts';

const unit = fc.constantFrom(...'xyzXYZ059"\\%/é&');

/** Values with everything in them that is escaped somewhere. */
export const someValues = fc
  .uniqueArray(fc.string({ minLength: 9, maxLength: 60, unit }), { minLength: 4, maxLength: 6 })
  .map((values) => values.map((value, index) => `tok${index}${value}`));

/** Ways in which a value stands in a path, a name, a ref. */
export const someForm = fc.constantFrom<(text: string) => string>(
  (text) => text,
  encodeURIComponent,
  (text) => JSON.stringify(text),
  (text) => encodeURIComponent(JSON.stringify(text)),
);

/** Every eight characters of a value but the first eight: four of them are public, four may be shown. */
export function hiddenWindows(value: string): readonly string[] {
  return Array.from({ length: value.length - 8 }, (_, at) => value.slice(at + 1, at + 9));
}

/** As many secrets as values; each stands in the paths, names, refs and authors of the others. */
export function hostileReport(values: readonly string[], form: (text: string) => string): Report {
  const rules = [rule(), GITHUB, DATABASE, ARN];
  const said = (index: number): string => `a\u001b[2J${form(values[index % values.length] ?? '')}\u202e/b`;
  const secrets = values.map((value, index): Judged => {
    const used = rules[index % rules.length] ?? rule();
    const moment = { commit: objectId(), date: '2025-03-02', author: `${said(index)} <${said(index + 1)}>` };
    const isUrl = used === DATABASE;
    return secret({
      value,
      rule: used,
      names: [{ name: said(index), rule: used, kind: used.kind }],
      verdict: used === ARN ? 'identifier' : 'compromised',
      reasons: [`stands in ${said(index + 1)}`],
      proofs: [{ kind: 'proven', detail: said(index), unit: said(index + 1) }],
      exposure: {
        class: 'committed',
        first: moment,
        last: moment,
        published: { date: '2025-03-02', evidence: said(index) },
        inHead: true,
        reach: ['head'],
        refs: [`refs/heads/${said(index)}`, `refs/remotes/${said(index + 1)}`, `refs/tags/${said(index)}`],
        refCount: 0,
        days: 3,
      },
      occurrences: [index, index + 1].map((at) =>
        occurrence({
          rule: used,
          path: said(at),
          name: said(at),
          ...(isUrl ? { user: said(at), host: said(at), database: said(at) } : {}),
          mark: { line: 3, covers: 'near', rules: [], reason: said(at) },
          via: ['base64'],
        }),
      ),
    });
  });
  return report({
    secrets,
    repositories: [{ name: said(0), head: objectId(), shallow: false, partial: false, remote: true, objectFormat: 'sha1' }],
    risks: [{ rule: 'tracked-env', path: said(0), advice: `untrack ${said(0)}` }],
    coverage: {
      complete: false,
      commits: 1,
      blobs: 1,
      bytes: 1,
      skipped: [{ what: said(0), why: said(1), count: 1 }],
      failed: [{ what: said(1), why: said(0), count: 2 }],
      outOfScope: [{ what: said(0), why: said(1), count: 1 }],
    },
    setAside: [{ reason: 'placeholder', count: 2 }],
    notices: [said(0)],
  });
}

/** A plan with one task for each secret, whose runbook quotes a value. */
export function planOf(of: Report, text: string): Plan {
  const tasks = of.secrets.map((one) => ({
    id: `${one.id}-${text}`,
    name: text,
    kind: one.rule.kind,
    what: one.rule.name,
    secret: one,
    links: [{ procedure: procedure(text), score: 90, reason: `its heading names ${text}` }],
    rotation: rotationOf(one.rule.kind, loadRotations()),
    chosen: [],
    ofKey: [],
    boxes: [],
    warnings: [],
    before: [],
    sameValue: [],
    codeowners: [],
    missing: [],
    versions: [],
    areSecrets: true,
    also: [],
  }));
  return { asOf: of.asOf, tasks, identifiers: [], gaps: [], lint: [], runbooks: [] };
}

function procedure(text: string): Plan['tasks'][number]['links'][number]['procedure'] {
  return {
    runbook: `docs/${text}.md`,
    heading: `Rotate ${text}`,
    anchor: `rotate-${text}`,
    lines: [3, 40],
    parents: [],
    mode: 'either',
    targets: [],
    steps: [],
    impact: [],
    verification: [],
    cleanup: [],
    audit: [],
    rollback: [],
  };
}
