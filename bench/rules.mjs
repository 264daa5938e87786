// Feeds every built-in rule the worst that content can do to it: long runs of its own literals, of what may follow them
// (letters, digits, blanks, quotes, separators) and of its own examples. Out: the slowest, in milliseconds a megabyte.
//   node bench/rules.mjs [rule]
import process from 'node:process';
import { loadBuiltInRules, loadExamples } from '../dist/detect/rules.js';
import { expand, seeded } from '../dist/detect/sample.js';
import { createDetector } from '../dist/detect/unit.js';

const BYTES = 1 << 16;
const SHOWN = 12;
const FILLERS = ['a', 'A1', ' ', '"', '=', ': ', ', ', '\n', '-', '{', 'a: "b",\n', '://a:'];

const examples = loadExamples();
const only = process.argv[2];
const rows = loadBuiltInRules()
  .filter(({ id }) => only === undefined || id === only)
  .flatMap((rule) => {
    const detector = createDetector([rule]);
    return [...inputsOf(rule)].map(([what, piece]) => ({ rule: rule.id, what, ms: measure(detector, piece) }));
  })
  .sort((a, b) => b.ms - a.ms);

process.stdout.write(`${'ms/MB'.padStart(8)}  rule, and what it was fed without end\n`);
for (const { rule, what, ms } of rows.slice(0, SHOWN))
  process.stdout.write(`${ms.toFixed(1).padStart(8)}  ${rule}: ${JSON.stringify(what)}\n`);

function* inputsOf(rule) {
  // literals of one rule differ in nothing that costs
  for (const literal of [rule.literals[0] ?? 'a1B'.repeat(12), ...rule.literals.slice(-1)]) {
    yield [literal, literal];
    for (const filler of FILLERS) {
      yield [`${literal} + ${filler}`, literal + filler];
      // a run as long as the window, so that every hit has to read to its end
      yield [`${literal} + ${filler} …`, literal + filler.repeat(Math.ceil(rule.after / filler.length))];
    }
  }
  for (const { text } of examples[rule.id].match) yield [text.slice(0, 40), `${expand(text, seeded(text)).text} `];
}

function measure(detector, piece) {
  const bytes = Buffer.from(piece.repeat(Math.ceil(BYTES / piece.length))).subarray(0, BYTES);
  const started = process.cpuUsage();
  detector.scan(bytes);
  return process.cpuUsage(started).user / 1000 / (BYTES / 2 ** 20);
}
