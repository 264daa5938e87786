/**
 * Hashes of passwords, by the forms that programs store: whoever has one can guess at the password, and does not have it.
 * Forms: crypt(5), passlib's modular crypt formats, Django, Werkzeug, RFC 3112 of LDAP, RFC 5802 as PostgreSQL stores it.
 */

/** RFC 2307: what stands in braces before a hash in a directory. */
const SCHEME = String.raw`^\{(?:S?MD5|S?SHA(?:\d{3})?|CRYPT|BCRYPT|ARGON2|PBKDF2(?:-SHA\d{1,3})?)\}`;
const OF_DIRECTORY = new RegExp(SCHEME, 'i');

const FORMS = [
  /^\$2[abxy]?\$\d\d\$[./A-Za-z0-9]{53}$/, // bcrypt
  /^\$argon2(?:id|i|d)\$v=\d{1,3}\$m=\d{1,8},t=\d{1,4},p=\d{1,4}\$[A-Za-z0-9+/]{8,}\$[A-Za-z0-9+/]{16,}$/,
  /^\$(?:1|apr1)\$[./A-Za-z0-9]{1,8}\$[./A-Za-z0-9]{22}$/, // MD5
  /^\$5\$(?:rounds=\d{1,9}\$)?[./A-Za-z0-9]{1,16}\$[./A-Za-z0-9]{43}$/, // SHA-256
  /^\$6\$(?:rounds=\d{1,9}\$)?[./A-Za-z0-9]{1,16}\$[./A-Za-z0-9]{86}$/, // SHA-512
  /^\$(?:y|gy|7)\$[./A-Za-z0-9]{1,16}\$[./A-Za-z0-9]{8,86}\$[./A-Za-z0-9]{43}$/, // yescrypt, scrypt
  /^\$[PH]\$[./A-Za-z0-9]{31}$/, // phpass
  /^\$pbkdf2(?:-sha\d{1,3})?\$\d{1,9}\$[./A-Za-z0-9]{8,}\$[./A-Za-z0-9]{16,}$/,
  /^pbkdf2_sha\d{1,3}\$\d{1,9}\$[^$\s]{1,64}\$[A-Za-z0-9+/]{27,}={0,2}$/, // Django
  /^(?:pbkdf2:sha\d{1,3}:\d{1,9}|scrypt:\d{1,7}:\d{1,3}:\d{1,3})\$[A-Za-z0-9]{8,32}\$[0-9a-f]{40,128}$/, // Werkzeug
  new RegExp(String.raw`${SCHEME}[A-Za-z0-9+/$.=,]{16,}$`, 'i'), // LDAP
  /^\{CRYPT\}[./A-Za-z0-9]{13}$/i, // DES, two letters of salt before it
  /^SCRAM-SHA-(?:1|256)\$\d{1,7}:[A-Za-z0-9+/=]{8,}\$[A-Za-z0-9+/=]{27,}:[A-Za-z0-9+/=]{27,}$/, // PostgreSQL
];
/** What databases take for a password that is hashed already; too short a form to go by without its statement. */
const OF_DATABASES = /^(?:md5[0-9a-f]{32}|\*[0-9A-F]{40})$/;

/** `{SSHA}…`, short of a hash as it may be: what a directory keeps, and no password. */
export function namesHash(value: string): boolean {
  return OF_DIRECTORY.test(value);
}

export function isPasswordHash(value: string): boolean {
  return FORMS.some((form) => form.test(value)) || OF_DATABASES.test(value);
}
