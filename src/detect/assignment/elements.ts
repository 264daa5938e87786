/** Elements of XML that are called like what they hold, or that an attribute or the element before them names. */

/** `<wsse:Password>` */
const IN_NAMESPACE = /<[A-Za-z][\w.-]{0,23}:$/;
/** Property lists: `<key>NAME</key> <string>x</string>`. */
const PLIST = /^<\/key>[ \t\r\n]{0,24}(?=<string>)/;
/** An element that an attribute names, others behind it: `<string name="NAME" translatable="false">x</string>`. */
const NAMED = /(?:name|key|id|property)=["']$/;
const OTHER_ATTRIBUTES = /^["'](?:[ \t]{1,4}(?!value=)[\w:-]{1,24}=["'][^"'<>\r\n]{0,40}["']){0,2}[ \t]?>/;

/**
 * Where what the element holds may begin; undefined where the name belongs to none.
 * @param nameStart first byte of the name; @param from the byte behind it; @param gap the byte behind blanks
 */
export function elementAt(text: string, nameStart: number, from: number, gap: number): number | undefined {
  if (text[gap] === '>' && isTag(text, nameStart)) return gap + 1;
  if (text[nameStart - 2] === '=' && NAMED.test(text.slice(Math.max(0, nameStart - 10), nameStart))) {
    const others = OTHER_ATTRIBUTES.exec(text.slice(from, from + 160))?.[0];
    if (others !== undefined) return from + others.length;
  }
  const listed = text[gap] === '<' ? PLIST.exec(text.slice(from, from + 40))?.[0] : undefined;
  return listed === undefined ? undefined : from + listed.length;
}

function isTag(text: string, nameStart: number): boolean {
  if (text[nameStart - 1] === '<') return true;
  return text[nameStart - 1] === ':' && IN_NAMESPACE.test(text.slice(Math.max(0, nameStart - 26), nameStart));
}
