/** A rule's own examples, run: each match must be found by this rule with the marked value, each near miss must not. */
import { baseName } from '../../base-name.ts';
import { createDetector } from '../unit.ts';
import { expand, seeded } from './sample.ts';
import type { Example, Finding, Rule } from '../../model.ts';

const ROUNDS = 8;

/** @param all the rules it lives among: a more specific one may take what is not its own */
export function checkExamples(rule: Rule, all: readonly Rule[]): string[] {
  const alone = createDetector([rule]);
  const together = createDetector(all.filter(({ paths }) => paths === undefined || rule.paths !== undefined));
  const encoding = encodingOf(rule);
  const problems: string[] = [];
  for (const example of rule.examples.match) {
    for (let round = 0; round < ROUNDS; round++) {
      const { text, value } = expand(example.text, seeded(`${rule.id}/${example.text}/${round}`));
      const problem = missed(together.scan(Buffer.from(text, encoding)).findings, rule, Buffer.from(text, encoding), value);
      if (problem === undefined) continue;
      problems.push(`does not find ${JSON.stringify(example.text)}: ${problem}`);
      break;
    }
  }
  for (const example of rule.examples.skip) {
    if (!applies(rule, example)) continue;
    for (let round = 0; round < ROUNDS; round++) {
      const { text } = expand(example.text, seeded(`${rule.id}/${example.text}/${round}`));
      if (alone.scan(Buffer.from(text, encoding)).findings.length === 0) continue;
      problems.push(`finds something in ${JSON.stringify(example.text)}`);
      break;
    }
  }
  return problems;
}

function missed(
  findings: readonly Finding[],
  rule: Rule,
  bytes: Buffer,
  value: string | undefined,
): string | undefined {
  const own = findings.filter((finding) => finding.rule.id === rule.id);
  if (own.length === 0)
    return findings.length === 0 ? 'nothing is found' : `only ${findings.map((finding) => finding.rule.id).join(', ')}`;
  if (value === undefined) return undefined;
  const spans = own.map(({ start, end }) => bytes.toString(encodingOf(rule), start, end));
  return spans.some((span) => span.trim() === value.trim()) ? undefined : 'another part of the text is found';
}

/** Examples of what is no text are written byte by byte. */
function encodingOf({ literals }: Rule): 'latin1' | 'utf8' {
  return literals.some((literal) => /[^\x01-\x7f]/.test(literal)) ? 'latin1' : 'utf8';
}

/** A near miss whose path keeps the rule away needs no scan; the globs themselves are tested where paths are known. */
function applies(rule: Rule, example: Example): boolean {
  if (rule.paths === undefined || example.path === undefined) return true;
  const name = baseName(example.path);
  return rule.paths.some((glob) => glob.endsWith(`/${name}`) || glob === name);
}
