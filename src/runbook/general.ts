/** Tells procedures for secrets in general from those for certain ones, and from procedures about anything else. */
import { baseName } from '../base-name.ts';
import type { Procedure, Step, Target } from '../model.ts';
import { leavesNameOpen, namesSetIn } from './commands.ts';
import { LEAK, ROTATION, withoutExamples } from './facets.ts';
import { familiesIn } from './families.ts';
import { CONDITION, SECRET_WORDS } from './languages.ts';
import { namesIn, soundsSecret } from './names.ts';

/** Words for secrets of any kind. */
export const SECRETS = new RegExp(`secret|credential|password|token|\\bkeys?\\b|${SECRET_WORDS.source}`, 'iu');

/** Whether a procedure names no secret and no kind of secret, yet is about rotating them. */
export function isGeneral(procedure: Procedure): boolean {
  const { heading, parents, steps, mode } = procedure;
  if (isOfSome(procedure) || parents.some(namesSome)) return false;
  if (parents.slice(1).some(isAboutOne)) return false;
  const above = parents.join(' ');
  const speaksOfSecrets = SECRETS.test(heading) || (SECRETS.test(above) && ROTATION.test(`${heading} ${above}`));
  if (mode !== 'leak') return speaksOfSecrets && saysNothingElse(procedure) && !isSetUp(procedure);
  if (SECRETS.test(heading)) return true;
  // An incident may be anything: this one has to speak of secrets itself.
  return SECRETS.test(parents.join(' ')) || steps.some(({ text }) => ROTATION.test(text) && SECRETS.test(text));
}

/** How one thing is put up ends with how to renew what it needs: that is for nothing else. */
function isSetUp({ runbook, heading, parents: [title = heading] }: Procedure): boolean {
  const page = `${baseName(runbook).replace(/[_-]/g, ' ')} ${title}`;
  return SET_UP.test(page) && !SECRETS.test(page) && !ROTATION.test(page);
}

/** How something is put up. */
export const SET_UP =
  /\b(?:set-? ?up|install\w*|onboarding|getting started|quick ?start|einrichtung|instalaci\p{L}*|installazion\p{L}*)\b/iu;

/** Its headings or its page speak of secrets, not of incidents alone. */
export function isAboutSecrets({ runbook, heading, parents }: Procedure): boolean {
  const above = [heading, ...parents, baseName(runbook).replace(/[_-]/g, ' ')].join(' ');
  return SECRETS.test(above) || ROTATION.test(above);
}

/** "5. S3 credentials": what stands below is for them. The title of a page says what the page is about. */
function isAboutOne(parent: string): boolean {
  if (LEAK.test(parent) || !(SECRETS.test(parent) || ROTATION.test(parent))) return false;
  return ownWords(parent).some((word) => !ANYWHERE.test(word)) || ACRONYM.test(parent);
}

/** Where secrets of any kind stand, and what has them: "Application secrets", "Secrets in Vault". */
export const ANYWHERE = new RegExp(
  '^(?:apps?|applications?|services?|servers?|backend|frontend|environments?|variables?|files?|kubernetes|vault|github|gitlab|docker|' +
    'compose|platform|infrastructure|shared|internal|external|staging|development|local|cloud|store[ds]?|manager|handling|security|' +
    'config|configuration|deployment|operations|docs|documentation|overview|stack|cluster|runtime|system|team|project)$',
);
const COMMON = 'API|AWS|CD|CI|CLI|DB|DEV|ECS|EKS|ENV|ESO|FAQ|GCP|GKE|HOW|II|III|IT|K8S|KMS|OPS|PROD|QA|SOP|SOPS|SRE|SSM|TO|UAT|VM|VPS';
const ACRONYM = new RegExp(`(?<![\\p{L}\\p{N}])(?!(?:${COMMON})(?![\\p{L}\\p{N}]))\\p{Lu}[\\p{Lu}\\p{N}]{1,3}(?![\\p{L}\\p{N}])`, 'u');

/**
 * A page on keys is for keys, one on tokens for tokens, not for passwords, unless its steps speak of secrets; where those are kept
 * says nothing.
 */
