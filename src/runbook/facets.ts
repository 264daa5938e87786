/**
 * Headings and labels in, what they announce out: impact, verification, cleanup … or nothing of use.
 * "**Rotation impact:** everybody logs in again" is a label with its sentence.
 */
import { LEAKS, ROTATIONS } from './languages.ts';

export type Facet =
  | 'steps'
  | 'impact'
  | 'verification'
  | 'cleanup'
  | 'audit'
  | 'rollback'
  | 'owner'
  | 'cadence'
  | 'background'
  | 'outside';

/** Tried in this order on the words of a heading or label, numbering taken off. */
const WORDS: readonly (readonly [Facet, string])[] = [
  [
    'outside',
    'table of contents|rotation (?:log|history|records?)\\b|contents|toc\\b|future|examples?\\b|references?\\b|see also|related|change ?log|' +
      'history|revision|glossary|faq|appendix|troubleshooting|(?:common|known) (?:issues|problems|errors)|exercises?\\b|further reading|old\\b|deprecated|retired|roadmap|' +
      'acceptance criteria|definition of done|user stor(?:y|ies)|tasks? ?/ ?sub-?tasks?|dev notes|non-goals|' +
      'inhalt|zukunft|beispiel|sommaire|table des matières|futur|exemples?\\b|índice|indice|ejemplo|esempi|sumário|' +
      'exemplo|inhoud|toekomst|voorbeeld|spis treści|przykład|зміст|майбутн|приклад|содержание|оглавление|пример|будущ|устранение неполадок|目次|今後|例|目录|未来|示例|목차|문제|과제|트러블슈팅|사전 ?(?:조건|준비)|개요',
  ],
  [
    'rollback',
    '(?:emergency )?rollback|roll back|roll-back|revert|back[- ]?out|zurückrollen|retour arrière|reversión|ripristin|reversão|' +
      'terugdraai|wycofani|відкат|ロールバック|切り戻し|回滚',
  ],
  [
    'impact',
    '(?:(?:rotation|compromise|expected|user|business) )?(?:impact|effects?\\b|risks?\\b|consequences?|downtime|blast radius)|' +
      'conséquences?|auswirkung|folgen|side effects|what to expect|what breaks|consecuencia|impacto|impatto|conseguenz|' +
      'consequência|gevolg|skutki|wpływ|наслідк|вплив|последств|влияни|影響|影响',
  ],
  [
    'verification',
    'exit criteria|完成(?:判定|标准)|验收|(?:post[- ]rotation |continuous )?(?:verif|validat|smoke|checks?\\b|checklist|tests?\\b(?!.{0,60}rotat)|testing)|' +
      '(?:after|following|post)[- ](?:(?:an?|any|all|the|each|every) )?rotat|' +
      'nach (?:der |jeder )?rotation|après (?:la |chaque )?rotation|' +
      '(?:después de|tras) la rotación|dopo la rotazione|após a rotação|done when|überprüfung|prüfung|vérif|comprobaci|controle\\b|weryfikacj|перевірк|проверк|検証|確認|验证',
  ],
  [
    'cleanup',
    'clean[- ]?up|retire|decommission|(?:remove|delete) (?:the )?(?:old|previous)|aufräumen|nettoyage|limpieza|pulizia|' +
      'limpeza|opruim|sprzątani|очищ|очистк|後片付け|清理',
  ],
  ['audit', 'audit|log review|forensic|investigat|look for\\b'],
  [
    'owner',
    'owners?\\b|owned by|responsible|(?:emergency |escalation )?contacts?\\b|escalation|on[- ]call|verantwortlich|zuständig|responsab|responsáve|propriet|eigenaar|właściciel|відповідальн|ответственн|担当|负责人',
  ],
  [
    'cadence',
    'cadence|frequency|rotation (?:interval|schedule|period|frequency|cadence)|rotate every|' +
      'interval|schedule|rhythmus|turnus|zyklus|fréquence|frecuencia|frequenza|frequência|frequentie|częstotliwość|періодичн|периодичн|частота|расписани|頻度|周期|频率|주기',
  ],
  [
    'steps',
    '(?:the )?(?:(?:rotation|recovery|response|remediation|mitigation) )?(?:steps?|procedures?|process|workflow|instructions)\\b|' +
      '(?:how to rotate|rotation)$|step[- ]by[- ]step|schritt[- ]f|paso a paso|passo a passo|krok po kroku|procédure|procedura|procedimiento|procedimento|vorgehen|ablauf|schritte|étapes|pasos|passi|passos|' +
      'stappen|kroki|procedura|кроки|порядок|процедура|шаги|инструкция|手順|步骤|절차',
  ],
  [
    'background',
    'overview|background|(?:(?:guiding|core) )?princip(?:les|es|ios|i)\\b|grundsätze|princípios|zasady|принцип|обзор|почему|зачем|原則|原则|원칙|' +
      '(?:why|por qu[eé]|warum|pourquoi|perch[eé])(?!\\p{L})|waarom\\b|dlaczego\\b|чому |なぜ|为什么|scope|prerequisites?|preconditions?|before (?:you|rotat)|pre[- ]?(?:flight|rotat|condition|requisite)|' +
      'symptoms?\\b|(?:what )?triggers?\\b|calendar|local (?:development|setup)|(?:initial )?set-?up\\b|getting started|' +
      'what it protects|purpose|context\\b|notes?\\b|gotchas|(?:when|wann|quand|quando|cuándo|kiedy|коли|когда)(?: to rotate| rotieren| rotater| rotar| rotacionar| ruotare| rotować|\\s{0,2}[:?]|$)|where|stored in|' +
      'used by|consumers|voraussetzung|kalender|auslöser|prérequis|calendrier|requisitos|calendario|prerequisiti|' +
      'pré-requisitos|calendário|vereisten|wymagania|передумов|предварительн|前提|트리거',
  ],
];
const FACETS = WORDS.map(([facet, words]) => [facet, new RegExp(`^(?:${words})`, 'u')] as const);

