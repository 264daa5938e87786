/**
 * A report goes in; out comes SARIF 2.1.0, piece by piece. A result is a secret, its other places are related locations.
 * What the team has settled is suppressed, with the reason. The fingerprint is the secret's id, so a line that moves is
 * no new alert.
 */
import type { Judged, Plan, Priority, Report, Risk, Rule } from '../model.ts';
import { gapLines } from './gaps.ts';
import { type LinkBase, addressOf, markdownText } from './markdown-text.ts';
import { createLineMasker, valuesIn } from './mask.ts';
import { compareText, sortedSecrets } from './order.ts';
import { printableJson } from './printable.ts';
import { type Section, sectionsOf } from './sections.ts';
import { type Bases, basesOf, placesOf } from './sarif-places.ts';
import { type Clean, reach, subject } from './phrases.ts';
import { redact } from './redact.ts';
import { dates } from './when.ts';

export interface SarifOptions {
  readonly version: string;
  /** Adds the sections of the runbook. */
  readonly plan?: Plan;
  /** Where a forge shows the repository's files: links into the runbook. */
  readonly base: LinkBase;
}

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
const LEVELS: Readonly<Record<Priority, string>> = { P0: 'error', P1: 'error', P2: 'warning', P3: 'note' };
/** How GitHub sorts alerts: critical from 9, high from 7, medium from 4. */
const SEVERITIES: Readonly<Record<Priority, string>> = { P0: '9.5', P1: '8.0', P2: '5.5', P3: '2.0' };
const SETTLED: ReadonlySet<Judged['status']> = new Set(['known', 'rotated', 'accepted', 'false-positive']);

interface Writing {
  readonly clean: Clean;
  readonly bases: Bases;
  readonly options: SarifOptions;
  /** Ids in the order of the log's rules. */
  readonly rules: readonly string[];
}

/** The log as JSON text; a function of its arguments. */
export function* sarifReport(report: Report, options: SarifOptions): Iterable<string> {
  const clean = createLineMasker(valuesIn(report));
  const secrets = sortedSecrets(report.secrets);
  const found = rulesOf(secrets);
  const risks = [...new Set(report.risks.map(({ rule }) => rule))].sort(compareText);
  const bases = basesOf(report, clean);
  const writing: Writing = { clean, bases, options, rules: [...found.map(({ rule }) => rule.id), ...risks] };
  const descriptors = [
    ...found.map((one) => descriptorOf(one, writing)),
    ...risks.map((id) => ({ id, shortDescription: { text: id.replaceAll('-', ' ') } })),
  ];
  const run = {
    tool: { driver: { name: 'burnlist', version: options.version, semanticVersion: options.version, rules: descriptors } },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: bases.all,
    invocations: [invocationOf(report, clean)],
    properties: { asOf: report.asOf },
  };
  yield `{"$schema":${JSON.stringify(SCHEMA)},"version":"2.1.0","runs":[${json(run).slice(0, -1)},"results":[`;
  let separator = '\n';
  for (const secret of secrets) {
    yield separator + json(secretResult(secret, writing));
    separator = ',\n';
  }
  for (const risk of report.risks) {
    yield separator + json(riskResult(risk, writing));
    separator = ',\n';
  }
  yield '\n]}]}\n';
}

function json(value: object): string {
  return printableJson(JSON.stringify(value));
}

interface Found {
  readonly rule: Rule;
  readonly secrets: readonly Judged[];
}

/** Rules that found something, by id. */
function rulesOf(secrets: readonly Judged[]): readonly Found[] {
  const byId = new Map<string, Judged[]>();
  for (const secret of secrets) {
    const known = byId.get(secret.rule.id);
    if (known === undefined) byId.set(secret.rule.id, [secret]);
    else known.push(secret);
  }
  return [...byId.values()]
    .map((some) => ({ rule: some[0]!.rule, secrets: some }))
    .sort((a, b) => compareText(a.rule.id, b.rule.id));
}

/** The page to go to is the section of the runbook, where it has an address; else that of the format. */
function descriptorOf({ rule, secrets }: Found, { clean, options }: Writing): object {
  const { plan, base } = options;
  const text = markdownText(clean, base);
  const sections = new Map(
    secrets.flatMap((secret) => sectionsOf(secret, plan)).map((section) => [`${section.path}#${section.anchor}`, section]),
  );
  const [first] = sections.values();
  const runbook = first && base.startsWith('https://') ? sectionAddress(base as `https://${string}`, first, clean) : undefined;
  const helpUri = runbook ?? rule.source;
  const worst = secrets.map(({ priority }) => priority).sort()[0]!;
  const says = sections.size === 0 ? ['There is no section for it in the runbook.'] : [];
  const lines = [...sections.values()].map(({ path, heading, anchor }) => ({
    text: `${clean(heading)}: ${clean(path)}#${clean(anchor)}`,
    markdown: `- ${text.section(heading, path, anchor)}`,
  }));
  return {
    id: rule.id,
    name: rule.id,
    shortDescription: { text: rule.name },
    fullDescription: { text: `What has been in git history counts as leaked: rotate this ${rule.name}.` },
    ...(helpUri === undefined ? {} : { helpUri }),
    help: {
      text: ['How to rotate it:', ...says, ...lines.map((line) => line.text)].join('\n'),
      markdown: ['How to rotate it:', '', ...says, ...lines.map((line) => line.markdown)].join('\n'),
    },
    properties: { tags: ['security', 'secret'], 'security-severity': SEVERITIES[worst] },
  };
}

