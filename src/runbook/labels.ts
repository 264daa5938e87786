/**
 * Labels that MyST pages write above headings, `(rotate-jwt)=`, and what leads to them, {ref}`rotate-jwt` or `[](#rotate-jwt)`:
 * each as a link to the section, with its title where the page gives no words.
 */

/** By label, in lower case. */
export type Labels = ReadonlyMap<string, { readonly anchor: string; readonly title: string }>;

export const NO_LABELS: Labels = new Map();

/** Whether a paragraph is nothing but labels. */
export function isLabel({ text }: { readonly text: string }): boolean {
  return LABELS.test(text);
}

const LABELS = /^(?:\([^()]{1,200}\)=\s*)+$/;

/** What of a block counts here. */
interface Part {
  readonly kind: string;
  readonly text?: string;
  readonly anchor?: string;
}

/** The labels of a page; one that stands above anything else than a heading leads to no section. */
export function labelsIn(blocks: readonly Part[]): Labels {
  const found = new Map<string, { anchor: string; title: string }>();
  let above: readonly string[] = [];
  for (const { kind, text = '', anchor = '' } of blocks) {
    if (kind === 'heading') for (const label of above) found.set(label, { anchor, title: text });
    above = kind === 'paragraph' && isLabel({ text }) ? [...above, ...labelsOf(text)] : [];
  }
  return found;
}

function labelsOf(text: string): readonly string[] {
  return [...text.matchAll(/\(([^()]{1,200})\)=/g)].map(([, label]) => normal(label ?? ''));
}

/** Where a link goes, and what to call that; undefined: to no label of this page. */
export function goalOf(href: string, labels: Labels): { readonly href: string; readonly text: string } | undefined {
  return href.startsWith('#') ? referred(href.slice(1), labels) : undefined;
}

/** "rotate-jwt" or "how we do it <rotate-jwt>" behind {ref}; undefined: it is of another page. */
export function referred(code: string, labels: Labels): { readonly href: string; readonly text: string } | undefined {
  const [, words = '', target = code] = /^(.{1,200}?)\s{0,8}<([^<>]{1,200})>$/.exec(code) ?? [];
  const found = labels.get(normal(target));
  return found && { href: `#${found.anchor}`, text: words || found.title };
}

function normal(label: string): string {
  return label.trim().replace(/\s+/g, ' ').toLowerCase();
}