/** What a heading or label announces, if it is one of the usual ones. */
export function facetOf(label: string): Facet | undefined {
  const words = label
    .slice(0, 120)
    .toLowerCase()
    .replace(ORNAMENT, '')
    .replace(NUMBERED, '')
    .replace(/[:\s.–—-]{1,40}$/, '');
  return FACETS.find(([, pattern]) => pattern.test(words))?.[0];
}

/** Pictures and signs in front: "🔄 Rollback", "¿Por qué?". */
const ORNAMENT = /^[^\p{L}\p{N}]+/u;

/** "1.", "2)", "Step 3:", "Phase 1 —" in front of a heading. */
export const NUMBERED =
  /^\s*(?:(?:step|phase|étape|etape|schritt|passo|paso|stap|krok|крок|шаг|этап|手順|ステップ|步骤)\s*\d{1,3}|\d{1,3}(?:\.\d{1,3})*[.):]?(?=\s))\s*[.):–—-]*\s*/iu;

export interface Labelled {
  readonly facet: Facet;
  readonly rest: string;
}

/** Splits "Impact: all sessions end" into facet and sentence; a label alone has an empty rest. */
export function labelled(text: string): Labelled | undefined {
  const colon = text.slice(0, 80).search(/[:：]/);
  if (colon < 1) return undefined;
  const label = text.slice(0, colon);
  if (label.split(' ').length > 5) return undefined;
  const facet = facetOf(label);
  return facet && { facet, rest: text.slice(colon + 1).trim() };
}

/** Words of a section that is about a leak, not about planned work. */
export const LEAK = new RegExp(
  `emergenc|incident|\\bleak|compromis|breach|suspected|exposed|(?:secrets?|credentials?|keys?|tokens?|passwords?|\\.env) exposure|\\bg(?:ets?|ot|etting) out\\b(?! of\\b)|${LEAKS.source}`,
  'iu',
);

/** Words of a text that is about rotating, revoking or a leak at all. */
export const ROTATION = new RegExp(
  'rotat|revok|regenerat|compromis|\\bleak|renew|re-?issue|' +
    '\\broll(?:s|ed|ing)?\\s+(?:(?:the|your|all|an?|api|live|old|secret|signing|access)\\s+){0,3}(?:keys?|secrets?|tokens?|credentials?)\\b|' +
    ROTATIONS.source,
  'iu',
);

const SUCH_AS =
  '(?:\\b(?:e\\. ?g\\.|for example\\b|for instance\\b|such as\\b|z\\. ?b\\.|zum beispiel\\b|par exemple\\b|por e[jx]emplo\\b|' +
  'ad esempio\\b|p\\. ?e[jx]\\.)|例えば|例如|예를 들어)';
/** Before what is one. */
export const EXAMPLE = new RegExp(`${SUCH_AS}[,:]?\\s*(?:every\\s+)?$`, 'i');
const EXAMPLES = new RegExp(`${SUCH_AS}(?:[^.!?;)]|\\.(?!\\s)){0,300}`, 'giu');

/** A text without what it gives as examples, which is what it is not about: "a key, for example `STRIPE_KEY`". */
export function withoutExamples(text: string): string {
  return text.replace(EXAMPLES, ' ');
}

/** Whether what follows these words is an example. */
export function leadsToExample(text: string): boolean {
  return !withoutExamples(`${text}…`).endsWith('…');
}
