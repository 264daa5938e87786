/**
 * Paragraphs of a section that lists nothing in, its steps out: "To rotate it, generate a new one, put it into the store
 * and restart." is a procedure for those who read, so each thing to do becomes a step. Sentences that tell how things are stay
 * where they stand.
 */
import type { Step } from '../model.ts';
import type { Block, Prose } from './blocks.ts';
import { ROTATION } from './facets.ts';
import { CONDITION } from './languages.ts';
import { isRequest, phaseOf, piecesOf } from './phases.ts';
import { shorten } from './steps.ts';

/** More is a chapter, not a procedure. */
const MOST = 20;

/** None where nothing is renewed, or where there is but one thing to do: advice, not a procedure. */
export function stepsInProse(blocks: readonly Block[]): readonly Step[] {
  const steps = blocks.flatMap((block) => (block.kind === 'paragraph' ? stepsOf(block) : []));
  const renews = steps.some(({ text, phase }) => phase === 'generate' || ROTATION.test(text));
  return renews && steps.length > 1 && steps.length <= MOST ? steps : [];
}

function stepsOf({ text, lines }: Prose): readonly Step[] {
  return text
    .split(SENTENCES)
    .flatMap(actionsIn)
    .map((action): Step => {
      const phase = phaseOf((clickedIn(action) || action).replace(IN_A_WORD, ' '));
      return { text: shorten(action), phase, lines, code: [], children: [] };
    });
}

/** The stop in `.env` ends no sentence. */
const IN_A_WORD = /\.(?=\w)/g;

const SENTENCES = /(?<=[.!?])\s+(?=[\p{Lu}\d])|(?<=。)/u;

/** What a sentence asks for; "to rotate it," in front says why. What is done on a condition stays behind it. */
function actionsIn(sentence: string): readonly string[] {
  const text = sentence.replace(PURPOSE, '').replace(LABEL, '');
  const means = meansIn(text);
  if (means.length > 0) return means.map(asSentence);
  if (CONDITION.test(text)) return isWork(text.replace(CONDITION, '').trim()) ? [sentence] : [];
  if (isWork(clickedIn(text)) || ROTATION.test(clickedIn(text))) return [asSentence(text)];
  const actions: string[] = [];
  for (const piece of piecesOf(text)) {
    const last = actions.pop();
    if (last === undefined && !isWork(piece.text)) return [];
    if (last === undefined) actions.push(piece.text);
    else if (isWork(piece.text)) actions.push(last, piece.text);
    else actions.push(`${last}${piece.before}${piece.text}`);
  }
  return actions.map(asSentence);
}

/** "Rotate by making a new one, updating the store and restarting": each of them is done. */
function meansIn(text: string): readonly string[] {
  const means = piecesOf(text.replace(BY, '')).map((piece) => piece.text);
  return BY.test(text) && means.length > 1 && means.every((each) => phaseOf(each) !== 'other') ? means : [];
}

const BY = /^(?:rotate|renew|replace)\b[^,.:]{0,40}?\bby\s+(?=\w+ing\b)/i;
const LABEL = /^(?:(?:rotation )?(?:procedure|process|steps)|how(?: to rotate)?):\s*/i;
const PURPOSE = /^(?:in order to|to|um|pour|para|per|om|aby|żeby|щоб)\s[^,:]{0,200}[,:]\s*/iu;

/** What the last of several clicks is on: "Roll key" of "Dashboard → API keys → *Roll key*, expiry now". */
function clickedIn(text: string): string {
  const arrow = Math.max(text.lastIndexOf('→'), text.lastIndexOf('›'));
  return arrow < 0 ? '' : text.slice(arrow + 1).replace(/^[\s*_"“]{1,8}/, '');
}

function isWork(text: string): boolean {
  return ACTS.test(text) || isRequest(text);
}

/** What to do that belongs to no phase by its first word. */
const ACTS = /^(?:(?:then|next|finally|first),?\s+)?(?:rotate|run|execute|open|go to|log in|sign in|navigate|change|replace|switch|wait|ask|contact)\s/i;

function asSentence(text: string): string {
  const plain = text.trim();
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}
