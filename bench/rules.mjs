// Feeds every built-in rule the worst that content can do to it: long runs of its own literals, of what may follow them
// (letters, digits, blanks, quotes, separators, what its expression's classes and signs take), and of its own examples.
// Out: the slowest, in milliseconds a megabyte.
//   node bench/rules.mjs [rule]
import process from 'node:process';
import { visitRegExpAST } from '@eslint-community/regexpp';
import { parsePattern } from '../dist/detect/rules/reach.js';
import { loadBuiltInRules, loadExamples } from '../dist/detect/rules/built-in.js';
import { expand, seeded } from '../dist/detect/rules/sample.js';
import { createDetector } from '../dist/detect/unit.js';

const BYTES = 1 << 16;
const SHOWN = 12;
const PRINTABLE = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at));
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
    for (const filler of new Set([...FILLERS, ...ownFillers(rule)])) {
      yield [`${literal} + ${filler}`, literal + filler];
      // a run as long as the window, so that every hit has to read to its end
      yield [`${literal} + ${filler} …`, literal + filler.repeat(Math.ceil(rule.after / filler.length))];
    }
  }
  for (const { text } of examples[rule.id].match) yield [text.slice(0, 40), `${expand(text, seeded(text)).text} `];
}

/** A byte of each class of its expression, and its signs, alone and one behind the other. */
function ownFillers({ pattern }) {
  if (pattern === undefined) return [];
  const own = new Set();
  visitRegExpAST(parsePattern(pattern), {
    onCharacterClassEnter({ raw }) {
      const single = new RegExp(raw);
      const taken = PRINTABLE.filter((byte) => single.test(byte));
      if (taken.length > 0) own.add(taken[0]).add(taken.at(-1));
    },
    onCharacterEnter({ value }) {
      const sign = String.fromCharCode(value);
      if (/\W/.test(sign)) own.add(sign);
    },
  });
  return [...own, [...own].join('')];
}

function measure(detector, piece) {
  const bytes = Buffer.from(piece.repeat(Math.ceil(BYTES / piece.length))).subarray(0, BYTES);
  const started = process.cpuUsage();
  detector.scan(bytes);
  return process.cpuUsage(started).user / 1000 / (BYTES / 2 ** 20);
}
