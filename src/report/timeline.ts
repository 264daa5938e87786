/** Since when each secret could be read: a bar from the commit that brought it to its rotation, or to today. */
import type { Judged, Priority } from '../model.ts';
import { html, type Markup } from './markup.ts';

export interface Span {
  readonly secret: Judged;
  /** Masked. */
  readonly label: string;
}

/** A bar of one day has to be seen: hundredths of the width. */
const LEAST = 0.4;
/** Bars are for an overview: the list below has all. */
const MOST = 30;
const DAY = 86_400_000;

/**
 * A row each, its name beside the bar or, on narrow screens, above it: widths are hundredths, so that bars shrink and
 * words do not. Nothing where no commit holds any of them.
 * @param asOf ISO day on which open bars end
 */
export function timeline(spans: readonly Span[], asOf: string): Markup | undefined {
  const dated = spans.filter(({ secret }) => secret.exposure.first !== undefined && Number.isFinite(startOf(secret)));
  const shown = dated.slice(0, MOST);
  if (shown.length === 0) return undefined;
  const last = Date.parse(asOf);
  const first = Math.min(last - 30 * DAY, ...shown.map(({ secret }) => startOf(secret)));
  const x = (time: number): number => Math.round(((time - first) / (last - first)) * 1000) / 10;
  const years = yearsBetween(first, last).map(({ year, time }) => ({ year, at: x(time) }));
  const lines = years.map(({ at }) => html`<line class="axis" x1="${at}%" x2="${at}%" y1="0" y2="100%"/>`);
  const names = years.map(({ year, at }) => html`<text x="${at}%" y="12">${year}</text>`);
  const rows = shown.map(({ secret, label }) => {
    const { exposure, priority } = secret;
    const end = exposure.end === undefined ? last : Math.min(last, Date.parse(exposure.end));
    const [from, to] = [x(startOf(secret)), x(end)];
    const [left, width] = [Math.min(from, 100 - LEAST), Math.max(LEAST, Math.round((to - from) * 10) / 10)];
    const kind = exposure.end === undefined ? priority : `${priority} ended`;
    const title = html`<title>${label}: ${exposure.first!.date} → ${exposure.end ?? 'open'}</title>`;
    const bar = html`<rect class="${kind}" x="${left}%" y="5" width="${width}%" height="11" rx="2">${title}</rect>`;
    return html`<span>${label}</span><svg>${lines}${bar}</svg>
`;
  });
  const more = dated.length - shown.length;
  return html`<p class="soft">${legend(shown)}</p>
<div class="chart" role="img" aria-label="Since when each secret could be read"><span></span><svg>${names}</svg>
${rows}</div>
${more > 0 ? html`<p class="soft">and ${more} more, listed below</p>` : undefined}`;
}

/** What the colours say: of the priorities, those that are there. */
function legend(shown: readonly Span[]): readonly Markup[] {
  const used = PRIORITIES.filter(([priority]) => shown.some(({ secret }) => secret.priority === priority));
  return [
    ...used.map(([priority, meaning]) => html`<b class="${priority}">■ ${priority}</b> ${meaning} `),
    ...(shown.some(({ secret }) => secret.exposure.end !== undefined) ? [html`· faded: rotated`] : []),
  ];
}

const PRIORITIES: readonly (readonly [Priority, string])[] = [
  ['P0', 'at once'],
  ['P1', 'soon'],
  ['P2', 'next'],
  ['P3', 'when there is time'],
];

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
