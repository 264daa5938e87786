/**
 * The words of a step in, the phase it helps out: first by the verb it opens with, then by any verb in its first
 * sentence. "If …," in front is a condition, not the verb. Well-known commands say it more plainly than words.
 */
import type { Phase } from '../model.ts';
import { phasesInCommands, withoutCommands } from './known-commands.ts';
import { phaseInLanguages } from './languages.ts';

/** Tried in this order on the first words. */
const OPENING: readonly (readonly [Phase, string])[] = [
  [
    'dependents',
    'look for (?:the same|other (?:uses|names|systems))|rotate (?:(?:every|all|the) other secrets?|(?:every|all) secrets?|the secrets)\\b',
  ],
  [
    'record',
    'record\\b|document\\b|write (?:down|up)\\b|file (?:a|an|the) (?:\\w+ )?(?:report|note|incident|ticket)\\b|' +
      '(?:write|conduct|hold|run|schedule|do) (?:a |an |the )?(?:\\w+ )?(?:post-?mortem|post-?incident|retrospective)',
  ],
  [
    'audit',
    'audit|inspect|investigat|review\\b.{0,30}(?:log|activit|trail|access)|' +
      '(?:search|check|look|read)\\b.{0,40}\\b(?:logs?(?! (?:in|out|on|back)\\b)|login history|cloudtrail)\\b|look for',
  ],
  ['verify', 'verif|validat|confirm|check|test|smoke|ensure|make sure|see (?:that|whether)|try\\b|überprüf|prüf|vérifi|verific|検証'],
  [
    'contain',
    'contain|quarantin|isolat|suspend|restrict|announce|notify|(?:tell|inform|warn) (?!.{0,40}\\bto (?:load|read|re-?load|re-?start|use)\\b|apart\\b|whether\\b)|page\\b|find out|close\\b|(?:stop|block|disable|cut off)\\b[^.,]{0,24} access\\b(?! (?:key|token|secret|cred|code))|make .{0,30}inactive|rotate (?:it )?(?:immediately|now|at once)',
  ],
  ['cleanup', 'clean|purg|retire|decommission|scrub|rewrite|tidy'],
  ['reencrypt', 're-?encrypt|re-?wrap|encrypt .{0,30}again'],
  [
    'invalidate',
    '(?:invalidat|end|terminat|kill|flush|expire|revok)\\w*\\s(?:all |any |the |existing |active |open |old |user )*' +
      '(?:session|refresh token|cookie|connection|login)|(?:log|sign) (?:out )?(?:every|all)',
  ],
  [
    'revoke',
    'revok|deactivat|disable|invalidat|terminat|drop|delete|expire|kill|get rid of|(?:switch|turn) (?:off\\b|.{1,30} off\\b)|' +
      'remove .{0,20}(?:old|previous|leaked|compromised)|widerruf|révoqu|revoc|' +
      '(?:entfern|lösch|supprim|elimin)\\p{L}*.{0,20}(?:alt|ancien|antigu|anterior|vecchi|antig)',
  ],
  ['cleanup', 'remove|entfern|supprim|elimin'],
  [
    'generate',
    'generat|creat|make (?:an? |the )?(?:another|fresh|new|second)\\b|reset (?:\\w+ ){0,3}(?:password|key|secret|token|credential)|' +
      'set .{0,10}\\bnew (?:key|secret|token|password)|issue|mint|prepare|new (?:key|secret|token|password)|regenerat|' +
      'roll (?:the )?(?:key|secret|token)|add .{0,20}\\b(?:key|secret|token|credential)\\b|erzeug|génér|取得',
  ],
  ['deploy', 'deploy|redeploy|restart|roll ?out|roll (?:(?:all|the|every|each|affected) )*(?:pods?|deployments?|services?|instances?)\\b(?! (?:account|key|token|secret|cred|pass))|release|apply|reload|push|ausroll|déploy|despleg|反映'],
  [
    'store',
    'stor|updat|put|save|writ|set|add|cop|inject|replac|upload|speicher|enregistr|' +
      '(?:change|edit) .{0,30}(?:\\.env\\b|\\bconfig|\\bsettings?\\b|\\bvariables?\\b|\\.ya?ml\\b)',
  ],
  ['prevent', 'prevent|enforce|enable|monitor|alert|automat|schedul'],
];

