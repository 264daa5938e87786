/**
 * What follows a name → how its value is joined to it: `=`, `:`, `=>`, a call, a neighbouring `value:`, a fallback.
 * Reads some 64 bytes behind the name; undefined where nothing is assigned.
 */
import { skipBlanks } from './blanks.ts';
import { isDeclared, isDockerEnv, isOfShell, isSqlPassword } from './declared.ts';
import { elementAt } from './elements.ts';

/** What joins a name and its value. */
export interface Operator {
  /** Where the value may begin, blanks included. */
  readonly at: number;
  readonly colon: boolean;
  readonly compared: boolean;
  readonly option: boolean;
  readonly xml: boolean;
  readonly call: boolean;
  /** Only a quoted value counts. */
  readonly quoted: boolean;
  /** The default in `${NAME:-default}`: it ends at the brace. */
  readonly braced: boolean;
  /** Nothing: a run of characters of keys stands behind the name, `the token 8f3a…`. */
  readonly prose: boolean;
}

const PLAIN = { colon: false, compared: false, option: false, xml: false, call: false, quoted: false, braced: false, prose: false };

/** What stands between a name and the key that holds its value, from the end of the name on: also what else is said of it. */
const PAIR =
  /^["']?(?:[ \t]{0,8},)?[ \t]{0,8}\r?\n?(?:\r?\n|[ \t]{0,24}["']?(?:type|description|required|sensitive|secret|masked)["']?[ \t]{0,4}[:=][^\r\n{}[\],]{1,48}(?:,|\r?\n)){0,2}[ \t]{0,24}["']?(?:[Vv]alue|val|(?:Parameter|use)Value|default(?:Value)?)["']?[ \t]{0,8}[:=](?![:=])/;
/** How far behind a name it is looked for. */
const PAIR_REACH = 192;
/** `"name": "NAME", "rule": "x"`: what stands behind the comma is the next key. */
const NEXT_KEY = /^["'][ \t]{0,8},\s{0,40}(["'])[\w.$-]{1,64}\1[ \t]{0,4}:(?!:)/;
/** `variable "NAME" { default = "x" }`, `"NAME": {"value": "x"}`: the name of a block that holds the value. */
const BLOCK =
  /^(?:["'][ \t]{0,4}[:=]?|[ \t]{0,4}[:=])[ \t]{0,4}\{[^{}]{0,112}?(?<![\w-])["']?(?:[Vv]alue|[Dd]efault(?:Value)?)["']?[ \t]{0,8}[:=][ \t]{0,8}(?=["'])/;
/** A block of YAML that holds the value; in CloudFormation a parameter and what stands when it is not given. */
const PARAMETER =
  /^:[ \t]{0,4}\r?\n(?:[ \t]{1,16}(?:[Tt]ype|NoEcho|[Dd]escription|M(?:in|ax)Length|AllowedPattern|expand|required|sensitive):[^\r\n]{0,64}\r?\n){0,4}[ \t]{1,16}(?:[Dd]efault|[Vv]alue):(?=[ \t])/;
/**
 * `?? "x"`, `|| "x"`, `or "x"`, `.unwrap_or("x")`, `| default("x")` of templates: what counts when the variable is not set.
 * `"password" or "salt"` is prose.
 */
const FALLBACK =
  /^(?!["'`][ \t]{1,8}or\b)["'`]?[\])]{0,2}(?:[ \t\r\n]{0,16}(?:\?\?|\|\||\bor\b|\?:)[ \t\r\n]{0,24}|[ \t]{0,4}\|[ \t]{0,4}default(?:\([ \t]?|[ \t]{1,2})|\.(?:unwrap_or(?:_else)?|orElse|getOrElse)\((?:\|_?\|[ \t]?)?(?:String::from\()?)(?=["'`])/;
/** Ruby's `fetch("NAME") { "x" }`, and `getenv("NAME") ? getenv("NAME") : "x"`. */
const FETCHED = /^["']\)(?:[ \t]?\{|[ \t]{1,4}:)[ \t]{0,4}(?=["'])/;
/** AppleScript: `set NAME to "x"` */
const SET_BEFORE = /(?:^|[ \t\n])set[ \t]$/;
/** Calls that set the name which is their first argument, or say what counts when it is not set. */
const SETS_ARGUMENT =
  /(?:(?:^|[.\s(:>])(?:[Pp]ut|[Ss]et(?:Item)?|[Aa]dd|to|String(?:Var)?|fetch|get(?:OrDefault)?)|[Ee]nv|[Cc]onfig|[Pp]roperty|[Pp]ropertyValue|[Dd]efault|[Aa]ttribute|define|mapOf|hashMapOf)\([ \t\r\n]{0,16}["'`]?$|\.(?:set\(["'][\w.-]{1,16}["']|\w{0,6}Var\(&[\w.]{1,16}), ?["']$/;
/** `.param("password", "x")`; but `HashPassword("password", "salt")` is about passwords itself. */
const PAIRED = /(?<!(?:[Pp]ass|[Hh]ash|[Cc]heck|[Vv]erify|[Cc]rypt)\w{0,8})\([ \t]?["']pass(?:word|wd|phrase)$/;
/** C#: `Password { get; set; } = "x"`. */
const ACCESSORS = /^ \{ get;[^{}\r\n]{0,24}\}[ \t]?=/;
/** `setPassword(`, `withToken(`; and of a builder, or of anything else, `.password(`. */
const SETTER = /(?:^|\.)(?:[Ss]et|[Ww]ith)[A-Z_]\w*$/;
const METHOD = /(?:\.|^)[a-z]\w*$/;
/** A method that asks for what it is given, or tries it: `.getSecret("name")`, `.check_password("x")` */
const ASKS = /(?:^|\.)(?:get|find|has|is|read|fetch|load|query|check|verify|validate|authenticate|compare|matches)[A-Z_]\w*$/;
/** `: string =`, `: [u8; 16] =`: the blank or quote behind tells it from the padding of base64. */
const TYPED = /^:[ \t]{0,4}(?:&(?:'static )?)?(?:\[u8; ?\w{1,8}\]|[A-Za-z_[][\w.<>[\]| ?&]{0,40}?)[ \t]{0,4}:?=(?=[ \t"'`])/;

/** `var name string = "x"`, `Dim name As String = "x"`, `DECLARE @name NVARCHAR(8) = 'x'`; `$name .= "x"`; `NAME PIC X(8) VALUE 'x'`. */
const TYPED_BEHIND = new RegExp(
  String.raw`^[ \t]{1,4}(?:[.&]|(?:As[ \t]{1,2})?string|\[\]byte|n?varchar2?[ \t]?\(\w{1,4}\))[ \t]{0,4}:?=(?!=)` +
    String.raw`|^[ \t]{1,8}PIC[ \t]{1,4}X\(\d{1,3}\)[ \t]{1,4}VALUE(?=[ \t])`,
  'i',
);

/** Go: `Password string \`default:"x"\`` */
const TAGGED = /^[ \t]{1,12}string[ \t]{1,4}`(?:\w{1,12}:"[^"`\r\n]{0,40}"[ ]){0,3}(?:default|envDefault):(?=")/;

/** `token 8f3a…`, `API_KEY is 8f3a…`, `token - '8f3a…'`: two digits among the first twenty characters of what may be a key. */
const PROSE = /^(?:is |- )?["'`]?(?=[\w+/=.-]{20})(?=(?:[^\d \t\r\n]{0,19}\d){2})/;

/** `password.equals("x")`: what a name ends in that is compared. */
export const COMPARES = /\.(?:[Ee]quals(?:IgnoreCase)?|contentEquals|compareTo|eql)$/;
/** `strcmp(password, "x")`, `hmac.compare_digest(token, "x")`, `assert.Equal(t, user.Token, "x")`, `got, want := user.Token, "x"`. */
const COMPARING =
  /(?:(?:str(?:n|case)?cmp|[Cc]ompare\w{0,16}|[Ee]quals?\w{0,16}|assert_eq!|\bis)\([ \t]?(?:t, )?(?:\$?\w{1,12}->)?|\bwant[ \t]:?=[ \t])$/;
/** `string(password) == "x"`, `params.get("token") === 'x'` */
const COMPARED_THROUGH = /^["'`]?\)[ \t]{0,2}[=!]==?[ \t]{0,2}(?=["'`])/;
/** How far an open bracket is looked for before a name: what lies before a hit at most, without the name. */
const LOOK_BACK = 64;

/** @param nameStart first byte of the name; @param from the byte behind it; @param option `--` stands before it */
export function readOperator(
  text: string,
  nameStart: number,
  from: number,
  option: boolean,
  startsUnit: boolean,
): Operator | undefined {
  const before = nameStart > 0 ? text[nameStart - 1]! : '\n';
  // the name may be quoted, a dictionary key, or escaped JSON
  const closing = /^(?:\\?["'`](?:[ \t]?\])?|\]|\}(?=[ \t]{0,4}=))?/.exec(text.slice(from, from + 8))![0];
  const at = from + closing.length;
  const gap = skipBlanks(text, at);
  const next = text.slice(gap, gap + 4);
  const inElement = elementAt(text, nameStart, from, gap);
  if (inElement !== undefined) return { ...PLAIN, at: inElement, xml: true };
  if (next[0] === '<' && next[1] !== '-') return undefined;
  if (next[0] === '{' || ((next[0] === ':' || next[0] === '=') && text[skipBlanks(text, gap + 1)] === '{')) {
    const block = BLOCK.exec(text.slice(from, from + 160)) ?? ACCESSORS.exec(text.slice(from, from + 48));
    if (block !== null) return { ...PLAIN, at: from + block[0].length, quoted: true };
  }
  if (/^(?:===|!==)/.test(next)) return { ...PLAIN, at: gap + 3, compared: true };
  if (/^(?:==|!=)/.test(next)) return { ...PLAIN, at: gap + 2, compared: true };
  const grown = /^(?::{2,3}=|\|\|=|\?\?=|:=|=>|\?=|\+=|->|<-|\|=)/.exec(next)?.[0];
  if (grown !== undefined) return { ...PLAIN, at: gap + grown.length };
  if (next[0] === '=') return { ...PLAIN, at: gap + 1 };
  // String PASSWORD⏎    = "x";
  const below = closing === '' ? /^\r?\n[ \t]{1,24}=[ \t]?(?=["'])/.exec(text.slice(gap, gap + 32))?.[0].length : undefined;
  if (below !== undefined) return { ...PLAIN, at: gap + below, quoted: true };
  if (next[0] === ':') {
    if (text.startsWith('${', nameStart - 2)) {
      const skipped = /^:-?(?![}\s?+])/.exec(text.slice(gap, gap + 3))?.[0].length;
      return skipped === undefined ? undefined : { ...PLAIN, at: gap + skipped, braced: true };
    }
    // Jsonnet: a field that is hidden
    const hidden = /^:{2,3}[ \t]{1,2}(?=["'])/.exec(text.slice(gap, gap + 6))?.[0].length;
    if (hidden !== undefined) return { ...PLAIN, at: gap + hidden, quoted: true };
    // psql: PASSWORD :'name of a variable'
    if (closing === '' && /["']/.test(next[1] ?? '') && text.startsWith('PASSWORD ', nameStart)) return undefined;
    // | Password: | x |
    const bar = isInFirstCell(text, nameStart) ? skipBlanks(text, gap + 1) : -1;
    if (text[bar] === '|') return { ...PLAIN, at: bar + 1 };
    // LDIF: in base64
    const isOfDirectory = closing === '' && before === '\n' && /^:: [A-Za-z0-9+/]{4,250}={0,2}(?:[\r\n]|$)/.test(text.slice(gap, gap + 260));
    if (isOfDirectory) return { ...PLAIN, at: gap + 2, colon: true };
    // scope, and the shell's ${NAME:+other}
    if (next[1] === ':' || next[1] === '+' || next[1] === '?') return undefined;
    // input[type=password]:focus, and x ? 'pass' : 'fail'
    const isTernary = closing !== '' && /\?[ \t]{0,4}["'`]$/.test(text.slice(Math.max(0, nameStart - 6), nameStart));
    if (closing === ']' || isTernary) return undefined;
    const parameter = PARAMETER.exec(text.slice(gap, gap + 256));
    if (parameter !== null) return { ...PLAIN, at: gap + parameter[0].length, colon: true };
    const typed = TYPED.exec(text.slice(gap, gap + 52));
    if (typed !== null) return { ...PLAIN, at: gap + typed[0].length };
    return { ...PLAIN, at: gap + 1, colon: true };
  }
  // char name[64] = "x" · std::string name{"x"} · {name, <<"x">>} · | name | x |
  const sized = closing === '' ? /^(?:\[\d{0,5}\][ \t]{0,4}=|\{(?="))/.exec(text.slice(from, from + 14)) : null;
  if (sized !== null) return { ...PLAIN, at: from + sized[0].length, quoted: true };
  // set :name, "x"
  const isSymbol = before === ':' && /(?:^|[ \t\n])set $/.test(text.slice(Math.max(0, nameStart - 6), nameStart - 1));
  if (next[0] === ',' && closing === '' && (before === '{' || isSymbol)) return { ...PLAIN, at: gap + 1, quoted: true };
  if (next[0] === '|' && isInFirstCell(text, nameStart)) return { ...PLAIN, at: gap + 1 };
  const name = text.slice(nameStart, from);
  const through = COMPARED_THROUGH.exec(text.slice(from, from + 12))?.[0].length;
  if (through !== undefined) return { ...PLAIN, at: from + through, compared: true };
  const isCompared =
    (next[0] === '(' && gap === from && COMPARES.test(name)) ||
    (closing === '' &&
      /^,[ \t]{0,2}["'`]/.test(next) &&
      COMPARING.test(text.slice(Math.max(0, nameStart - 32), nameStart)));
  if (isCompared) return { ...PLAIN, at: gap + 1, compared: true, quoted: true };
  const isSet = SETS_ARGUMENT.test(text.slice(Math.max(0, nameStart - 32), nameStart));
  const isPair = PAIRED.test(text.slice(Math.max(0, from - 48), from));
  const isQuoted = /["']/.test(closing) && closing === before && (isSet || isPair || /[A-Z_.-]/.test(name));
  const isFirst = isQuoted || (closing === '' && /^(?:[A-Z][a-z]+\.)?[A-Z][A-Z0-9_]+$/.test(name));
  const isArgument = next[0] === ',' && isFirst && (isSet || !isListed(text, nameStart));
  const isSetter = next[0] === '(' && gap === from && SETTER.test(name);
  const isOfObject = name.includes('.') || text.slice(nameStart - 2, nameStart) === '->';
  const isMethod = next[0] === '(' && gap === from && isOfObject && METHOD.test(name) && !ASKS.test(name);
  if (isArgument || isSetter || isMethod) {
    const pair = isArgument ? PAIR.exec(text.slice(from, from + PAIR_REACH)) : null;
    if (pair !== null) return { ...PLAIN, at: from + pair[0].length, colon: pair[0].endsWith(':') };
    if (isArgument && NEXT_KEY.test(text.slice(from, from + 160))) return undefined;
    return { ...PLAIN, at: gap + 1, call: !isSetter && !(isArgument && isSet), quoted: true };
  }
  const isScript = closing === '' && next === 'to "' && SET_BEFORE.test(text.slice(Math.max(0, nameStart - 5), nameStart));
  const isTold = isScript || (closing !== '' && /^to ["']/.test(next));
  if (isTold) return { ...PLAIN, at: gap + 2, quoted: true, call: !isScript && !isSet };
  // a sentence that ends with the word, and a setting below it
  const isSaid = /[a-z,] $/.test(text.slice(nameStart - 2, nameStart));
  const pair = isSaid ? null : PAIR.exec(text.slice(from, from + PAIR_REACH));
  if (pair !== null) return { ...PLAIN, at: from + pair[0].length, colon: pair[0].endsWith(':') };
  const fallback =
    FALLBACK.exec(text.slice(from, from + 64)) ?? (isSet ? FETCHED.exec(text.slice(from, from + 16)) : null);
  if (fallback !== null) return { ...PLAIN, at: from + fallback[0].length, quoted: true };
  if (option && gap > at && closing !== '`') return { ...PLAIN, at, option: true }; // `--password` you gave: there the code span ends
  const listed = option ? /^\r?\n[ \t]{0,16}-[ \t](?=[^\s-])/.exec(text.slice(at, at + 24)) : null;
  if (listed !== null) return { ...PLAIN, at: at + listed[0].length, option: true };
  if (closing !== '' || gap === at) return undefined;
  const typed = TYPED_BEHIND.exec(text.slice(from, from + 48)) ?? TAGGED.exec(text.slice(from, from + 160));
  if (typed !== null) return { ...PLAIN, at: from + typed[0].length, quoted: true };
  if (isDockerEnv(text, from, startsUnit)) return { ...PLAIN, at };
  if (isOfShell(text, nameStart, from)) return { ...PLAIN, at, option: true };
  if (isSqlPassword(text, nameStart) || isDeclared(text, nameStart, from, startsUnit)) return { ...PLAIN, at, quoted: true };
  const spoken = PROSE.exec(text.slice(gap, gap + 28));
  return spoken === null ? undefined : { ...PLAIN, at: gap + spoken[0].length, prose: true };
}

/** `["NAME", "other"]`: neighbours in a list, neither of which names the other. */
function isListed(text: string, nameStart: number): boolean {
  // one of the lines of a list
  if (/\n[ \t]*["'`]$/.test(text.slice(Math.max(0, nameStart - 32), nameStart))) return true;
  let depth = 0;
  for (let at = nameStart - 1; at >= 0 && nameStart - at <= LOOK_BACK; at--) {
    const character = text[at]!;
    if (')]}'.includes(character)) depth++;
    else if ('([{'.includes(character) && depth-- === 0) return character === '[';
  }
  return false;
}

/** `| name` begins a row, plain, in bold or as code. */
function isInFirstCell(text: string, nameStart: number): boolean {
  return /\n[ \t]{0,4}\|[ \t`*]{0,8}$/.test(`\n${text.slice(Math.max(0, nameStart - 12), nameStart)}`);
}
