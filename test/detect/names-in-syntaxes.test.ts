/** Names of the secrets that burnlist is about × what generators draw × the syntaxes in which settings and programs write them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDetector } from '../../src/detect/unit.ts';
import { confidenceAt } from '../../src/verdict/confidence.ts';
import { bytes, characters } from '../support/secrets.ts';
import { PLAIN, valueOf } from './scanning.ts';

const NAMES = (
  'JWT_SECRET jwtSecret jwt.secret jwt-secret JWT_SECRET_KEY JWT_SIGNING_KEY signingKey FERNET_KEY SECRET_KEY secretKey ' +
  'SECRET_KEY_BASE SESSION_SECRET COOKIE_SECRET APP_KEY ENCRYPTION_KEY MASTER_KEY DB_PASSWORD dbPassword db.password REDIS_PASSWORD ' +
  'DB_PASS password API_KEY apiKey api-key api_secret ACCESS_TOKEN accessToken AUTH_TOKEN REFRESH_TOKEN_SECRET token secret ' +
  'CLIENT_SECRET clientSecret WEBHOOK_SECRET PRIVATE_KEY STRIPE_SECRET_KEY NPM_TOKEN HMAC_KEY NEXTAUTH_SECRET passphrase'
).split(' ');

const ALNUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const SHAPES: Readonly<Record<string, (seed: string) => string>> = {
  'letters and digits, 16': (seed) => characters(seed, ALNUM, 16),
  'letters and digits, 24': (seed) => characters(seed, ALNUM, 24),
  'letters and digits, 43': (seed) => characters(seed, ALNUM, 43),
  'hexadecimal, 32': (seed) => bytes(seed, 16).toString('hex'),
  'hexadecimal, 64': (seed) => bytes(seed, 32).toString('hex'),
  base64: (seed) => bytes(seed, 32).toString('base64'),
  base64url: (seed) => bytes(seed, 32).toString('base64url'),
};

/** `«»` is the name, `‹›` the same as an identifier, and `§` the value. */
const SYNTAXES: readonly (readonly [path: string, ...texts: string[]])[] = [
  ['.env', '«»=§\n', 'export «»="§"\n', "«»='§'\n"],
  ['app.ini', '[a]\n«» = §\n'],
  ['app.properties', '«»=§\n', '«»: §\n'],
  ['app.yml', 'a:\n  «»: §\n', 'a:\n  «»: "§"\n', 'a:\n  «»: |\n    §\n', 'a:\n  «»: >-\n    §\n'],
  ['values.yaml', 'env:\n- name: «»\n  value: "§"\n', '  - «»=§\n'],
  ['app.json', '{\n  "«»": "§"\n}\n', '{"x": "{\\"«»\\":\\"§\\"}"}\n'],
  ['app.toml', '«» = "§"\n'],
  ['app.xml', '<«»>§</«»>\n', '<add key="«»" value="§" />\n', '<string name="«»">§</string>\n'],
  ['app.plist', '<key>«»</key>\n<string>§</string>\n'],
  ['main.tf', '  «» = "§"\n', 'variable "«»" {\n  default = "§"\n}\n'],
  ['Dockerfile', 'ENV «» §\n', 'ENV «»=§\n', 'ARG «»="§"\n'],
  ['run.sh', 'app --«»=§ up\n', 'java -D«»=§ -jar x\n', 'docker run -e «»=§ x\n', 'X=${‹›:-§}\n'],
  ['Makefile', '«» := §\n'],
  ['app.py', '‹› = "§"\n', 'c["«»"] = "§"\n', 'x = os.environ.get("«»", "§")\n', 'f(a, ‹›="§")\n'],
  ['app.ts', "const ‹› = '§';\n", "  '«»': '§',\n", 'const ‹› = `§`;\n', "‹›: string = '§';\n"],
  ['env.ts', "k: process.env.‹› ?? '§',\n", "process.env.‹› || '§'\n"],
  ['app.php', "$‹› = '§';\n", "'«»' => '§',\n", "define('«»', '§');\n"],
  ['main.go', 'const ‹› = "§"\n', 'var ‹› = []byte("§")\n'],
  ['App.java', 'static final String ‹› = "§";\n', '@Value("${«»:§}")\n'],
  ['App.kt', 'val ‹› = "§"\n'],
  ['App.cs', 'const string ‹› = "§";\n', 'config["«»"] = "§";\n'],
  ['app.rb', "‹› = '§'\n", "ENV.fetch('«»', '§')\n"],
  ['main.rs', 'const ‹›: &str = "§";\n'],
  ['App.swift', 'let ‹› = "§"\n'],
  ['app.lua', 'local ‹› = "§"\n'],
  ['app.h', '#define ‹› "§"\n'],
  ['app.ps1', '$env:‹› = "§"\n'],
  ['app.bat', 'set «»=§\r\n'],
];

const detector = createDetector(PLAIN);

test('names × values × syntaxes are found at medium or above, but for one of fifty, and none with less than half of the values', () => {
  const missed: string[] = [];
  let tried = 0;
  for (const name of NAMES)
    for (const [path, ...texts] of SYNTAXES)
      for (const text of texts) {
        const lost = Object.entries(SHAPES).filter(([shape, draw]) => {
          const value = draw(`${name} ${shape} ${path} ${text}`);
          const written = text.replaceAll('«»', name).replaceAll('‹›', name.replaceAll(/[.-]/g, '_')).replaceAll('§', value);
          const found = detector.scan(Buffer.from(written)).findings.filter((one) => valueOf(one) === value);
          return !found.some((one) => confidenceAt(one, path, 'blob') !== 'low');
        });
        tried += Object.keys(SHAPES).length;
        const told = lost.map(([shape]) => `${name} of ${shape} in ${path}: ${text}`);
        assert.ok(lost.length < 4, told.join('\n'));
        missed.push(...told);
      }
  assert.ok(missed.length * 50 <= tried, `${missed.length} of ${tried}, such as ${missed.slice(0, 20).join('\n')}`);
});
