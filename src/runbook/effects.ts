/** Running text in, the sentences out that say what a rotation does to people and services: "All users are logged out." */

const WHO = '(?:users?|everyone|everybody|clients?|customers?|sessions?|tokens?|cookies?|connections?|logins?|links?|services?|pods?)';
const SUFFERS =
  '(?:(?:log|sign)(?:ged|ned)? ?(?:out|(?:back )?in again)|(?:re-?|have to )authenticat\\w*|invalidated|(?:become|are|be) invalid|' +
  'stops? working|(?:are|be|get) (?:dropped|disconnected|ended|interrupted|terminated)|(?:fail|restart)s? (?:until|for|with))';
const DOES =
  '(?:logs? out|signs? out|invalidates?|ends|drops|breaks|interrupts|disconnects|terminates) (?:all|any|every|existing|active|current|open)';
const EFFECT = new RegExp(`\\b${WHO}\\b.{0,80}\\b${SUFFERS}\\b|\\b${DOES}\\b|\\b(?:downtime|outage)\\b`, 'i');

/** Of a condition nobody knows whether it will be so, and what is asked for is no effect: both stay where they stand. */
export function effectsIn(text: string, isWork: (sentence: string) => boolean): readonly string[] {
  return text
    .split(/(?<=[.!])\s+(?=\p{Lu})/u)
    .filter((sentence) => EFFECT.test(sentence) && !/^(?:if|unless|in case)\b|\?$/i.test(sentence) && !isWork(sentence));
}
