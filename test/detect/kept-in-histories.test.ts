/** What histories are full of beside secrets: bundles, manifests, tables and lists of messages. Each has a secret for a twin. */
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { test } from 'node:test';
import { characters, password } from '../support/secrets.ts';
import { namedValues, scan } from './scanning.ts';

const CHOSEN = password('kept in a history');
const HEX = '0123456789abcdef';
const DIGEST = characters('digest', HEX, 64);
const CHANCE = characters('chance', `${HEX}GHJKMNPQRS`, 32);

/** A text with a secret for §, and one that looks like it. */
const PAIRS: readonly (readonly [found: string, none: string, secret?: string])[] = [
  // bundles
  ['x={uri:"a=b;password=§;c=d"};', 'n=e.session;n.master_secret=t.getBytes();var a=1'],
  ['a={url:"user=me;password=§"}', 'else r.login.user=o[a];else r.login.password=o[a]}""===r.notes&&(r=1)'],
  ['{"very common password":"§","next":1}', 'e?"a common password":"a very common password":"wikipedia_words"===e.name?t:1'],
  ['t="Input a password";n.password="§",r()', 't="Input new password: "),C=n.limitMessage;for(;;)n.question("'],
  ['scope:{password:"§",user:"me"}', 'scope:{password:"=passwordMeter",user:"=userName"}'],
  // manifests and caches
  ['"acme_token":"§",', '"src\\/Auth\\/PasswordToken.php":"§",', DIGEST],
  ['"security-key":"§",', '"security-key.svg":"security-key-§.svg",', DIGEST],
  // what generators write
  ['"password:§"', String.raw`"\bpassword\x18\x02 \x01(\tR\bpassword:\a\x82\xb5\x18\x033.0\"\xb9\x01\n" +`],
  ['forSecrets := "§"', 'repeatedStringForSecrets := "[]*Secret{"', CHANCE],
  ["name='authtoken' value='§'", "<input type='hidden' name='csrfmiddlewaretoken' value='§' />", CHANCE],
  ['"RefreshToken": "§"', '"ClientRequestToken": "§"', CHANCE],
  ['"AdminPassword": "§"', '"Pair$Password": "<p>Password.</p>"'],
  // names of things
  ['password: §\n', 'password: dagger.#Secret // may be a token\n'],
  ['mySecret: "§"', '_decodeSecret: core.#DecodeSecret & {\n', CHANCE],
  ["'password' => ['§']", "'password' => ['min:6,confirmed,required_with:password_confirmed'],"],
  ['docker login --password §\n', 'docker login --username AWS --password-stdin 111122223333.dkr.ecr.eu-west-1.amazonaws.com\n'],
  ['shared_password = "§"', 'shared_password = "acme.auth.shared:SharedPasswordAuthenticator"'],
  [`'password' => '§',`, String.raw`'auth.password' => 'Acme\Auth\Passwords\PasswordBroker',`],
  [`"Password": "§",`, String.raw`"Password": "Acme\\Support\\Facades\\Password",`],
  [`post '/session', 'password' => '§'`, `get '/password' => 'verify#show'`],
  [`['password' => '§']`, `['password' => 'Confirmed:passwordConfirmation']`],
  ['"pwd": "§",', '"pwd": "allow",'],
  ['secret:§', 'Resource: arn:aws:secretsmanager:us-west-2:&Account;:secret:MySecret1-a1b2c3'],
  ['https://api.corp.net/v1?key=§', 'https://docs.google.com/spreadsheet/ccc?key=§#gid=1', CHANCE],
  ['api_key_md5 = "§"', 'copy_source_sse_customer_key_md5: "CopySourceSSECustomerKeyMD5",', CHANCE],
  ['pepper: "§"', `hot_pepper: 'unicode/1f336',`, CHANCE],
  ['db.pw: §\n', 'countries.pw: Palaos\n'],
  // lists of messages
  ['password = §\n', 'forget_password = Forget password?\n'],
  ['password=§\n', 'entered_invalid_password=Por favor, asegurese de que lo escribe bien.\n'],
  ['password: §\n', 'edit_password: Editar contraseña\n'],
  ['password: §\n', 'password_confirm: Entrez à nouveau votre mot de passe\n'],
  ['Ldap.password=§\n', String.raw`LdapProvider.emptyPassword=Credenciales err\u00F3neas` + '\n'],
  ['MyPass: §\n', '--- PASS: TestBridge/IPv6_internal_network (2.06s)\n'],
  ['PASS: §\n', 'PASS: tests/sum-2.sh\n'],
  // statements and sentences
  ['connect(user=me, passwd="§")', ['connect(host=me, user=loginuser, ', 'passwd=loginpass, db="mysql")'].join('')],
  ['becomepass = §\n', 'sshpass = becomepass = vault_pass = method = None\n'],
  ['root_key = "§"', String.raw`$root_key = "HKLM:\SYSTEM\CurrentControlSet\Services\EventLog"`, CHANCE],
  [`client_token = "§"`, `params['client_token'] = "Acme-North-{0}-{1}".format(hash(str(params)), now())`, CHANCE],
  ['"password": "§",', `"password": "%^%#${CHOSEN}%^%#",`],
  ['pass: §\n', 'it is in the chapter on pass:specialcharacters,macros[xref:servlet/index]\n'],
  ['- htpasswd: §\n', '- htpasswd: path=/etc/nginx/passwdfile name=foobar state=absent\n'],
  ['requirepass §\n', '# this needs to be set in the masterauth variable\n'],
  ["ALTER USER me IDENTIFIED BY '§';", "Load the library that is identified by 'name'.\n"],
];

test('what bundles, manifests, tables and messages say is no secret, and what stands there is one', () => {
  for (const [found, none, secret = CHOSEN] of PAIRS) {
    assert.deepEqual(namedValues(found.replaceAll('§', secret)), [secret], found);
    assert.deepEqual(namedValues(none.replaceAll('§', secret)), [], none);
  }
});

test('a file that a generator wrote as a string is no password; a password of many bytes is one', () => {
  const escaped = (bytes: Buffer): string => [...bytes].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
  const random = Buffer.from(characters('bytes', `${HEX}ghjk`, 24));
  assert.deepEqual(namedValues(`var _resetPasswordTmpl = "${escaped(gzipSync(random))}"\n`), []);
  assert.deepEqual(namedValues(`var resetPassword = "${escaped(random)}"\n`), [random.toString()]);
});

test('a credential that a server keeps of a passkey is the public half', () => {
  assert.deepEqual(namedValues(`Credential: \`{"id":"${CHANCE}","publicKey":"${DIGEST}"}\`,`), []);
  const signed = `{"id":"root","sig":"${CHANCE}"}`;
  assert.deepEqual(namedValues(`Credential: \`${signed}\`,`), [signed]);
});

test('what AWS made for its pages is documentation', () => {
  const shown = `${CHANCE.slice(0, 20)}wEXAMPLE${CHANCE.slice(20)}`;
  const { findings, setAside } = scan(`session_token: "${shown}",\n`);
  assert.deepEqual([findings.length, setAside.map(({ reason }) => reason)], [0, ['documentation']]);
});
