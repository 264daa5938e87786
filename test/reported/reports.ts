/** Reports of other scanners, as their documentation gives the formats, made when a test runs. */
import { createHash } from 'node:crypto';

export interface Found {
  readonly rule: string;
  readonly value: string;
  readonly path: string;
  readonly line: number;
  readonly commit?: string;
  readonly isLive?: boolean;
}

const DAY = '2025-01-02T03:04:05Z';

export function gitleaks(found: readonly Found[]): string {
  const all = found.map(({ rule, value, path, line, commit = '' }) => ({
    RuleID: rule,
    Description: `Looks for ${rule}`,
    StartLine: line,
    EndLine: line,
    StartColumn: 1,
    EndColumn: 9,
    Match: `key=${value}`,
    Secret: value,
    File: path,
    SymlinkFile: '',
    Commit: commit,
    Entropy: 4.2,
    Author: 'Ada',
    Email: 'ada@example.org',
    Date: commit === '' ? '' : DAY,
    Message: 'start',
    Tags: [],
    Fingerprint: `${commit}:${path}:${rule}:${line}`,
  }));
  return JSON.stringify(all, null, 1);
}

export function trufflehog(found: readonly Found[]): string {
  const lines = found.map(({ rule, value, path, line, commit, isLive = false }) => ({
    SourceMetadata: {
      Data: { Git: { commit, file: path, email: 'ada@example.org', timestamp: '2025-01-02 03:04:05 +0000', line } },
    },
    SourceID: 1,
    SourceType: 16,
    SourceName: 'trufflehog - git',
    DetectorType: 17,
    DetectorName: rule,
    DecoderName: 'PLAIN',
    Verified: isLive,
    Raw: value,
    RawV2: '',
    Redacted: '',
    ExtraData: null,
    StructuredData: null,
  }));
  return `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
}

function kingfisherParts(found: readonly Found[]): readonly object[] {
  return found.map(({ rule, value, path, line, commit, isLive }) => ({
    rule: { name: rule, id: rule },
    finding: {
      snippet: value,
      fingerprint: '1',
      confidence: 'medium',
      entropy: '4.20',
      validation: { status: isLive === true ? 'Active Credential' : 'Not Attempted', response: '' },
      language: 'Unknown',
      line,
      column_start: 1,
      column_end: 9,
      path,
      git_metadata: { commit: { id: commit, date: DAY, committer: { name: 'Ada', email: 'ada@example.org' } } },
    },
  }));
}

export function kingfisher(found: readonly Found[]): string {
  return `${JSON.stringify({ findings: kingfisherParts(found), metadata: { findings: found.length } })}\n`;
}

export function kingfisherLines(found: readonly Found[]): string {
  return kingfisherParts(found)
    .map((part) => `${JSON.stringify(part)}\n`)
    .join('');
}

export function detectSecrets(found: readonly (Found & { readonly isSecret?: boolean })[]): string {
  const results: Record<string, object[]> = {};
  for (const { rule, value, path, line, isSecret } of found)
    (results[path] ??= []).push({
      type: rule,
      filename: path,
      hashed_secret: createHash('sha1').update(value).digest('hex'),
      is_verified: false,
      ...(isSecret === undefined ? {} : { is_secret: isSecret }),
      line_number: line,
    });
  return JSON.stringify({ version: '1.5.0', plugins_used: [], filters_used: [], results, generated_at: DAY });
}

export function alerts(found: readonly (Found & { readonly resolved?: string })[]): string {
  const all = found.map(({ rule, value, path, line, commit, isLive, resolved }, number) => ({
    number,
    created_at: DAY,
    state: resolved === undefined ? 'open' : 'resolved',
    resolution: resolved ?? null,
    secret_type: rule,
    secret_type_display_name: rule,
    secret: value,
    validity: isLive === true ? 'active' : 'unknown',
    first_location_detected: { path: `/${path}`, start_line: line, end_line: line, commit_sha: commit },
  }));
  return JSON.stringify(all);
}

/** @param isHashed as with `--hashed`, which leaves places and hashes */
export function credsweeper(found: readonly Found[], isHashed = false): string {
  const shown = (text: string): string => (isHashed ? createHash('sha256').update(text).digest('hex') : text);
  const all = found.map(({ rule, value, path, line }) => ({
    rule,
    severity: 'high',
    confidence: 'moderate',
    ml_probability: null,
    line_data_list: [
      { line: shown(`key=${value}`), line_num: line, path: `./${path}`, value: shown(value), value_start: 4, value_end: 4 + value.length },
    ],
  }));
  return JSON.stringify(all);
}

/** Of a range: a scan for each commit. */
export function ggshield(found: readonly (Found & { readonly ignored?: true })[]): string {
  const scans = found.map(({ rule, value, path, line, commit, isLive, ignored }) => {
    const at = { line_start: line, line_end: line, index_start: 4, index_end: 4 + value.length };
    const occurrences = [{ match: 'db.example.org', type: 'host', ...at }, { match: value, type: 'apikey', ...at }];
    const ignore_reason = ignored === undefined ? null : { kind: 'ignored_match', detail: '' };
    const incident = { type: rule, validity: isLive === true ? 'valid' : 'no_checker', occurrences, ignore_reason };
    const entities_with_incidents = [{ mode: 'NEW', filename: path, incidents: [incident] }];
    return { id: commit, type: 'commit', entities_with_incidents, extra_info: { author: 'Ada' }, total_incidents: 1, total_occurrences: 1 };
  });
  return JSON.stringify({ id: 'r', type: 'commit-ranges', scans, total_incidents: scans.length, total_occurrences: scans.length });
}

export interface Result {
  readonly rule: string;
  readonly uri: string;
  readonly region?: object;
  readonly commit?: string;
  readonly more?: object;
}

export function sarif(tool: string, results: readonly Result[]): string {
  const all = results.map(({ rule, uri, region, commit, more }) => ({
    ruleId: rule,
    message: { text: 'found' },
    locations: [{ physicalLocation: { artifactLocation: { uri }, ...(region === undefined ? {} : { region }) } }],
    ...(commit === undefined ? {} : { partialFingerprints: { commitSha: commit, date: DAY, author: 'Ada' } }),
    ...more,
  }));
  return JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver: { name: tool, rules: [] } }, results: all }] });
}

interface SemgrepFound extends Found {
  readonly message?: string;
  readonly cwe?: readonly string[];
  readonly lines?: string;
  readonly isIgnored?: boolean;
}

export function semgrep(found: readonly SemgrepFound[]): string {
  const results = found.map(({ rule, path, line, isLive, message = '', cwe = [], lines = 'requires login', isIgnored = false }) => ({
    check_id: rule,
    path,
    start: { line, col: 1, offset: 0 },
    end: { line, col: 9, offset: 8 },
    extra: {
      message,
      metadata: { cwe, category: 'security' },
      severity: 'ERROR',
      fingerprint: 'requires login',
      lines,
      is_ignored: isIgnored,
      validation_state: isLive === true ? 'CONFIRMED_VALID' : 'NO_VALIDATOR',
      engine_kind: 'OSS',
    },
  }));
  return JSON.stringify({ version: '1.100.0', results, errors: [], paths: { scanned: [] }, skipped_rules: [] });
}