/** Tried in this order anywhere in the first sentence. */
const ANYWHERE: readonly (readonly [Phase, string])[] = [
  ['revoke', 'revok|deactivat|invalidat(?:e|es|ing)\\b'],
  ['audit', 'audit'],
  ['generate', 'generat|creat|rotate'],
  ['deploy', 'deploy|restart|roll ?out'],
  ['store', 'store|updat'],
  ['verify', 'verif|validat|confirm'],
  ['cleanup', 'clean ?up'],
];

const compile = (entries: typeof OPENING, before: string): readonly (readonly [Phase, RegExp])[] =>
  entries.map(([phase, words]) => [phase, new RegExp(`${before}(?:${words})`, 'u')]);
const OPENS = compile(OPENING, '^');
/** EMAIL_VERIFY_SECRET verifies nothing. */
const HOLDS = compile(ANYWHERE, '(?<![\\p{L}\\p{N}_])');

const CONDITION = /^(?:if|when|once|after|in case)\b[^,:]{0,200}[,:]\s*/u;
/** "A day later delete it", "An hour after, …". */
const LATER = /^(?:an?|one|two|three|some|\d{1,3}) (?:minutes?|hours?|days?|weeks?) (?:later|after(?:wards)?)\b,?\s*/u;
const ARTICLE = /^(?:(?:then|now|immediately|first|next|finally|also|the|a|an)\s+)+/u;

/**
 * The phase of a step by its commands and its words; `other` where neither says. What a command ends, it ends whatever the
 * words; of what both make, the earlier one, since what comes later needs it.
 */
export function phaseOf(text: string, code = ''): Phase {
  const [first, ...more] = phasesInCommands(`${text}\n${code}`);
  const said = phaseInWords(first === undefined ? text : withoutCommands(text));
  if (first === undefined) return said;
  if (said === 'other' || (more.length === 0 && ENDING.has(first))) return first;
  return MAKING.indexOf(first) >= 0 && MAKING.indexOf(first) < MAKING.indexOf(said) ? first : said;
}

const ENDING: ReadonlySet<Phase> = new Set<Phase>(['contain', 'revoke']);
const MAKING: readonly Phase[] = ['generate', 'store', 'deploy'];

/** What else a step serves: it stores what a command of it makes, or its words deploy what a command stores. */
export function alsoMade(text: string, code: string): readonly Phase[] {
  const done = phasesInCommands(`${text}\n${code}`);
  const said = phaseInWords(withoutCommands(text));
  return done.length > 0 && MAKING.includes(said) ? [...done, said] : done;
}

/** The phase of a step by its words alone. */
export function phaseInWords(text: string): Phase {
  const lower = text.slice(0, 400).toLowerCase();
  const lead = lower.replace(CONDITION, '').replace(LATER, '').replace(ARTICLE, '');
  const opening = OPENS.find(([, pattern]) => pattern.test(lead));
  if (opening) return opening[0];
  const sentence = firstSentence(lead);
  const held = HOLDS.find(([, pattern]) => pattern.test(sentence))?.[0];
  return held ?? phaseInLanguages(/^[^.!?。]*/.exec(lower)?.[0] ?? '') ?? 'other';
}

/** The stop in `.env` ends none. */
function firstSentence(text: string): string {
  return /^(?:[^.!?。]|[.!?](?=[^\s.!?]))*/u.exec(text)?.[0] ?? '';
}

/** Whether a sentence begins with what to do, where one that tells how things are does not: "Check that …", not "Audit logs are …". */
export function opensWithWork(text: string): boolean {
  const lower = text.slice(0, 400).toLowerCase();
  const lead = lower.replace(CONDITION, '').replace(ADVERB, '');
  const sentence = firstSentence(lead);
  if (OPENS.some(([, pattern]) => pattern.test(lead))) return LOOKS.test(lead) || !(TELLS.test(sentence) || INFLECTED.test(lead));
  return !ENGLISH.test(sentence) && phaseInLanguages(sentence) !== undefined;
}

