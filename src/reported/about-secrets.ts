/** Whether a find of a tool that looks for other things as well is about a secret: by the words of its rule, or by what it says. */

const SECRETS = /secret|credential|passw|token|private[-_. ]?key|api[-_. ]?key|hard-?coded|CWE-(?:259|312|321|522|798)\b/i;

/** In a sentence a password may be anything: it has to say that one was found. */
const FOUND =
  /\b(?:found|detect(?:ed|s)?|hard-?coded|leak(?:ed|s)?|exposed?|contains?|committed|embedded|plain-?text|identified|discovered|possible|potential(?:ly)?)\b/i;
const KEY = /\b(?:private|api|access|secret|encryption|signing)[-_ ]?keys?\b/i;
const THING = /\b(?:secrets?|credentials?|passwords?|passphrases?|(?:access|auth|api|bearer|refresh)[-_ ]tokens?)\b/i;
/** What a message says, it says at its beginning. */
const LONGEST_TEXT = 4000;
const LONGEST_SENTENCE = 400;

/** The name, the tags or the weaknesses of a rule. */
export function speaksOfSecrets(words: readonly string[]): boolean {
  return words.some((word) => SECRETS.test(word));
}

/** Rules with names that say nothing, as "generic-3": the message, or what the rule says of itself. */
export function saysFound(texts: readonly string[]): boolean {
  const sentences = texts
    .flatMap((text) => text.slice(0, LONGEST_TEXT).split(/[.!?\n](?:\s|$)/))
    .map((text) => text.slice(0, LONGEST_SENTENCE));
  return sentences.some((sentence) => FOUND.test(sentence) && (THING.test(sentence) || KEY.test(sentence)));
}
