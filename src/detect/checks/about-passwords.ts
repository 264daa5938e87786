/** Strings under the name of a password that say where one is typed, what it must be like, or how programs keep or find it. */

const ABOUT: readonly RegExp[] = [
  // where it is typed: #password, input#pwd, .password-field, #txtPassword1, //input[@id="pw1"], id=user_password
  /^(?:input|form|div|span|label|button|textarea)?[#.](?=[\w-]*(?:pass|pwd|field|input))_?[A-Za-z]+(?:[-_](?:[A-Za-z]+|\d{1,2}))*$/i,
  /^#(?:(?:txt|ctl\d\d|input)[\w-]*|[a-z]+(?:-[a-z]+)*-\d{1,3})$/,
  /\[@?[a-z-]+[~|^$*]?=["']?[\w .-]+["']?\]/,
  /^(?:css|xpath|id|name|class|className|label|placeholder|role|testid|data-test(?:-?id)?)=[^=]{2,}$/,
  // what it must be like: required|min:8, min_length[8]|max_length[64], len:8,64, 8..64, string(8-64), min8chars
  /^(?:required|nullable|optional|sometimes|string|trim|confirmed|bail|filled)\|./,
  /^(?:is_?)?(?:min|max|len|length|between|digits)(?:_?len(?:gth)?)?[:=([]\d[\d,]*[)\]]?(?:\||$)/i,
  /^\d{1,4}\.\.\d{1,4}$/,
  /^(?:min|max|at_?least)[-_]?\d{1,3}[-_]?char(?:acter)?s?$/i,
  // of which type it is: VARCHAR(255), [String!]!, Option<String>, Types::String.optional
  /^(?:(?:n?var)?char|string|text|binary|varbinary)\([\d\s,.-]*\)/i,
  /^\[[A-Z][a-z]\w*!?\]!?$|^[A-Z][a-z]\w*<[A-Z][\w<>, ]*>\??$|^[A-Z][a-z]\w*(?:::[A-Z][a-z]\w*)+(?:\.[a-z]\w*)*$/,
  // how it is kept: hashed, bcrypt:12, argon2id, md5(salt+pw)
  /^(?:hashed|encrypted)$/,
  /^(?:b?crypt|scrypt|argon2(?:id|i|d)?|pbkdf2)(?::\d{1,6})*$|^(?:md5|sha\d{1,3}|hash|b?crypt|encrypt|hmac)\(.*\)$/i,
  // by which name: auth:password.label, :new_password2, @password, org.acme.Password2, Password1Label, passwordV2
  /^[a-z][\w-]*:(?:[a-z][a-z_]*\.)+[a-z][a-z_]*$/i,
  /^(?:err|errors?|msg|messages?|labels?|i18n|forms?|login|auth|page|settings)\.[\w.-]+$/,
  /^(?::(?=\w*(?:pass|pwd))[a-z][a-z_]*\d?|@(?=\w*(?:pass|pwd))[a-z][A-Za-z_]*)$/,
  /^(?:com|org|net|io|java|javax|jakarta)\.(?:[a-z]\w*\.)+[A-Z]\w*$/,
  /^(?=\w*(?:pass|pwd))\w*(?:Label|Field|Input|Text|Column|Param|Header|Hint|Title|Message|Error|Button|V\d|_hash\d?)$|^pw_v\d$/i,
  // what a log shows in its place: [hidden:12], where it is in memory
  /^\[(?:hidden|redacted|filtered|masked|removed|protected)[:\]]/i,
  /^0x[0-9a-f]{6,12}$/,
  // in what it is stored, for people: in 1password
  /(?:^|[_-])in[_-](?:the[_-])?(?:1password|bitwarden|keepass\w?|lastpass|vault)/i,
];

export function isAboutPasswords(raw: string): boolean {
  return ABOUT.some((form) => form.test(raw));
}
