/** Whether a section that names the kind of a secret is about another secret of that kind. */
import type { Procedure, Step } from '../model.ts';
import { familiesIn, isBroad, isProvider, isServed, isVendors, withoutFamily } from './families.ts';
import { ANYWHERE, ownWords } from './general.ts';
import { bareName, canonicalName, globCovers } from './names.ts';
import { COMMON, targetName, type Known, type Want } from './want.ts';

/**
 * "OpenSearch password" is no section for any password, nor is "Rotation" below it: neither the headings nor a step have a
 * word of the name.
 */
export function isOfAnotherProduct({ heading, parents, steps }: Procedure, { canonical }: Known): boolean {
  const headings = [heading, ...parents.slice(1).filter((parent) => [...familiesIn(parent)].some(isBroad))];
  const own = headings.flatMap(ownWords).filter((word) => !ANYWHERE.test(word));
  const name = canonical.split('_').filter((word) => word.length > 3 && !COMMON.test(word));
  return own.length > 0 && !name.some((word) => own.includes(word) || saidIn(steps).has(word));
}

/**
 * "Google OAuth client secret" is none for somebody else's, nor "Database encryption key" for what encrypts something else: beside
 * the kind both say whose it is, and not the same.
 */
export function isOfAnotherOwner({ heading, steps }: Procedure, family: string, { want, canonical }: Known): boolean {
  if (!OWNED.has(family)) return false;
  if (saysUse(want.name) && !saysUse(heading) && !saidIn(steps).has('backup')) return true;
  const rest = withoutFamily(canonical.replaceAll('_', ' '), family).split(' ').filter((word) => word.length > 1 && !OF_ALL.test(word));
  const own = ownWords(withoutFamily(heading.toLowerCase(), family)).filter((word) => !ANYWHERE.test(word) && !OF_ALL.test(word));
  if (rest.length === 0 || rest.some((word) => own.includes(word) || saidIn(steps).has(word))) return false;
  return own.length > 0 || (isProductsOwn(canonical) && !/master/i.test(heading));
}

const OWNED: ReadonlySet<string> = new Set(['encryption', 'oauth']);
/** A backup is encrypted with a key of its own. */
const saysUse = (text: string): boolean => /(?<![a-z])backups?(?![a-z])/i.test(text);
/** Words that tell no two keys apart: what each is, has or is used for, and when or how it is renewed. */
const OF_ALL = new RegExp(
  '^(?:access|app|applications?|clients?|credentials?|current|data|columns?|fields?|rows?|level|id|key|keys|master|new|old|passphrase|password|' +
    'previous|primary|private|secret|secrets|server|service|symmetric|token|tokens|salts?|identity|logins?|social|providers?|' +
    'yearly|annual(?:ly)?|quarterly|monthly|weekly|lost|stolen|safely|quickly|again|when|what)$',
);

/** MEILI_MASTER_KEY opens the product, and encrypts nothing. */
function isProductsOwn(canonical: string): boolean {
  return canonical.endsWith('_master_key') && !/^(?:rails|app|encryption|secrets?|keyring|vault|kms|data)_/.test(canonical);
}

/** Keys that the product issues to its users are no vendor's: those are renewed where the vendor has them. */
export function isOurOwn({ heading, steps }: Procedure, family: string, { want }: Known): boolean {
  const isGivenOut = isVendors(want.kind) || [...familiesIn(want.name)].some(isProvider);
  return family === 'api-key' && isGivenOut && !ELSEWHERE.test(heading) && !ELSEWHERE.test([...saidIn(steps)].join(' '));
}

const ELSEWHERE = /\b(?:console|dashboards?|external|exchanges?|portal|providers?|third|vendors?)\b/i;

const SAID = new WeakMap<readonly Step[], ReadonlySet<string>>();

/** Asked for once per secret and section: remembered. */
function saidIn(steps: readonly Step[]): ReadonlySet<string> {
  const said = SAID.get(steps) ?? new Set(steps.flatMap(textsOf).join(' ').toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu));
  SAID.set(steps, said);
  return said;
}

function textsOf({ text, code, children }: Step): readonly string[] {
  return [text, ...code.map((each) => each.text), ...children.flatMap(textsOf)];
}

/** "Stripe webhook secret" is about Stripe, and not about its API keys; "Stripe, webhook secret" is about both. */
export function isOtherKindOf({ heading }: Procedure, provider: string, { families }: Known): boolean {
  const parts = heading.split(/[,;/&+()]|\s(?:and|or|und|et|y|e)\s/).map(familiesIn);
  return parts.filter((part) => part.has(provider)).every((part) => isOfOthers(part, families));
}

