/** A file and what it extends → one file, as gitleaks puts them together. */
import { UsageError } from '../../errors.ts';
import { quoted } from '../../shown.ts';
import type { AllowList } from '../../foreign-rule.ts';
import type { DraftFile, DraftRule } from './draft.ts';

/** @param base what `extend.path` of it names; @returns the rules of both, by id */
export function extended(file: DraftFile, base: DraftFile): DraftFile {
  const own = new Map(file.rules.map((rule) => [rule.id, rule]));
  const disabled = new Set(file.extend.disabled);
  const given = base.rules.filter(({ id }) => !disabled.has(id));
  const rules = new Map(file.rules.map((rule) => [rule.id, rule]));
  for (const rule of given) rules.set(rule.id, own.has(rule.id) ? changedBy(rule, own.get(rule.id)!) : rule);
  return {
    ...file,
    format: base.format === 'betterleaks' ? base.format : file.format,
    rules: [...rules.values()],
    allow: [...file.allow, ...base.allow],
    targeted: [...base.targeted, ...file.targeted],
    filters: [...file.filters, ...base.filters],
    ...(file.prefilter ?? base.prefilter ? { prefilter: (file.prefilter ?? base.prefilter)! } : {}),
    extend: { useDefault: base.extend.useDefault, path: '', disabled: [] },
  };
}

/** What a file says of a rule that it did not make. Companions, and whether it is reported, stay the rule's own. */
function changedBy(rule: DraftRule, change: DraftRule): DraftRule {
  return {
    ...rule,
    ...(change.regex === undefined ? {} : { regex: change.regex }),
    ...(change.path === undefined ? {} : { path: change.path }),
    entropy: change.entropy || rule.entropy,
    group: change.group || rule.group,
    keywords: [...rule.keywords, ...change.keywords],
    allow: [...rule.allow, ...change.allow],
    filters: [...rule.filters, ...change.filters],
  };
}

interface Assembled {
  readonly file: DraftFile;
  /** Each with all that concerns it. */
  readonly rules: readonly DraftRule[];
  /** What of the file says nothing here, for people. */
  readonly notices: readonly string[];
}

/** Checks what can be checked when all rules are there. */
export function assembled(file: DraftFile): Assembled {
  const { useDefault } = file.extend;
  const notices: string[] = [];
  if (useDefault)
    notices.push(`${file.file}: extend.useDefault: burnlist's own rules stand for the default file of gitleaks, which is not part of it`);
  const isRule = ({ regex, path }: DraftRule): boolean => regex !== undefined || path !== undefined;
  const left = file.rules.filter((rule) => !isRule(rule));
  if (left.length > 0 && !useDefault)
    throw new UsageError(`${file.file}: rule ${quoted(left[0]!.id)}: needs a regex or a path`);
  if (left.length > 0)
    notices.push(`${file.file}: only changes to rules of that file, and of no use without it: ${named(left)}`);
  const rules = file.rules.filter(isRule);
  const ids = new Set(rules.map(({ id }) => id));
  for (const { id, companions } of rules) {
    const missing = companions.find((one) => !ids.has(one.id));
    if (missing !== undefined) throw new UsageError(`${file.file}: rule ${quoted(id)}: required: no rule is called ${quoted(missing.id)}`);
  }
  const target = file.targeted.flatMap((one) => one.ids).find((id) => !ids.has(id));
  if (target !== undefined && !useDefault)
    throw new UsageError(`${file.file}: allowlists: targetRules: no rule is called ${quoted(target)}`);
  const targeted = new Map<string, AllowList[]>();
  for (const { ids: of, list } of file.targeted)
    for (const id of new Set(of)) {
      const lists = targeted.get(id);
      if (lists === undefined) targeted.set(id, [list]);
      else lists.push(list);
    }
  return {
    file,
    rules: rules.map((rule) => ({
      ...rule,
      allow: [...file.allow, ...rule.allow, ...(targeted.get(rule.id) ?? [])],
      filters: [...file.filters, ...rule.filters],
      ...(file.prefilter === undefined ? {} : { prefilter: file.prefilter }),
    })),
    notices,
  };
}

const MOST_NAMED = 10;

function named(rules: readonly DraftRule[]): string {
  const names = rules.slice(0, MOST_NAMED).map(({ id }) => id);
  return `${names.join(', ')}${rules.length > MOST_NAMED ? ` and ${rules.length - MOST_NAMED} more` : ''}`;
}