export function onlyFor({ heading, parents, steps }: Procedure): 'key' | 'token' | undefined {
  const text = [heading, ...parents].join(' ').toLowerCase().replace(/secret[ _-]keys?/g, 'key');
  const said = (text.match(/[\p{L}\p{M}]+/gu) ?? []).filter((word) => SECRETS.test(word));
  const noun = (['key', 'token'] as const).find((each) => said.length > 0 && said.every((word) => word === each || word === `${each}s`));
  const isWider = steps.some((step) => /\b(?:secrets?|credentials?|passwords?)\b/i.test(step.text.replace(KEPT_IN, ' ')));
  return isWider ? undefined : noun;
}

const KEPT_IN = /secrets?[ -]?(?:manager|store|vault|management)|github secrets?|kubernetes secrets?/gi;

/**
 * It says for which secrets it is. A section about leaks may name some as examples, "If `JWT_SECRET` leaked, …": it is for any
 * as long as one of its steps renews whatever leaked.
 */
export function isOfSome({ heading, mode, targets, steps }: Procedure): boolean {
  if (GENERAL.test(heading)) return false;
  const cases = casesIn(steps);
  const isCase = ({ raw, where }: Target): boolean => where === 'prose' && cases.has(raw);
  const isAny = (target: Target): boolean => isCase(target) || (target.where === 'command' && steps.some(isOpen));
  if (mode !== 'leak') return targets.some((target) => isSpecific(target) && !isAny(target));
  const start = steps[0]?.lines[0] ?? 0;
  // "When `JWT_SECRET` may have leaked:" above the steps says what they are for
  if (targets.some((target) => target.where === 'heading' || (isSpecific(target) && target.line < start))) return true;
  const renewing = steps.filter(renewsOne);
  return targets.some(isSpecific) && renewing.length > 0 && !renewing.some(renewsAny);
}

/** "Deploy. Rotating `A` logs everybody out; rotating `B` cuts off agents": a section that tells secrets apart so is for more than one. */
function casesIn(steps: readonly Step[]): ReadonlySet<string> {
  const remarks = steps.flatMap(({ text }) => text.split(/[.;]\s{1,8}/)).filter((clause) => REMARK.test(clause));
  const names = new Set(remarks.flatMap((clause) => namesIn(clause, false).slice(0, 1)));
  return names.size > 1 ? names : new Set();
}

const REMARK = /^(?:changing|renewing|replacing|rotating)\s/i;

/** It says of itself that it is for any. */
const GENERAL = /\b(?:general|generic|allgemein|générale?|generale?|geral|ogóln)\b/iu;

function isOpen({ code, children }: Step): boolean {
  return code.some(({ text }) => leavesNameOpen(text)) || children.some(isOpen);
}

function renewsOne({ text, phase }: Step): boolean {
  return phase === 'generate' || phase === 'revoke' || phase === 'contain' || ROTATION.test(text);
}

function renewsAny({ text, code }: Step): boolean {
  if (ANY_SECRET.test(text)) return true;
  return !namesSome(withoutExamples(text)) && !code.some((each) => namesSetIn(each.text).length > 0) && !CONDITION.test(text);
}

/** "All secrets", "the compromised credential" in whatever language a runbook has. */
const ANY_SECRET = new RegExp(
  `(?<![\\p{L}])(?:all|every|any|affected|compromised|leaked|exposed|alle|tous|toutes|todos|todas|tutti|tutte|wszystki\\p{L}*|усі|всі)` +
    ` (?:\\p{L}+ ){0,2}(?:${SECRETS.source})|(?:所有|全部|任意|すべての|全ての|모든).{0,12}(?:${SECRETS.source})`,
  'iu',
);

function namesSome(text: string): boolean {
  return familiesIn(text).size > 0 || namesIn(text, false).some((name) => /^[A-Z]/.test(name) && soundsSecret(name));
}

