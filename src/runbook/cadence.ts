/** Sentences in, how often something is to be rotated out: "every 90 days", "alle drei Monate", "90日ごと". */
import { EXAMPLE, ROTATION } from './facets.ts';

interface Unit {
  readonly days: number;
  /** Behind a number. */
  readonly units: string;
  /** Without one: "quarterly"; logs are rotated daily, secrets are not. */
  readonly adverbs?: string;
}

/** Those that contain another's word come first. */
const UNITS: readonly Unit[] = [
  {
    days: 182,
    units: 'halbjahre?n?|semestres?|semestr[ei]|半期',
    adverbs: 'semi-?annual|bi-?annual|half-?yearly|twice (?:a|per) year|halbjährlich|semestr(?:iel|al)|halfjaarlijks|półroczn|co pół roku|що ?півроку|раз в полгода|(?<![上下])半年(?![前後后])|(?<![상하])반기|반년(?! ?[전후])',
  },
  {
    days: 91,
    units: 'quarters?|quartale?n?|trimestres?|trimestr[ei]|kwarta(?:al|len|ł|ły|łów)|квартал\\p{L}{0,2}|四半期|季度|분기',
    adverbs: 'quarterly|vierteljährlich|quartalsweise|trimestr(?:iel|al)|driemaandelijks|kwartalnie|co kwartał|щокварт|ежекварт|毎四半期|每季|每个季度|분기마다|분기별|매 ?분기',
  },
  {
    days: 30,
    units: "months?|monate?n?|mois|mes(?:es|i|e)?|mês|maand(?:en)?|miesi[ąę]c\\p{L}{0,2}|місяц\\p{L}{0,3}|месяц\\p{L}{0,3}|(?:か|ヶ|カ|ケ|箇)月|[个個]月|개월|달",
    adverbs: 'monthly|monatlich|mensuel|mensual|mensil|mensal|maandelijks|miesięcznie|co miesiąc|щомісяц|ежемесяч|毎月|每月|每个月|매월|매달',
  },
  {
    days: 7,
    units: 'weeks?|wochen?|semaines?|semanas?|settiman[ae]|weken|tygodni\\p{L}{0,2}|tydzień|тижн\\p{L}{0,3}|тиждень|недел\\p{L}{1,2}|週間?|周|주',
    adverbs: 'weekly|wöchentlich|hebdomadaire|semanal|settimanal|wekelijks|tygodniow|co tydzień|щотиж|еженедел|毎週|每周|매주',
  },
  {
    days: 365,
    units: 'years?|jahre?n?|ans?|années?|años?|ann[oi]|anos?|jaar|jaren|rok(?:u|i)?|lata?|рок\\p{L}{0,2}|рік|год\\p{L}{0,2}|лет|年|년',
    adverbs: 'annual|yearly|jährlich|annuel|anual|jaarlijks|rocznie|corocznie|co rok|щор[іо][чк]|ежегодн|毎年|每年|매년',
  },
  {
    days: 1,
    units: 'days?|tage?n?|jours?|d[ií]as?|giorn[oi]|dag(?:en)?|dni|dzień|дн\\p{L}{1,2}|день|日間?|天|일',
  },
];

const NUMBERS: Readonly<Record<string, string>> = {
  2: 'two|zwei|deux|dos|due|dois|duas|twee|dwa|dwie|два|две|дві|[二两兩]',
  3: 'three|drei|trois|tres|três|tre|drie|trzy|три|三',
  6: 'six|sechs|seis|sei|zes|sześć|шість|шесть|六',
  12: 'twelve|zwölf|douze|doce|dodici|doze|twaalf|dwanaście|дванадцять|двенадцать|十二',
};

const START = '(?<![\\p{L}\\p{N}])';
const END = '(?!\\p{L})';
const WORDS = `${START}(?:${Object.values(NUMBERS).join('|')})${END}`;
/** No part of a date: "2025年3月1日" says when, not how often. */
const NUMBER = `(?<![\\p{N}第一二三四五六七八九十月월年년./]|[月월年년] )(?!\\d{4} ?[年년])(?:\\d{1,4}|[二两兩三六](?![十百])|十二|${WORDS})`;
const ALL_UNITS = UNITS.map(({ units }) => units).join('|');
/** Signs of Chinese, Japanese and Korean stand beside others without a space. */
const SIGNS = '[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Hang}]';
const COUNTED = `(${NUMBER})[ -]?(${ALL_UNITS})(?:${END}|(?<=${SIGNS}))`;
/** "twice yearly", "bi-weekly": another rhythm than the word behind it. */
const NOT_SO_OFTEN = '(?<!(?:(?<!\\p{L})(?:bi|semi)|twice|times|(?:zwei|drei|vier)mal|[2-9] ?x|razy)[ -])';
/** "the annual license" is called so, "on an annual basis" is a rhythm. */
const OF_RHYTHM = '(?=[\\p{L}-]{1,15} (?:basis|cycle|schedule|cadence|interval|rhythm|rotation|maintenance))';
const NOT_CALLED_SO = `(?:(?<!(?<!\\p{L})(?:the|an?|our|its|your|their) )(?!annual \\p{L})|${OF_RHYTHM})`;
const ALL_ADVERBS = UNITS.flatMap(({ adverbs }) => adverbs ?? []).join('|');
const ADVERBS = `(?:${START}${NOT_SO_OFTEN}${NOT_CALLED_SO}|(?<=[\\p{L}])(?=${SIGNS}))(?:${ALL_ADVERBS})`;
const EACH =
  `(?:${START}(?:every|each|alle|jede[nrs]?|tou(?:te)?s les|chaque|cada|ogni|elke|iedere?|om de|co|(?:кожн|кажды)\\p{L}{1,2}|що)\\s|每)\\s?`;
