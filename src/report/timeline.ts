/** Since when each secret could be read: a bar from the commit that brought it to its rotation, or to today. */
import type { Judged } from '../model.ts';
import { html, type Markup } from './markup.ts';

export interface Span {
  readonly secret: Judged;
  /** Masked. */
  readonly label: string;
}

const WIDTH = 960;
const NAMES = 270;
const ROW = 22;
const TOP = 26;
/** A bar of one day has to be seen. */
const LEAST = 3;
/** Characters of a label that fit beside the bars. */
const LABEL = 38;
/** Bars are for an overview: the list below has all. */
const MOST = 30;
const DAY = 86_400_000;

/** Nothing where no commit holds any of them. @param asOf ISO day on which open bars end */
export function timeline(spans: readonly Span[], asOf: string): Markup | undefined {
  const dated = spans.filter(({ secret }) => secret.exposure.first !== undefined && Number.isFinite(startOf(secret)));
  const shown = dated.slice(0, MOST);
  if (shown.length === 0) return undefined;
  const last = Date.parse(asOf);
  const first = Math.min(last - 30 * DAY, ...shown.map(({ secret }) => startOf(secret)));
  const x = (time: number): number =>
    Math.round((NAMES + ((time - first) / (last - first)) * (WIDTH - NAMES)) * 10) / 10;
  const height = TOP + shown.length * ROW;
  const bars = shown.map(({ secret, label }, row) => {
    const { exposure, priority } = secret;
    const end = exposure.end === undefined ? last : Math.min(last, Date.parse(exposure.end));
    const [from, to] = [x(startOf(secret)), x(end)];
    const y = TOP + row * ROW;
    const name = label.length > LABEL ? `${label.slice(0, LABEL - 1)}…` : label;
    const kind = exposure.end === undefined ? priority : `${priority} ended`;
    const title = html`<title>${label}: ${exposure.first!.date} → ${exposure.end ?? 'open'}</title>`;
    const [left, width] = [Math.min(from, WIDTH - LEAST), Math.max(LEAST, to - from)];
    return html`<text class="name" x="0" y="${y + 12}">${name}</text>
<rect class="${kind}" x="${left}" y="${y + 3}" width="${width}" height="11" rx="2">${title}</rect>
`;
  });
  const years = yearsBetween(first, last).map(({ year, time }) => {
    const at = x(time);
    return html`<line class="axis" x1="${at}" x2="${at}" y1="16" y2="${height}"/><text x="${at + 3}" y="12">${year}</text>
`;
  });
  const more = dated.length - shown.length;
  return html`<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Since when each secret could be read">
${years}${bars}</svg>
${more > 0 ? html`<p class="soft">and ${more} more, listed below</p>` : undefined}`;
}

function startOf({ exposure }: Judged): number {
  return Date.parse(exposure.first!.date);
}

/** First days of years; of very many only some, so that their names stay apart. */
function yearsBetween(first: number, last: number): readonly { readonly year: number; readonly time: number }[] {
  const [from, to] = [new Date(first).getUTCFullYear() + 1, new Date(last).getUTCFullYear()];
  const step = Math.max(1, Math.ceil((to - from) / 12));
  const years: { year: number; time: number }[] = [];
  for (let year = from; year <= to; year += step) years.push({ year, time: Date.UTC(year, 0, 1) });
  return years;
}
