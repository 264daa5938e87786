/** Rules as they are sent to a thread: of ten thousand that look for forms of values only what they differ in. */
import { followRule } from '../../detect/rules/follow-value.ts';
import type { Form } from '../../detect/rules/follow-value.ts';
import type { Confidence, Rule } from '../../model.ts';

/** Of a form of a value what tells it from others, as JSON; else the rule. */
export type Sent = Rule | string;

const sent = new WeakMap<Rule, string>();

export function asSent(rule: Rule): Sent {
  const { text, ignoreCase, followed, confidence } = rule;
  if (text === undefined) return rule;
  const known = sent.get(rule);
  if (known !== undefined) return known;
  const form = JSON.stringify([{ text, ignoreCase, via: followed!.via } satisfies Form, confidence]);
  sent.set(rule, form);
  return form;
}

/** A thread has most rules of one store from the store before. */
const received = new Map<string, Rule>();
const MOST_RECEIVED = 1 << 15;

export function asReceived(form: Sent): Rule {
  if (typeof form !== 'string') return form;
  const known = received.get(form);
  if (known !== undefined) return known;
  if (received.size === MOST_RECEIVED) received.clear();
  const rule = followRule(...(JSON.parse(form) as [Form, Confidence]));
  received.set(form, rule);
  return rule;
}
