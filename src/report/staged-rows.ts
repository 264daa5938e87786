/** Secrets that a commit would bring go in; out come their rows: where, what, whose it is, which, what it looks like. */
import type { Judged } from '../model.ts';
import { cutEnd, displayWidth, flowed, padded, widest } from './columns.ts';
import { counted } from './numbers.ts';
import { type Clean, type Place, account, fitted, hasLines, leastWidth, looks, mainPlace, placeOf, through } from './phrases.ts';
import { redact } from './redact.ts';
import type { Style } from './style.ts';

const WIDEST = { place: 40, rule: 32, whose: 36, id: 26 };
const GAP = '   ';
const INDENT = '      ';

interface Row {
  readonly place: Place;
  readonly rule: string;
  readonly whose: string;
  readonly id: string;
  readonly notes: string;
}

/** In columns where the terminal has room for them, else two lines each: where, then what. */
export function stagedRows(
  secrets: readonly Judged[],
  style: Style,
  clean: Clean,
  short: (id: string) => string,
): readonly string[] {
  const all = secrets.map((secret): Row => ({ ...rowOf(secret, clean), id: short(secret.id) }));
  const column = (key: 'rule' | 'whose' | 'id'): number =>
    widest(
      all.map((row) => row[key]),
      WIDEST[key],
    );
  const [rule, whose, id] = [column('rule'), column('whose'), column('id')];
  const cell = (text: string, columns: number): string =>
    padded(style.fits === Infinity ? text : cutEnd(text, columns), columns);
  const what = all.map((row) => [cell(row.rule, rule), cell(row.whose, whose), padded(row.id, id)].join(GAP));
  const room = style.fits - 2 - GAP.length - Math.max(...what.map(displayWidth));
  if (all.some(({ place }) => leastWidth(place) > room)) return all.flatMap((row) => tall(row, style));
  const places = all.map(({ place }) => fitted(place, style.fits === Infinity ? room : Math.min(room, WIDEST.place)));
  const place = widest(places, WIDEST.place);
  return all.flatMap(({ notes }, at) => {
    const line = `  ${style.strong(padded(places[at]!, place))}${GAP}${what[at]}`;
    const whole = (line + GAP + notes).trimEnd();
    return displayWidth(whole) <= style.fits
      ? [whole]
      : [line.trimEnd(), INDENT + cutEnd(notes, style.fits - INDENT.length)];
  });
}

function tall({ place, rule, whose, id, notes }: Row, style: Style): readonly string[] {
  const room = style.fits - INDENT.length;
  const parts = [rule, whose, notes].filter((part) => part !== '').map((part) => cutEnd(part, room));
  return [
    `  ${style.strong(fitted(place, style.fits - 2 - GAP.length - displayWidth(id)))}${GAP}${id}`,
    ...flowed(parts, GAP, room).map((line) => INDENT + line),
  ];
}

/** Where, what, whose it is, what it looks like. */
function rowOf(secret: Judged, clean: Clean): Omit<Row, 'id'> {
  const shown = redact(secret.value, secret.rule);
  const occurrence = mainPlace(secret);
  if (occurrence === undefined)
    return { place: { before: '', path: '', after: '' }, rule: secret.rule.name, whose: shown, notes: '' };
  const name = occurrence.name === undefined ? undefined : clean(occurrence.name);
  const isUrl = occurrence.host !== undefined;
  const others = secret.occurrences.length - 1;
  const notes = [
    secret.was === undefined ? '' : `was ${secret.was}, comes back`,
    isUrl && name !== undefined ? `in ${name}` : '',
    looks(secret, occurrence),
    through(occurrence, clean),
    others > 0 ? `and ${counted(others, 'more place', 'more places')}` : '',
  ];
  const { before, path } = placeOf(occurrence, clean);
  return {
    place: { before, path, after: hasLines(occurrence) ? `:${occurrence.position.line}` : '' },
    rule: secret.rule.name,
    whose: isUrl ? account(occurrence, clean) : name === undefined ? shown : `${name} = ${shown}`,
    notes: notes.filter((note) => note !== '').join(', '),
  };
}