/** "Rotating secrets" is for any; "MCP service key", "R2/S3 keys" and "Test secret rotation" are for something else. */
function saysNothingElse({ heading, parents }: Procedure): boolean {
  // in a title an acronym is whose secrets they are, below it which
  const hasAcronym = parents.length > 0 && ACRONYM.test(heading.replace(/\([^()]{0,200}\)/g, ' '));
  return ownWords(heading).length === 0 && !hasAcronym;
}

/** What a heading says beside secrets, rotation and what any page says: of "OpenSearch password" the product. */
export function ownWords(heading: string): readonly string[] {
  const words = heading.replace(/[\p{L}\p{N}]+/gu, apart).toLowerCase().match(/[\p{L}\p{M}]{4,}/gu) ?? [];
  return words.filter((word) => !SECRETS.test(word) && !ROTATION.test(word) && !PLAIN.test(word));
}

/** "VAPID keys rotation" for VAPID_PRIVATE_KEY: all that the heading says, and what it is of, are words of the name. */
export function hasOwnWord(heading: string, canonical: string): boolean {
  return ROTATION.test(heading) && WHAT.test(heading) && saysWordsOf(heading, canonical);
}

/** "Cloudflare" above steps that renew something is for what has that word in its name, where it names no secret itself. */
export function isTitledFor({ heading, steps, targets }: Procedure, canonical: string): boolean {
  const isNamed = targets.some(({ kind, where }) => kind === 'name' && where === 'heading');
  if (isNamed || ownWords(heading).every((word) => ANYWHERE.test(word))) return false;
  return saysWordsOf(heading, canonical) && steps.some(({ text, phase }) => ROTATION.test(text) || phase === 'generate');
}

function saysWordsOf(heading: string, canonical: string): boolean {
  const name = canonical.split('_').map((word) => word.replace(/\d{1,8}$/, ''));
  const own = ownWords(heading);
  const what = WHAT.exec(heading)?.[0].toLowerCase().replace(/s$/, '') ?? [];
  const said = own.filter((word) => !HOSTS.test(word));
  // "Google OAuth" is for Google's alone: what is left says only what kind it is
  if (said.length < own.length && said.every((word) => familiesIn(word).has('oauth'))) return false;
  return said.length > 0 && [...said, ...[what].flat()].every((word) => name.includes(word));
}

/** Whose cloud it is, and which of two keys: the name need not say it. "Azure Cosmos DB, primary key" is for COSMOS_KEY. */
const HOSTS = /^(?:amazon|azure|google|cloud|account|accounts|primary|secondary)$/;

const WHAT = /password|keys?\b|token|secret/i;

/** `AccessTokenExpired` is three words, and only one of them is a secret's. */
function apart(word: string): string {
  return SECRETS.test(word) ? word.replace(/(\p{Ll})(?=\p{Lu})/gu, '$1 ') : word;
}

/** Words that headings of any runbook have. */
export const PLAIN = new RegExp(
  '^(?:procedures?|runbook|guide|process|steps?|order|minim(?:um|al)|mínim[oa]|minim[oa]|basic|básic[oa]|standard|sequence|séquence|sequência|secuencia|sequenza|ablauf|workflow|polic(?:y|ies)|pol[ií]ticas?|politiques?|richtlinien?|weeks?|semanas?|semaines?|wochen?|version|versión|draft|management|lifecycle|normal|planned|scheduled|regular|' +
    'principles|schedule|calendar|after|zero|downtime|manual|routine|production|general|generic|with|from|your|this|other|every|each|handbook|playbook|emergency|' +
    'процедур\\p{L}|ручн\\p{L}{1,3}|порядок|процесс|procedimientos?|procedimentos?|procedur\\p{L}{1,3}|procédures?|vorgehen|allgemein\\p{L}*|schritte|étapes|etapas|passos|pasos|gerais|generales|générales|generali|alle|toutes|tous|todos|todas|tutti|alle|geral|general)$',
  'u',
);

/** A name in running text counts when it promises a secret; anything in a heading, code or table does, but for examples. */
function isSpecific({ raw, kind, where, isExample }: Target): boolean {
  if (isExample === true) return false;
  if (kind !== 'name') return true;
  return where !== 'prose' || (/^[A-Z]/.test(raw) && soundsSecret(raw));
}
