/** Tells procedures for secrets in general from those for certain ones, and from procedures about anything else. */
import type { Procedure, Target } from '../model.ts';
import { LEAK, ROTATION } from './facets.ts';
import { familiesIn } from './families.ts';
import { SECRET_WORDS } from './languages.ts';
import { soundsSecret } from './names.ts';

/** Words for secrets of any kind. */
export const SECRETS = new RegExp(`secret|credential|password|token|\\bkeys?\\b|${SECRET_WORDS.source}`, 'iu');

/** Whether a procedure names no secret and no kind of secret, yet is about rotating them. */
export function isGeneral(procedure: Procedure): boolean {
  const { heading, parents, targets, steps, mode } = procedure;
  const specific = targets.filter(isSpecific);
  if ((specific.length > 0 && !isOfferedToAll(procedure, specific)) || parents.some((parent) => familiesIn(parent).size > 0)) return false;
  if (parents.slice(1).some(isAboutOne)) return false;
  const above = parents.join(' ');
  const isAboutSecrets = SECRETS.test(heading) || (SECRETS.test(above) && ROTATION.test(`${heading} ${above}`));
  if (mode !== 'leak') return isAboutSecrets && saysNothingElse(heading);
  if (SECRETS.test(heading)) return true;
  // An incident may be anything: this one has to speak of secrets itself.
  return SECRETS.test(parents.join(' ')) || steps.some(({ text }) => ROTATION.test(text) && SECRETS.test(text));
}

/** "5. S3 credentials": what stands below is for them. The title of a page says what the page is about. */
function isAboutOne(parent: string): boolean {
  if (LEAK.test(parent) || !(SECRETS.test(parent) || ROTATION.test(parent))) return false;
  return ownWords(parent).some((word) => !ANYWHERE.test(word)) || ACRONYM.test(parent);
}

/** Where secrets of any kind stand, and what has them: "Application secrets", "Secrets in Vault". */
const ANYWHERE = new RegExp(
  '^(?:apps?|applications?|services?|servers?|backend|frontend|environments?|variables?|files?|kubernetes|vault|github|gitlab|docker|' +
    'compose|platform|infrastructure|shared|internal|external|staging|development|local|cloud|store[ds]?|manager|handling|security|' +
    'config|configuration|deployment|operations|docs|documentation|overview|stack|cluster|runtime|system|team|project)$',
);
const COMMON = 'API|CD|CI|DB|DEV|ENV|FAQ|HOW|II|III|IT|K8S|OPS|PROD|QA|SOP|SRE|TO|UAT';
const ACRONYM = new RegExp(`(?<![\\p{L}\\p{N}])(?!(?:${COMMON})(?![\\p{L}\\p{N}]))\\p{Lu}[\\p{Lu}\\p{N}]{1,3}(?![\\p{L}\\p{N}])`, 'u');

/** A page on keys is for keys, not for passwords and tokens, unless its steps speak of secrets; where those are kept says nothing. */
export function isForKeysOnly({ heading, parents, steps }: Procedure): boolean {
  const words = [heading, ...parents].join(' ').toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? [];
  const said = words.filter((word) => SECRETS.test(word));
  const isOfKeys = said.length > 0 && said.every((word) => /^keys?$/.test(word));
  return isOfKeys && !steps.some(({ text }) => /\b(?:secrets?|credentials?|passwords?)\b/i.test(text.replace(KEPT_IN, ' ')));
}

const KEPT_IN = /secrets?[ -]?(?:manager|store|vault|management)|github secrets?|kubernetes secrets?/gi;

/** "For `POSTGRES_PASSWORD`: also read its log" among steps for any secret: what is named has steps of its own there. */
function isOfferedToAll({ mode, steps }: Procedure, named: readonly Target[]): boolean {
  const apart = steps.filter(({ text }) => FOR_SOME.test(text));
  const others = steps.length - apart.length;
  return mode === 'leak' && others > 1 && named.every(({ raw }) => apart.some(({ text }) => text.includes(raw)));
}

const FOR_SOME = /^(?:for|if|when|in case)\b/i;

/** "Rotating secrets" is for any; "MCP service key" and "Test secret rotation" are for something else. */
function saysNothingElse(heading: string): boolean {
  return ownWords(heading).length === 0;
}

/** What a heading says beside secrets, rotation and what any page says: of "OpenSearch password" the product. */
export function ownWords(heading: string): readonly string[] {
  const words = heading.replace(/[\p{L}\p{N}]+/gu, apart).toLowerCase().match(/[\p{L}\p{M}]{4,}/gu) ?? [];
  return words.filter((word) => !SECRETS.test(word) && !ROTATION.test(word) && !PLAIN.test(word));
}

/** "VAPID keys rotation" for VAPID_PRIVATE_KEY: all that the heading says, and what it is of, are words of the name. */
export function hasOwnWord(heading: string, canonical: string): boolean {
  const name = canonical.split('_');
  const own = ownWords(heading);
  const what = /password|keys?\b|token|secret/i.exec(heading)?.[0].toLowerCase().replace(/s$/, '') ?? '';
  return ROTATION.test(heading) && own.length > 0 && [...own, what].every((word) => name.includes(word));
}

/** `AccessTokenExpired` is three words, and only one of them is a secret's. */
function apart(word: string): string {
  return SECRETS.test(word) ? word.replace(/(\p{Ll})(?=\p{Lu})/gu, '$1 ') : word;
}

const PLAIN = new RegExp(
  '^(?:procedures?|runbook|guide|process|steps?|workflow|polic(?:y|ies)|management|lifecycle|normal|planned|scheduled|regular|' +
    'principles|after|manual|routine|production|general|generic|with|from|your|this|other|every|each|handbook|playbook|emergency|' +
    'allgemein\\p{L}*|schritte|étapes|etapas|passos|pasos|gerais|generales|générales|generali|alle|toutes|tous|todos|todas|tutti|alle|geral|general)$',
  'u',
);

/** A name in running text counts when it promises a secret; anything in a heading, code or table does. */
function isSpecific({ raw, kind, where }: Target): boolean {
  if (kind !== 'name') return true;
  return where !== 'prose' || (/^[A-Z]/.test(raw) && soundsSecret(raw));
}
