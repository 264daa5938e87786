/** A reported find that no object of the repository holds, or that came without one, as a secret: by the report alone. */
import { fingerprint } from '../../detect/fingerprint.ts';
import { makeSecret } from '../../exposure/secrets.ts';
import { kindOfName } from '../../runbook/families.ts';
import { standIn } from '../../reported/stand-in.ts';
import { SecretValue } from '../../secret-value.ts';
import type { Finding, Occurrence, Rule, Secret } from '../../model.ts';
import type { Reported } from '../../reported/reported.ts';

/** What a tool's rule is for, as far as its id says; the name is ours, since ids are theirs. */
export function ruleFor({ rule }: Reported): Pick<Rule, 'id' | 'name' | 'kind'> {
  const words = rule.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll(/[-_.]/g, ' ');
  const kind = /\bjwt\b|json ?web/i.test(words) ? 'json-web-token' : (kindOfName(words) ?? 'generic-secret');
  return { id: `reported-${kind}`, name: kind.replaceAll('-', ' '), kind };
}

/** @param finding what our own rules make of the report's text */
export async function secretOfReport(reported: Reported, finding: Finding | undefined, asOf: string): Promise<Secret> {
  const { tool, rule, path, sha1, number, line = 1, commit, date, author = '' } = reported;
  const value = finding?.value ?? reported.value;
  // without a value the place, or the number of the alert, has to tell one from the other
  const known = value ?? new SecretValue(Buffer.from(JSON.stringify(['reported', tool, rule, path, sha1 ?? number ?? line]), 'utf8'));
  const first = commit === undefined || date === undefined ? undefined : { commit, date, author };
  const place: Occurrence = {
    repository: 0,
    where: 'blob',
    path,
    position: { line, column: 1, endLine: line, endColumn: 1 },
    rule: finding?.rule ?? standIn(ruleFor(reported)),
    ...(finding?.name === undefined ? {} : { name: finding.name }),
    nature: finding?.nature ?? 'secret',
    evidence: finding?.evidence ?? { form: 'token', strength: 'word', notes: [] },
    confidence: 'medium',
    ...(commit === undefined ? {} : { commit }),
    versions: 1,
    inHead: false,
    class: 'committed',
    via: [],
    introductions: first === undefined ? [] : [first],
  };
  return makeSecret({
    id: await fingerprint(known),
    value: value ?? new SecretValue(Buffer.alloc(0)),
    occurrences: [place],
    reach: [],
    holders: { refs: [], refCount: 0 },
    first,
    last: undefined,
    asOf,
  });
}
