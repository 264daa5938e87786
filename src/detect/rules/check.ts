/**
 * In: a rule. Out: what is wrong with it, each with the key to blame. What the judge relies on is proved here: a match
 * and what it looks at fit the window, every literal can begin a match, and matching takes linear time.
 */
import { visitRegExpAST } from '@eslint-community/regexpp';
import { quoted } from '../../shown.ts';
import { canStartWith, superLinear } from './backtracking.ts';
import { parsePattern, provedReach } from './reach.ts';
import type { Rule } from '../../model.ts';

/** A key of the rule file and what is wrong with its value. */
export interface RuleProblem {
  readonly key: string;
  readonly message: string;
}

type Checked = Omit<Rule, 'examples' | 'lookAhead'>;

const GROUPS = ['value', 'head', 'name', 'scheme', 'user', 'host', 'database', 'section'];
const MAX_PATTERN = 4096;
/** Names are short, and lists of words that may follow each other in them cost more than patterns of tokens. */
const STEPS_IN_NAMES = 256;

/** All problems as lines `key: message`, for rules that no file was read for. */
export function checkRule(rule: Checked): string[] {
  return ruleProblems(rule, true).map(({ key, message }) => `${key}: ${message}`);
}

/** All problems of a rule. `run` permits a match without a longest length. */
export function ruleProblems(rule: Checked, run: boolean): RuleProblem[] {
  return [...literalProblems(rule), ...patternProblems(rule, run), ...assignmentProblems(rule)];
}

function literalProblems(rule: Checked): RuleProblem[] {
  const key = 'literals';
  const problems: RuleProblem[] = [];
  for (const literal of rule.literals) {
    // binary files are made of NUL bytes: further on they tell one kind from another
    if (rule.ignoreCase ? /[^\x01-\x7f]/.test(literal) : /[^\x00-\xff]|^[^]{0,2}\x00/.test(literal)) {
      const wanted = rule.ignoreCase ? 'ASCII' : 'made of bytes, the first three of them no NUL; write others as "\\xNN"';
      problems.push({ key, message: `${quoted(literal)} is not ${wanted}` });
    }
    if (literal.length < 3 && rule.paths === undefined) {
      problems.push({ key, message: `${quoted(literal)} is shorter than 3 bytes; only a rule with "paths" may be so` });
    }
    if (rule.ignoreCase && literal !== literal.toLowerCase()) {
      problems.push({ key, message: `${quoted(literal)} must be lower case with ignoreCase` });
    }
  }
  const searches = [rule.literals.length > 0, rule.runOf !== undefined, rule.assignment?.words !== undefined];
  if (searches.filter(Boolean).length !== 1) {
    problems.push({ key, message: 'needs either "literals", "runOf" or words of an "assignment": what the search looks for' });
  }
  if (new Set(rule.literals).size < rule.literals.length) problems.push({ key, message: 'one stands there twice' });
  return problems;
}

function patternProblems(rule: Checked, run: boolean): RuleProblem[] {
  const { pattern } = rule;
  if (pattern === undefined) {
    if (rule.column === true) return on('column', ['goes with a pattern, whose value is the head of the column']);
    return rule.list === true ? on('list', ['goes with a pattern, whose value is the first entry']) : [];
  }
  const flags = rule.ignoreCase ? 'dyi' : 'dy';
  const syntax = syntaxProblems(pattern, flags);
  if (syntax.length > 0) return on('pattern', syntax);
  return [
    ...on('pattern', groupProblems(pattern)),
    ...reachProblems(rule, pattern, run),
    ...on('literals', beginProblems(rule.literals, pattern, flags)),
    ...on('pattern', timeProblems(pattern, flags, rule.before + rule.after)),
  ];
}

