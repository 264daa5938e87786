/** Since when and until when a secret could be read, in the words of the text reports. */
import { counted } from './numbers.ts';
import { type Clean, ofHome, shortId } from './phrases.ts';
import type { Exposure } from '../model.ts';

/** "2025-03-02 → open, 630 days", "2025-03-02 → 2025-04-01, 30 days"; nothing where no commit holds it. */
export function dates({ first, end, days }: Exposure): string | undefined {
  return first && `${first.date} → ${end ?? 'open'}, ${counted(days, 'day')}`;
}

/** "published 2025-03-10", where that is another day than it was committed on; or that the day is not known. */
export function publication({ published, first }: Exposure): string | undefined {
  if (published === undefined || published.date === first?.date) return undefined;
  if (published.date === undefined) return 'published, since when is not known';
  return `published ${publishedWhen(published)}`;
}

/** The day of a push, or the day by which it was there. */
function publishedWhen({ date, pushed }: NonNullable<Exposure['published']>): string {
  return date === undefined ? '' : `${pushed === true ? '' : 'by '}${date}`;
}

/** "2025-03-10, pushed to origin/main of api". */
export function publishedBy(published: NonNullable<Exposure['published']>, clean: Clean): string {
  return [publishedWhen(published), clean(published.evidence) + ofHome(published.home, clean)].filter(Boolean).join(', ');
}

/** Until when it was seen; who made the commit that held it last need not know of it, so nobody is named. */
export function lastHeld({ inHead, last }: Exposure, clean: Clean): string | undefined {
  if (inHead) return 'still in HEAD';
  return last && `${last.date}, held by ${shortId(last.commit)}${ofHome(last.home, clean)}`;
}

/** What stands behind who took it out and when: the last commit that had it can be a later one. */
export function hadLonger({ longerElsewhere }: Exposure): string {
  return longerElsewhere === true ? '; another line of history had it longer' : '';
}

/** A value may have stood unnamed before a rule saw it: without a trace, or of a mere word, nobody has looked. */
export function howFirst({ traced }: Exposure): string {
  return traced === true ? '' : ' (first detected)';
}

/** The first day on which others can have read it. */
export function readableSince({ published, first }: Exposure): string | undefined {
  return published?.pushed === true ? published.date : first?.date;
}