function isOfOthers(part: ReadonlySet<string>, families: ReadonlySet<string>): boolean {
  const kinds = [...part].filter((family) => !isProvider(family) && !isBroad(family));
  return kinds.length > 0 && !kinds.some((family) => families.has(family));
}

/** "Stripe webhook secret" is none for the webhook of somebody else: the name has a word that the heading does not. */
export function isOfAnotherProvider({ heading, targets }: Procedure, { canonical, families }: Known): boolean {
  const providers = targets.filter(({ kind, where }) => where === 'heading' && kind === 'provider');
  return providers.length > 0 && !providers.some(({ raw }) => families.has(raw)) && hasWordBeside(canonical, heading);
}

/** "LexikJWT (`JWT_*`)" says which names it is for: a MERCURE_JWT_KEY is none of them. */
export function isBesidePattern({ heading, targets }: Procedure, { want, canonical }: Known): boolean {
  const globs = targets.filter(({ kind, where }) => where === 'heading' && kind === 'glob');
  return globs.length > 0 && !globs.some(({ raw }) => globCovers(raw, want.name)) && hasWordBeside(canonical, heading);
}

function hasWordBeside(canonical: string, heading: string): boolean {
  const said = canonicalName(heading).split('_');
  return bareName(canonical)
    .split('_')
    .some((word) => word.length > 3 && !COMMON.test(word) && !said.includes(word));
}

/** The heading belongs to the family by the name of another secret alone. */
export function isForAnother({ heading, targets }: Procedure, family: string, { want, canonical }: Known): boolean {
  const names = targets.filter(({ kind, where }) => where === 'heading' && kind === 'name');
  if (want.name === '' || names.length === 0 || names.some((target) => targetName(target) === canonical)) return false;
  const rest = names.reduce((text, { raw }) => text.replaceAll(raw, ' '), heading);
  return !familiesIn(rest).has(family);
}

/** What is signed: "JWT signing key" is none for a SESSION_SECRET, nor the other way round; "signing key" is for either. */
export function isOtherUse(heading: string, { name }: Want): boolean {
  const usesIn = (text: string): readonly RegExp[] => SIGNED.filter((use) => use.test(text.replace(/_/g, ' ')));
  const wanted = usesIn(name);
  const said = usesIn(heading);
  const isSaid = wanted.length > 0 || signsItsOwn(name);
  return said.length > 0 && isSaid && !said.some((use) => wanted.includes(use));
}

/** CURSOR_SIGNING_KEY says that cursors are signed; a token or the application may be signed for as a JWT is. */
function signsItsOwn(name: string): boolean {
  const signed = /(?:^|_)([a-z0-9]+)_sign(?:ing|ature)?_(?:key|secret)(?:_|$)/.exec(canonicalName(name))?.[1];
  return signed !== undefined && !AS_TOKENS.test(signed);
}

const AS_TOKENS = /^(?:access|api|app|application|auth|authentication|id|login|private|refresh|server|tokens?)$/;

const SIGNED = [/\bjwts?\b|json web token/i, /\b(?:session|cookie)s?\b/i, /\bwebhooks?\b/i];

/** The other secret may be this one by another name: a URL holds the password, and beside the product both say the same. */
export function mayBeTheSame({ targets }: Procedure, { want, canonical }: Known): boolean {
  if (want.kind === 'database-url' || want.scheme !== undefined) return true;
  const others = targets.filter(({ kind, where }) => where === 'heading' && kind === 'name').map(targetName);
  return others.some((other) => besideProduct(other) === besideProduct(canonical) || isOneMoreOf(other, canonical));
}

/** STRIPE_CONNECT_WEBHOOK_SECRET beside STRIPE_WEBHOOK_SECRET: the same provider's, for one more thing. */
function isOneMoreOf(other: string, canonical: string): boolean {
  const words = canonical.split('_');
  return [...familiesIn(other)].some(isProvider) && other.split('_').every((word) => words.includes(word));
}

/** PG_ADMIN_PASSWORD and AZURE_POSTGRES_ADMIN_PASSWORD are an admin's each, STRIPE_API_KEY and STRIPE_SECRET_KEY Stripe's. */
function besideProduct(canonical: string): string {
  const isProduct = (word: string): boolean => [...familiesIn(word)].some(isServed);
  const words = bareName(canonical).split('_').filter((word) => !COMMON.test(word) && !OF_ANY.test(word) && !isProduct(word));
  return words.sort().join(' ');
}

const OF_ANY = /^(?:api|aws|azure|gcp|key|live)$/;
