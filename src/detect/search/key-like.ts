/** The characters that keys are written in, 1 for each: base64 and base64url. */
export const KEY_LIKE = new Uint8Array(256);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-')
  KEY_LIKE[character.charCodeAt(0)] = 1;
