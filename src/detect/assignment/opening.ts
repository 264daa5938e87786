/** What stands between an operator and the quote that opens its value: calls, brackets, what counts when a variable is not set. */

export interface Opening {
  /** Where the value may begin. */
  readonly at: number;
  readonly inside?: Inside;
}

/** The value is an argument of some call, of which the name does not speak, or the first entry of a list. */
export type Inside = 'call' | 'list';

/** What makes a value of a text: b"…", @"…", Buffer.from("…"), new Password("…"), ConvertTo-SecureString "…". */
const WRAPPED =
  /^(?:[A-Za-z@$]{1,2}(?=["'])|(?:[\w.]{1,24}\.)?(?:from(?:Hex|String|Base64)?|bytes?|str|string|u|atob|unhexlify|a2b_hex|(?:urlsafe_)?b64decode|Buffer)\((?=["'])|(?:new[ \t])?(?!PublicKey)\w{0,24}(?:Secret|Password|Credential|Key)(?:Str|String|Value)?\((?=["'])|String::from\((?=")|(?:Some|Sensitive|Optional\.of)\((?=["'])|<<(?=")|new TextEncoder\(\)\.encode\((?=["'])|(?:\w{1,16}\.){0,3}GetBytes\((?=")|(?:\w{1,16}\.)?Field\((?:default=)?(?=["'])|\w[\w.()]{0,40}\.default\((?=["'])|\[\]byte\((?=["'`])|(?:Convert\.FromBase64String|Base64\.(?:getDecoder\(\)\.)?decode(?:Base64)?)\((?=")|ConvertTo-SecureString[ \t](?:-String[ \t])?(?=["']))/i;
/** Brackets around one string, or around several that follow each other, no pair; braces of JSX. */
const BRACKETED = /^(?:\((?=["'][^"'\r\n]{3,400}["'][ \t]{0,4}(?:\)|\r?\n))|\{(?=["'`][^"'`\r\n]{3,400}["'`]\}))/;
/** Any other call with a string, or a list that begins with one: what the name promises is said of what comes out of it. */
const CALL =
  /^(?:\[|(?:new[ \t])?[A-Za-z_$][\w$]{0,32}(?:(?:\.|::|->)[A-Za-z_]\w{0,32}){0,3}!?\()[ \t]{0,2}(?=["'`])/;
/** Several strings that are put together: none of them is the value. */
const PIECES = /^\[[ \t]{0,2}(?:"[^"\r\n]{0,128}"|'[^'\r\n]{0,128}')(?:,[ \t]?(?:"[^"\r\n]{0,128}"|'[^'\r\n]{0,128}')){1,8}\]\.join\(/;
/** Calls that take no secret: one in cipher text, a digest, where something stands. */
const OF_OTHERS = /(?:require|import|resolve|lookup|decrypt|hash|digest|md5|sha\d|crypt|url|path|file|selector|element)\w*!?\([ \t]*$/i;
/** Calls that take the name of a value, not the value. */
const LOOK_UP = /(?:^|[.\s_])(?:get(?!Bytes)|read|fetch|load|find|query|has|is|with|check|validate|verify)\w*\($/i;
/** `secret("db")`: a function that makes or finds one by its name, where a type would begin with a capital. */
const BY_NAME = /^[a-z]*(?:secret|password|credential|key)\($/;
/**
 * `process.env.NAME ?? "value"`, `os.getenv("NAME", "value")`: what counts when the variable is not
 * set, up to the value's quote. It is the last argument: `config.get("app", "secret", …)` names a section and an option.
 */
const FALLBACK = new RegExp(
  String.raw`^(?:[A-Za-z_$][\w$.]{0,48}(?:\[["'][\w.-]{1,48}["']\]|\(["'][\w.-]{1,48}["']\)|[ \t]["'][\w.-]{1,48}["'])?[ \t]{0,4}(?:\?\?|\|\||\bor\b|\?:)` +
    String.raw`|os\.environ(?:\[["'][\w.-]{1,48}["']\]|\.get\(["'][\w.-]{1,48}["']\)) if [^\r\n"'\`]{0,32}(?:["'][\w.-]{1,48}["'][^\r\n"'\`]{0,32})?else` +
    String.raw`|[\w.$:>-]{0,32}(?:[Ee]nv|environ|[Cc]onfig)(?:\.\w{1,12})?\([ \t\r\n]{0,16}["'][\w.-]{1,48}["'],(?![ \t]{0,4}["'][\w.-]{1,48}["'],)[ \t]{0,4}(?:default[ \t]?=)?` +
    String.raw`|[A-Za-z_][\w. !=<>"']{0,48}\?[ \t]?[A-Za-z_][\w.]{0,48}[ \t]:(?!:)|(?:coalesce|nvl|ifnull|firstNonEmpty)\([A-Za-z_][\w.]{0,48},` +
    String.raw`|["']?\{\{[^{}\r\n]{1,60}\|[ \t]?d(?:efault)?(?:\(|[ \t]))[ \t\r\n]{0,24}(?=["'\`])`,
);

export function openingOf(text: string, operand: number): Opening {
  let at = operand;
  const prefix = WRAPPED.exec(text.slice(at, at + 48))?.[0];
  if (prefix !== undefined && !LOOK_UP.test(prefix) && !BY_NAME.test(prefix)) at += prefix.length;
  at += FALLBACK.exec(text.slice(at, at + 160))?.[0].length ?? 0;
  if (BRACKETED.test(text.slice(at, at + 416))) return { at: at + 1 };
  const call = CALL.exec(text.slice(at, at + 144))?.[0];
  if (call === undefined || LOOK_UP.test(call.trimEnd()) || BY_NAME.test(call) || OF_OTHERS.test(call)) return { at };
  const isList = call.startsWith('[');
  if (isList && PIECES.test(text.slice(at, at + 512))) return { at };
  return { at: at + call.length, inside: isList ? 'list' : 'call' };
}
