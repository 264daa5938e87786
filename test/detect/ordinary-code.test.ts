/** What code, templates and pages of ordinary repositories hold beside the names of secrets. Each has a secret for a twin. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { characters, password } from '../support/secrets.ts';
import { namedValues } from './scanning.ts';

const CHOSEN = password('beside ordinary code');
const CHANCE = characters('beside ordinary code', '0123456789abcdefGHJKMNPQRS', 32);

/** A text with a secret for §, and one that looks like it. */
const PAIRS: readonly (readonly [found: string, none: string, secret?: string])[] = [
  // what says in the field of the password, or beside it, of which kind the other is
  [`'password' => '§',`, `'password' => 'x-oauth-basic',`],
  [`if ($auth['password'] === '§') {`, `if ($auth['password'] === 'gitlab-ci-token') {`],
  ['auth_token: "§"', 'saveToJWTKey = "x-custom-jwt-property-name"', CHANCE],
  // types
  ['fun open(password: String = "§", alias: String?)', 'fun open(store: KeyStore, password: CharArray?, alias: String? = null) {'],
  ['var credential: String? = "§"', 'var credential: URLCredential?\n', CHANCE],
  ['keyStorePassword: String? = "§"', 'keyStoreAndPassword: Pair<KeyStore, CharArray>? = null'],
  ['keyGen: () -> SecretKey = "§"', 'keyGen: () -> SecretKey = ::generateDefaultKey,', CHANCE],
  ['credentials := "§"', 'credentials := result.(*registry.ListRegistryCredentialsResult)', CHANCE],
  // variables, functions and calls
  ['"password" -> "§"', '"password" -> nonEmptyText'],
  ['secret = "§"', '.from(secret.map(secretKey -> _).toMap ++ more)', CHANCE],
  ["load_key('old', password: '§')", "load_key('old', password: password).to_der).to eq(1)"],
  ['const char *passwd = "§";', 'const char *passwd = config->primary.key_passwd;'],
  ['let mut pass = "§";', 'let mut pass = |file| {'],
  ['setPassword uid pass = "§"', 'setPassword uid pass = runDB $ update uid'],
  ['makePassword = "§"', 'makePassword = makePasswordWith pbkdf1'],
  ['pass <- "§"', 'pass <- obj .:? "password"'],
  ['Settings[:proxy_password] = "§"', 'Settings[:proxy_password] = proxy_pass\n'],
  ["resource['password'] = '§'", "resource['password'] = user_input\n"],
  ['normalized_password = "§"', 'normalized_password = original_password\n'],
  ['password = "§",', 'password = ro_password_ref,'],
  ['secret = "§"},', 'secret = base64_secret},', CHANCE],
  ['Password: "§",', 'Password: repoPass,'],
  ['jwt_secret:encode("§")', 'local cache_key = db.jwt_secrets:cache_key("key123")', CHANCE],
  ['{{ $password := "§" }}', '{{- $password := index .Values.users $user }}'],
  ['WHERE id = 1 AND pass = "§"', 'WHERE id = id AND pass = pass"'],
  // names of things
  ['["acme.oauth2.secret"] = "§",', '["acme.plugins.oauth2.secret"] = "acme/plugins/oauth2/secret.lua",', CHANCE],
  ['var adPassword = new Password("§");', 'var adPassword = new DirectoryPassword("aksPassword2", new DirectoryPasswordArgs'],
  ['const madePassword = new random.RandomPassword("§");', 'const made = new random.RandomPassword("dbPassword2", {'],
  ['existingPassword: §\n', 'existingSecret: "my-data-source"\n'],
  ['client_secret: "§"', 'configFromSecret: "acme-config"\n', CHANCE],
  ['config set --secret §\n', 'config set --secret mentionbot:slackToken\n', CHANCE],
  [':password => "§"', 'commands :add => "useradd", :delete => "userdel", :password => "chage"'],
  ['- `db_master_password` = `§`\n', '- `db_instance_master_password` -> `db_instance_password`\n'],
  ['danishMessage Password = "§"', `danishMessage Password = "${['Kode', 'ord'].join('')}"`],
  ['password: "§"', 'password: "#/components/schemas/updateLoginFlowWithPasswordMethod"'],
  ['password2 = "§"', 'password2 "github.com/acme/kratos2/strategy/password"\n'],
  ['GPG_PASSPHRASE=§\n', 'GPG_PASSPHRASE=helm-chart-signing-key:passphrase\n'],
  ['GPG_PRIVATE_KEY=§\n', 'repo_secrets: |\n  GPG_PRIVATE_KEY=helm-chart-signing-key:private_key\n', CHANCE],
  ['credentials: "§"', 'get("/identities?credentials_identifier=ProviderID:293b5d9b-1009-4600-a3e9-bd1845de22f2")', CHANCE],
  ['<String x:Key="a" Password="§">', '<s:String x:Key="/Default/CodeStyle/Naming/=53eecf85_002Dd821_002D40e8_002Dac97_002Dfdb734542b84/@Value">'],
  ['Credentials("ops", "§")', 'Credentials("Acme Repository Manager", "oss.acme.org", user, pass)'],
  ['password: "§",', 'password: "not-" + password,'],
  ["users: { password: '§' }", "users: { bg: 'rgba(59,130,246,0.12)', color: '#3b82f6' },"],
  ['crowdin://acme:§@corp.net', 'crowdin://PROJECT_ID:API_TOKEN@ORGANIZATION_DOMAIN.default'],
  // places that are filled in, pages and sentences
  ['"Server=tcp:h;password=§;Min Pool Size=0"', '"Server=tcp:h;user ID=%s;password=%s;Min Pool Size=0"'],
  ['cargo login §\n', String.raw`cargo login \-\-registry my\-registry` + '\n', CHANCE],
  ['login with pass `§`', 'warning: ignoring it, pass `-Zprofile-hint-mostly-unused` to enable it'],
  ['curl --proxy-pass §\n', 'Equivalent to --pass but used in HTTPS proxy context.\n'],
  ['keystore password: §\n', 'keystore password: use ${ConfigKeys.password} config'],
  ['ops : NTLM §\n', 'WWW-Authenticate: NTLM TlRMTVNTUAACAAAACAAIADAAAACGgAEAq6U1NAWaJCIAAAAAAAAAAAAAAAA4AAAA\n'],
  ['ops : NTLM §\n', 'Proxy-Authorization: NTLM %b64[NTLMSSP%00%01%00%06%82%08]b64%\n'],
];

test('code, types, names and sentences beside the name of a secret are none, and a literal there is one', () => {
  for (const [found, none, secret = CHOSEN] of PAIRS) {
    assert.deepEqual(namedValues(found.replace('§', secret)), [secret], found);
    assert.deepEqual(namedValues(none), [], none);
  }
});