/** The name and the value of an assignment are matched whole, each against an expression of its own. */
function assignmentProblems(rule: Checked): RuleProblem[] {
  const { assignment } = rule;
  if (assignment === undefined) return [];
  const flags = rule.ignoreCase ? 'i' : '';
  const { words, ...expressions } = assignment;
  const slips = (words ?? [])
    .filter((word) => !/^[a-z][a-z0-9]*$/.test(word))
    .map((word) => ({ key: 'assignment.words', message: `${quoted(word)} is no single word in lower case` }));
  const problems = Object.entries(expressions).flatMap(([part, pattern]) => {
    const syntax = syntaxProblems(pattern, flags);
    if (syntax.length > 0) return on(`assignment.${part}`, syntax);
    const isName = part === 'name';
    const window = isName ? 2 * rule.before : rule.after;
    return on(`assignment.${part}`, timeProblems(pattern, flags, window, isName ? STEPS_IN_NAMES : undefined));
  });
  return [...slips, ...problems];
}

function syntaxProblems(pattern: string, flags: string): string[] {
  if (pattern.length > MAX_PATTERN) return [`longer than ${MAX_PATTERN} characters`];
  if (/[^\x20-\x7e]/.test(pattern)) return ['not plain ASCII; content is bytes, write others as \\xNN'];
  try {
    RegExp(pattern, flags);
    parsePattern(pattern);
  } catch (error) {
    if (error instanceof RangeError) return ['nested too deeply'];
    return [`not a valid expression: ${(error as Error).message.replace(/^.*\/[a-z]*: /s, '')}`];
  }
  return forbidden(pattern);
}

function forbidden(pattern: string): string[] {
  const problems: string[] = [];
  visitRegExpAST(parsePattern(pattern), {
    onBackreferenceEnter: ({ raw }) => problems.push(`the backreference ${raw} cannot be bounded; write the parts out`),
    onCharacterSetEnter: ({ kind, raw }) => {
      if (kind === 'space') problems.push(`${raw} would take the byte A0 for a blank; write [ \\t] or [^ \\t\\r\\n]`);
    },
  });
  return problems;
}

function groupProblems(pattern: string): string[] {
  const names: string[] = [];
  visitRegExpAST(parsePattern(pattern), {
    onCapturingGroupEnter: ({ name }) => void names.push(name ?? ''),
  });
  const problems = names
    .filter((name) => !GROUPS.includes(name))
    .map((name) => (name === '' ? 'a group without a name; write (?:…)' : `group "${name}"? use ${GROUPS.join(', ')}`));
  if (!names.includes('value')) problems.push('the group (?<value>…) is missing; it says which part is secret');
  return problems;
}

function reachProblems(rule: Checked, pattern: string, run: boolean): RuleProblem[] {
  const { behind, ahead, lookAhead } = provedReach(pattern);
  const problems: RuleProblem[] = [];
  if (behind > rule.before) {
    const far = Number.isFinite(behind) ? `${behind} bytes back` : 'back without end';
    problems.push({ key: 'before', message: `the pattern looks ${far}; raise it or bound the look-behind` });
  }
  if (!Number.isFinite(lookAhead)) {
    problems.push({ key: 'pattern', message: 'looks ahead without end; bound the look-ahead' });
  } else if (!Number.isFinite(ahead) && !run) {
    problems.push({ key: 'after', message: 'a match has no longest length; bound every * and +, or say run: true' });
  } else if (Number.isFinite(ahead) && ahead > rule.after) {
    problems.push({ key: 'after', message: `a match and its look-ahead take up to ${ahead} bytes; write ${ahead}` });
  }
  return problems;
}

function beginProblems(literals: readonly string[], pattern: string, flags: string): string[] {
  return literals
    .filter((literal) => literal !== '' && !canStart(pattern, flags, literal))
    .map((literal) => `no match can begin with "${literal}"; what stands before it belongs into a look-behind`);
}

/** A pattern too large to say is complained about by the proof of its time. */
function canStart(pattern: string, flags: string, literal: string): boolean {
  try {
    return canStartWith(pattern, flags, literal);
  } catch {
    return true;
  }
}

function timeProblems(pattern: string, flags: string, window: number, perByte?: number): string[] {
  const problem = superLinear(pattern, flags, window, perByte);
  return problem === undefined ? [] : [problem];
}

function on(key: string, messages: readonly string[]): RuleProblem[] {
  return messages.map((message) => ({ key, message }));
}