/** The same where nothing says that work is listed: the verb has to open or, as in German, to end it. "Esto invalida la URL" tells. */
export function isRequest(text: string): boolean {
  const sentence = firstSentence(text.slice(0, 400).toLowerCase()).replace(ADVERB, '');
  const words = sentence.split(/\s+/);
  const ends = NO_SPACES.test(sentence) ? [sentence] : [words[0] ?? '', words.slice(-2).join(' ')];
  const isVerb = (end: string): boolean => phaseInLanguages(end) !== undefined;
  return opensWithWork(text) && (OPENS.some(([, pattern]) => pattern.test(sentence)) || ends.some(isVerb));
}

const NO_SPACES = /[\u3040-\u9fff]/u;

/** So many clauses are a list of what to do; more are a story. */
const MOST_CLAUSES = 6;
const LONGEST_CLAUSES = 400;

/**
 * "Generate a key, update the store, and restart the app" as its clauses, each with a verb of its own in front; undefined
 * for what is one action, or says one in other words: only clauses of several phases are several things to tick.
 */
export function clausesOf(text: string): readonly string[] | undefined {
  if (text.length > LONGEST_CLAUSES || /[.!?:]\s/.test(text)) return undefined;
  // "If it leaked," holds for each of them
  const condition = CONDITION.exec(text.toLowerCase())?.[0].length ?? 0;
  const clauses = piecesOf(text.slice(condition)).map((piece) => piece.text);
  if (clauses.length < 2 || clauses.length > MOST_CLAUSES) return undefined;
  const phases = clauses.map((clause) => openingPhase(clause));
  if (phases.includes(undefined) || new Set(phases).size < 2) return undefined;
  const when = text.slice(0, condition);
  const areWhole = clauses.every((clause) => /\s/.test(clause) || ALONE.test(clause));
  return areWhole ? clauses.map((clause) => capitalised(when + clause)) : undefined;
}

/** What says it all in one word. */
const ALONE = /^(?:re-?)?(?:deploy|start)\.?$/i;

interface Piece {
  /** What stands between it and the one before: " and ". */
  readonly before: string;
  readonly text: string;
}

/** A sentence at its commas and its "and", but not within brackets. */
export function piecesOf(text: string): readonly Piece[] {
  const [first = '', ...more] = text.split(JOINT);
  const pieces: Piece[] = [{ before: '', text: first }];
  for (let at = 0; at < more.length; at += 2) pieces.push({ before: more[at] ?? '', text: more[at + 1] ?? '' });
  return pieces;
}

const JOINT = new RegExp(
  '([,;]\\s{1,8}(?:(?:and|und|et|y|e|en)\\s{1,8})?(?:then\\s{1,8})?|\\s{1,8}(?:and|und|et|y|e|en)\\s{1,8}(?:then\\s{1,8})?)(?![^()]{0,200}\\))',
);

function openingPhase(clause: string): Phase | undefined {
  const lead = clause.toLowerCase().replace(ARTICLE, '');
  const opening = OPENS.find(([, pattern]) => pattern.test(lead))?.[0] ?? phasesInCommands(lead)[0];
  return opening ?? (lead.startsWith('rotate ') ? 'generate' : undefined);
}

function capitalised(clause: string): string {
  return clause.charAt(0).toUpperCase() + clause.slice(1).replace(/\.$/, '');
}

const ENGLISH = /\b(?:the|is|are|and|of|to|by|with)\b/u;

const ADVERB = /^(?:(?:then|now|immediately|first|next|finally|also|please|always),?\s+)+/u;
const LOOKS = /^(?:verify|validate|confirm|check|test|ensure|make sure|see|look|read|search|inspect|review)\s+(?:that|whether|the|for|in|all|your|each|every)\b/u;
/** "Stored in the vault", "creates a token": no imperative. */
const INFLECTED = /^[a-z]{2,20}(?:ed|ing|(?<!s)s)\s/u;
/** A finite verb behind the first words: they are a subject. */
const TELLS = /^\S+(?:\s+\S+){0,3}?\s+(?:is|are|was|were|has|have|will|shows?|happens?|contains?|must|should|can|may|runs?|ends?|records?)\b/u;
