/** What is looked for, made ready once: our own rules and those of others. */
import { createDetector } from '../../detect/unit.ts';
import { inTexts, openForeign, withForeign } from './foreign.ts';
import { openPathRules } from './path-rules.ts';
import type { Foreign } from './foreign.ts';
import type { LoadedPathRules } from './path-rules.ts';
import type { Detector } from '../../detect/unit.ts';
import type { Rule } from '../../model.ts';
import type { Interest } from '../../source/tree-facts.ts';

/** What is looked for: in blobs, in messages, names and headers, and where a path says so. */
export interface Detectors {
  readonly rules: readonly Rule[];
  readonly marks: boolean;
  readonly content: Detector;
  readonly text: Detector;
  readonly byPath: LoadedPathRules;
  /** Absent: nobody else's rules are there. In `content` and `text` they are. */
  readonly foreign?: Foreign;
}

/** @param rules all of them */
export async function createDetectors(rules: readonly Rule[], marks: boolean): Promise<Detectors> {
  const local = rules.filter(({ paths }) => paths === undefined);
  const named = local.filter(({ runOf }) => runOf === undefined);
  const byPath = rules.filter(({ paths }) => paths !== undefined);
  const [content, text] = [createDetector(local, { marks, byPath }), createDetector(named, { marks })];
  const foreign = await openForeign(rules, { marks });
  return {
    rules,
    marks,
    content: foreign === undefined ? content : withForeign(content, foreign),
    text: foreign === undefined ? text : inTexts(text, foreign),
    byPath: await openPathRules(rules, { marks }, foreign).load(),
    ...(foreign && { foreign }),
  };
}

/** What makes an entry of a tree interesting. @param blobs 1 for each in which something was found */
export function interestIn(blobs: Uint8Array, { text, byPath }: Detectors): Interest {
  return {
    blobs,
    inName: (name) => text.mayHold(name) && text.scan(name).findings.length > 0,
    watches: byPath.mayFit,
  };
}
