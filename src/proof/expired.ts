/**
 * Provably dead: a documented rule has ended it, by its own date or by its longest life after the commit that holds it.
 * It stays compromised, and there is nothing left to rotate.
 */
import type { Proofs } from './proofs.ts';
import type { Token } from './json-web-token.ts';
import type { Secret } from '../model.ts';

interface Life {
  readonly form: RegExp;
  readonly hours: number;
  readonly rule: string;
}

/** Longest lives; what a setting can stretch has no place here. */
const LIVES: readonly Life[] = [
  // https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-an-installation-access-token-for-a-github-app
  { form: /^ghs_/, hours: 1, rule: 'GitHub installation tokens live one hour' },
  // https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
  { form: /^ASIA[A-Z2-7]{16}$/, hours: 36, rule: 'temporary AWS keys live at most 36 hours' },
  // https://docs.slack.dev/authentication/using-token-rotation
  { form: /^xoxe\.xox[bp]-/, hours: 12, rule: 'rotated Slack tokens live twelve hours' },
];
const DAY = 24 * 60 * 60 * 1000;
/** Dates are days, and clocks of committers differ. */
const MARGIN_DAYS = 2;

export function expiredSecrets(
  tokens: readonly Token[],
  secrets: readonly Secret[],
  asOf: string,
  proofs: Proofs,
): void {
  for (const { secret, expires } of tokens) {
    if (expires !== undefined && expires < asOf)
      proofs.add(secret, { kind: 'expired', detail: `expired on ${expires}` });
  }
  for (const secret of secrets) {
    const { first } = secret.exposure;
    if (first === undefined) continue;
    const start = secret.value.expose('proof').toString('latin1', 0, 32);
    const life = LIVES.find(({ form }) => form.test(start));
    if (life === undefined) continue;
    const days = Math.ceil(life.hours / 24) + MARGIN_DAYS;
    if (Date.parse(asOf) - Date.parse(first.date) < days * DAY) continue;
    proofs.add(secret, { kind: 'expired', detail: `in a commit of ${first.date}, and ${life.rule}` });
  }
}
