/** Text as it is written in other files: encoded, wrapped, nested. */
export const base64 = (text: string | Buffer): string => Buffer.from(text as string).toString('base64');
export const base64url = (text: string | Buffer): string => Buffer.from(text as string).toString('base64url');
export const hex = (text: string | Buffer): string => Buffer.from(text as string).toString('hex');

/** Lines of so many characters, what separates them between them. */
export function wrapped(text: string, width: number, separator = '\n'): string {
  return text.replace(new RegExp(`.{${width}}(?=.)`, 'g'), (line) => line + separator);
}
