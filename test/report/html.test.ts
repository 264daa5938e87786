/** The page: what came from outside is text in it, it says no more than it may, and it runs and loads nothing. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { htmlReport } from '../../src/report/html.ts';
import { hiddenWindows, hostileReport, planOf, someForm, someValues } from './hostile.ts';
import { GITHUB, SEEN, objectId, occurrence, random, report, rule, secret } from './reports.ts';
import type { LinkBase } from '../../src/report/markdown-text.ts';
import type { Report } from '../../src/model.ts';

const TAGS = new Set(
  ('html head meta title style body h1 h2 p span b br code div ul li details summary dl dt dd a table thead tbody tr th ' +
    'td svg text rect line footer').split(' '),
);
const ATTRIBUTES = new Set(
  ('lang charset name content http-equiv class id href rel role aria-label x y x1 x2 y1 y2 width height rx').split(' '),
);
const ALONE = new Set(['meta', 'br', 'line']);

function page(of: Report, base: LinkBase = 'nowhere', heading = 'Rotating'): string {
  return [...htmlReport(of, { version: '1.2.3', plan: planOf(of, heading), base })].join('');
}

/** Reads tags as a browser would; throws on what the page has no use for. @returns addresses, and all text */
function read(markup: string): { readonly links: readonly string[]; readonly text: string } {
  const open: string[] = [];
  const links: string[] = [];
  let text = '';
  const style = /<style>[^<]*<\/style>/.exec(markup)![0];
  const body = markup.replace(style, '').replace('<!doctype html>', '');
  for (const [piece, end, tag, attributes = '', words = ''] of body.matchAll(/<(\/?)(\w+)((?:\s+[\w-]+="[^"<]*")*)\/?>|([^<]+)/g)) {
    if (tag === undefined) {
      assert.ok(!/&(?!amp;|lt;|gt;|quot;|#39;)/.test(words) && !/[>"']/.test(words), `not escaped: ${words}`);
      text += words;
      continue;
    }
    assert.ok(TAGS.has(tag), piece);
    for (const [, name, value] of attributes.matchAll(/([\w-]+)="([^"]*)"/g)) {
      assert.ok(ATTRIBUTES.has(name!), piece);
      if (name === 'href') links.push(value!);
    }
    if (end) assert.equal(open.pop(), tag);
    else if (!ALONE.has(tag) && !piece.endsWith('/>')) open.push(tag);
  }
  assert.deepEqual(open, []);
  return { links, text };
}

test('the answer first, then each secret with when, where, why and how to rotate it', () => {
  const of = report({ secrets: [secret(), secret({ rule: GITHUB, verdict: 'rotated', status: 'rotated' })], coverage: SEEN });
  const { text } = read(page(of));
  assert.match(text, /1 compromised/);
  assert.match(text, /JWT signing secret JWT_SECRET\s+in \.env\.production of HEAD\s+2025-03-02 → open, \d+ days/);
  assert.match(text, /verdict.*compromised/s);
  assert.match(text, /Settled by the team 1/);
  assert.match(text, /everything was seen/);
  assert.ok(text.indexOf('1 compromised') < text.indexOf('Since when they could be read'));
});

test('what the ledger knows has a section of its own, behind what is new', () => {
  const { text } = read(page(report({ secrets: [secret({ status: 'known', priority: 'P0' }), secret({ priority: 'P2' })] })));
  assert.match(text, /Secrets 1\s[\s\S]*P2[\s\S]*Known already, by the ledger 1\s[\s\S]*P0/);
});

test('what was not seen stands above all else', () => {
  const failed = [{ what: 'object', why: 'abc is corrupt', count: 2 }];
  const { text } = read(page(report({ secrets: [secret()], coverage: { ...SEEN, complete: false, failed } })));
  assert.match(text, /NOT everything was seen[\s\S]*could not be read: object \(2 times\)[\s\S]*Since when/);
});

test('a page to pass on names no blob and no length of a chosen value', () => {
  const chosen = secret({ value: random(47) });
  const lost = secret({ occurrences: [occurrence({ path: '', inHead: false })] });
  const markup = page(report({ secrets: [chosen, lost] }));
  const blobs = [chosen, lost].flatMap(({ occurrences }) => occurrences.flatMap(({ blob, lastBlob }) => [blob!, lastBlob!]));
  for (const blob of blobs) assert.ok(!markup.includes(blob.slice(0, 8)));
  assert.match(markup, /content without a path/);
  assert.ok(!/\b47\b/.test(read(markup).text));
});

test('a page to pass on names no object of what was not seen either', () => {
  const blob = objectId();
  const skipped = [{ what: 'too-deep', why: `more layers in each other than are opened, as in ${blob}`, count: 1 }];
  const markup = page(report({ secrets: [secret()], coverage: { ...SEEN, complete: false, skipped } }));
  assert.match(markup, /as in an object/);
  assert.ok(!markup.includes(blob.slice(0, 8)));
});

test('whatever stands in paths, names, refs and authors: masked, and text', () => {
  const bases: readonly LinkBase[] = ['nowhere', 'https://github.com/ada/shop/blob/main'];
  fc.assert(
    fc.property(someValues, someForm, fc.constantFrom(...bases), (values, form, base) => {
      const markup = page(hostileReport(values, form), base, form(values[0]!));
      const { links } = read(markup);
      const unescaped = markup.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'");
      for (const window of values.flatMap(hiddenWindows)) assert.ok(!unescaped.includes(window));
      assert.ok(![...markup].some((sign) => sign < ' ' && sign !== '\n'));
      assert.ok(!/[\u202a-\u202e\u2066-\u2069]/.test(markup));
      for (const link of links) assert.match(link, /^(?:#s-|https:\/\/)/);
    }),
    { numRuns: 60 },
  );
});

test('markup in what was scanned stays what it is: text', () => {
  const evil = `"><script>alert(1)</script><img src=x onerror='a'>&amp;`;
  const used = rule({ name: evil });
  const of = report({
    secrets: [secret({ rule: used, reasons: [evil], occurrences: [occurrence({ path: evil, name: evil, rule: used })] })],
    risks: [{ rule: 'tracked-env', path: evil, advice: evil }],
    notices: [evil],
  });
  const { text } = read(page(of));
  assert.ok(text.includes('&lt;script&gt;alert(1)&lt;/script&gt;'));
});

test('nothing runs and nothing is loaded: the only style is the one its policy names', () => {
  const markup = page(report({ secrets: [secret()] }));
  const [, style] = /<style>([^<]*)<\/style>/.exec(markup)!;
  const hash = createHash('sha256').update(style!).digest('base64');
  assert.ok(markup.includes(`default-src 'none'; style-src 'sha256-${hash}'`.replaceAll("'", '&#39;')));
  assert.ok(!/url\(|@import|<link|<script|\bsrc=/.test(markup));
});

test('dates that no calendar has, and a scan without any, need no chart', () => {
  const odd = secret();
  const first = { ...odd.exposure.first!, date: 'not a day' };
  const { first: _, last: __, ...never } = odd.exposure;
  for (const exposure of [{ ...odd.exposure, first }, { ...never, class: 'uncommitted' as const }]) {
    const { text } = read(page(report({ secrets: [{ ...odd, exposure }] })));
    assert.ok(!text.includes('Since when they could be read'));
    assert.ok(!text.includes('NaN'));
  }
});

test('the chart keeps its words readable at any width, and says what its colours mean', () => {
  const over = { priority: 'P2' as const, verdict: 'rotated' as const, status: 'rotated' as const };
  const markup = page(report({ secrets: [secret(), secret({ priority: 'P1' })] }));
  const { text } = read(markup);
  assert.match(text, /■ P0 at once ■ P1 soon\s/);
  assert.ok(!/■ P2|faded|viewBox/.test(markup), 'nothing scales, and no colour that is not there is explained');
  for (const [, bar] of markup.matchAll(/<rect ([^>]*)>/g)) assert.match(bar!, /x="[\d.]+%" .*width="[\d.]+%"/);
  const { exposure } = secret();
  const ended = page(report({ secrets: [secret({ exposure: { ...exposure, end: '2026-01-01' } }), secret(over)] }));
  assert.match(read(ended).text, /■ P0 at once · faded: rotated/);
});