function sectionAddress(base: `https://${string}`, { path, anchor }: Section, clean: Clean): string {
  return addressOf(base, clean(path), clean(anchor));
}

function secretResult(secret: Judged, { clean, bases, options, rules }: Writing): object {
  const { main, related, more } = placesOf(secret, bases, clean);
  const { id, rule, exposure, verdict, status, confidence, nature, priority } = secret;
  return {
    ruleId: rule.id,
    ruleIndex: rules.indexOf(rule.id),
    level: levelOf(secret),
    message: { text: asMessage(messageOf(secret, more, clean, options.plan)) },
    locations: [main],
    ...(related.length === 0 ? {} : { relatedLocations: related }),
    partialFingerprints: { 'secret/v1': id, primaryLocationLineHash: `${id}:1` },
    // either there for all results or for none, as viewers read an absent list as "not known"
    suppressions: suppressionsOf(secret, clean),
    properties: {
      id,
      priority,
      verdict,
      status,
      confidence,
      nature,
      redacted: redact(secret.value, rule),
      reach: exposure.reach,
      firstSeen: exposure.first?.date ?? null,
      published: exposure.published?.date ?? null,
      end: exposure.end ?? null,
      proofs: secret.proofs.map(({ kind, detail }) => `${kind}: ${clean(detail)}`),
    },
  };
}

/** What nobody has to act on is a note, however bad it would be. */
function levelOf({ priority, confidence, nature, verdict }: Judged): string {
  if (verdict === 'still-current') return 'error';
  return confidence === 'low' || (nature !== 'secret' && nature !== 'weak') ? 'note' : LEVELS[priority];
}

function messageOf(secret: Judged, more: number, clean: Clean, plan: Plan | undefined): string {
  const [proof] = secret.proofs.filter(({ kind }) => kind !== 'checksum');
  const sections = sectionsOf(secret, plan).map(({ path, anchor }) => `rotate: ${clean(path)}#${clean(anchor)}`);
  const parts = [
    `${secret.rule.name} ${subject(secret, clean)} (${secret.priority}, ${secret.verdict}): ${clean(secret.reasons.at(-1) ?? '')}`,
    dates(secret.exposure),
    reach(secret.exposure, clean),
    proof && `proof: ${clean(proof.detail)}`,
    ...sections,
    more > 0 ? `and ${more} more places` : undefined,
  ];
  return parts.filter((part) => part !== undefined && part !== '').join(' · ');
}

/** In a message brackets would begin a link, and braces a placeholder. */
function asMessage(text: string): string {
  return text.replace(/[\\[\]]/g, '\\$&').replace(/[{}]/g, '$&$&');
}

function suppressionsOf({ status, reasons, occurrences }: Judged, clean: Clean): readonly object[] {
  if (!SETTLED.has(status)) return [];
  const inSource = status === 'accepted' && occurrences.every(({ mark }) => mark !== undefined);
  const why = reasons.slice(0, -1).map(clean).join('; ');
  return [{ kind: inSource ? 'inSource' : 'external', status: 'accepted', justification: why || status }];
}

function riskResult({ rule, path, advice }: Risk, { clean, bases, rules }: Writing): object {
  // of several repositories its name is a part of the path
  const uri = bases.uriOf(path);
  const artifactLocation = bases.isOne ? { uri, uriBaseId: bases.of(0) } : { uri };
  return {
    ruleId: rule,
    ruleIndex: rules.indexOf(rule),
    level: 'warning',
    message: { text: asMessage(`${clean(path)} ${clean(advice)}`) },
    locations: [{ physicalLocation: { artifactLocation } }],
    partialFingerprints: { 'risk/v1': `${rule}:${uri}` },
    suppressions: [],
  };
}

/** What was not seen makes the run unsuccessful: an empty list must not read as "clean". */
function invocationOf({ coverage }: Report, clean: Clean): object {
  return {
    executionSuccessful: coverage.failed.length + coverage.skipped.length === 0,
    toolExecutionNotifications: gapLines(coverage, clean).map((text) => ({
      level: 'error',
      message: { text: asMessage(text) },
    })),
  };
}