const ONCE =
  `${START}(?:once (?:an?|per|every|each)|einmal (?:im|pro|jede[ns]?)|une fois (?:par|tous les)|` +
  "una vez (?:al|por|a la|cada)|uma vez (?:por|ao|a cada)|una volta (?:all['’]|al |alla |ogni )|eens per|raz (?:na|w)|раз (?:на|в)) ?";
/** Logs are rotated every day, secrets are not. */
const LONGER = UNITS.filter(({ days }) => days > 1).map(({ units }) => units).join('|');
/** "every month", "once a year": the unit alone. */
const ONE = `(?:${EACH}|(?:${ONCE}))(${LONGER})(?:${END}|(?<=${SIGNS}))`;
const EVERY = `${EACH}${COUNTED}|${COUNTED}\\s?(?:ごと|毎|おき|마다|에 한 번)|${ONE}`;

const UNIT = UNITS.map(({ days, units, adverbs }) => ({
  days,
  isUnit: new RegExp(`^(?:${units})$`, 'iu'),
  isAdverb: adverbs === undefined ? undefined : new RegExp(adverbs, 'iu'),
}));
const FIRST_COUNTED = new RegExp(COUNTED, 'iu');
const FIRST_ONE = new RegExp(ONE, 'iu');
const FIRST_ADVERB = new RegExp(ADVERBS, 'iu');

/** "every 90 days", "quarterly", "180" as days; "e.g. 30 days" is an example and no rhythm. */
export function cadenceOf(text: string): number | undefined {
  const short = text.slice(0, 300);
  const counted = FIRST_COUNTED.exec(short);
  if (counted && EXAMPLE.test(short.slice(0, counted.index))) return undefined;
  const one = FIRST_ONE.exec(short);
  const adverb = FIRST_ADVERB.exec(short);
  const [first] = [counted, one, adverb].filter((match) => match !== null).sort((a, b) => a.index - b.index);
  if (first === undefined) return /^\s*\d{1,4}\s*$/.test(short) ? Number(short) : undefined;
  if (first === adverb) return daysOf(({ isAdverb }) => isAdverb?.test(first[0]) === true);
  const [number, unit = ''] = first === counted ? [numberOf(first[1] ?? ''), first[2]] : [1, first[1]];
  return number * daysOf(({ isUnit }) => isUnit.test(unit));
}

function numberOf(word: string): number {
  const known = Object.entries(NUMBERS).find(([, words]) => new RegExp(`^(?:${words})$`, 'iu').test(word));
  return Number(known?.[0] ?? word);
}

function daysOf(test: (unit: (typeof UNIT)[number]) => boolean): number {
  return UNIT.find(test)?.days ?? 1;
}

/** The rhythm a sentence gives for rotating: "rotate every 90 days". */
export function rotationCadence(text: string): number | undefined {
  if (OF_LOGS.test(text)) return undefined;
  const match = BEHIND.exec(text) ?? BEFORE.exec(text);
  if (match === null) return undefined;
  const [said] = match;
  const every = EVERY_OR_SO.exec(text.slice(match.index));
  if (every === null || every.index >= said.length) return LASTS.test(said) ? undefined : cadenceOf(said);
  return EXAMPLE.test(said.slice(0, every.index)) ? undefined : cadenceOf(text.slice(match.index + every.index));
}

/** "keep a backup for 30 days", "old tokens expire in 30 days": how long something lasts. */
const LASTS =
  /\b(?:for|in|keep|kept|wait|valid|expires?|grace|overlap|backups?|retain(?:ed)?|delet(?:e|ed|ing)|remov(?:e|ed|ing)|old|previous)\b/i;
const EVERY_OR_SO = new RegExp(`${EVERY}|${ADVERBS}`, 'iu');

const OF_LOGS = /\blogs? (?:files? )?(?:(?:are|is|get) )?rotat|\brotat(?:es?|ing|ion of) (?:the |all )?(?:\w{1,12} )?logs?\b/i;
/** A full stop ends the sentence, unless the rhythm is all that the next one begins with; that of a version ends none. */
const UP_TO = '(?:[^.!?。]|[.](?=\\S)){0,40}?(?:[.]\\s(?:every\\s)?)?';
const BEHIND = new RegExp(
  `rotat\\w{0,10}${UP_TO}(?:\\b\\d{1,4}[ -](?:day|week|month|quarter|year)|${ADVERBS})|` +
    `(?:${ROTATION.source})${UP_TO}(?:${EVERY}|${ADVERBS})`,
  'iu',
);
const BEFORE = new RegExp(`(?:${EVERY}|${ADVERBS})[^.!?。]{0,40}?(?:${ROTATION.source})`, 'iu');
