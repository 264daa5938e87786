/** An age identity in history, and what SOPS encrypted for it: every value of every file is lost with it, by its name. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bech32, identityFrom, recipientOf } from '../../src/proof/age.ts';
import { makeRepo, runCli } from '../support/repo.ts';
import { bytes } from '../support/secrets.ts';
import { ageArmor, CHANGED, sopsValue } from '../support/sops.ts';

interface Seen {
  readonly id: string;
  readonly verdict: string;
  readonly names: readonly { readonly name: string; readonly kind: string }[];
  readonly proofs: readonly { readonly kind: string; readonly detail: string }[];
  readonly related: readonly { readonly id: string; readonly how: string }[];
  readonly occurrences: readonly { readonly path: string; readonly line: number }[];
}

type Seal = (covers: string, text: string) => string;

const TEXT = 'correct horse battery';
const identity = bech32('age-secret-key-', bytes('sops identity', 32)).toUpperCase();
const recipient = identityFrom(identity)!;

/** Each with a data key of its own. */
const FILES: Readonly<Record<string, (seal: Seal, armor: string) => string>> = {
  'secrets.yaml': (seal, armor) => `db:
    password: ${seal('db:password:', TEXT)}
    replicas:
        - ${seal('db:replicas:', 'a')}
        - host: plain
          token: ${seal('db:replicas:token:', TEXT)}
    "odd key": ${seal('db:odd key:', TEXT)}
#ENC[AES256_GCM,data:AAAA,iv:AAAA,tag:AAAA,type:comment]
api_key: ${seal('api_key:', TEXT)}
sops:
    age:
        - recipient: ${recipientOf(recipient)}
          enc: |
${armor.replace(/^/gm, '            ').trimEnd()}
    lastmodified: "${CHANGED}"
    mac: ${seal(CHANGED, 'sum')}
    version: 3.9.4
`,
  'secrets.json': (seal, armor) =>
    JSON.stringify(
      {
        db: { password: seal('db:password:', TEXT), hosts: [seal('db:hosts:', 'a'), { pin: seal('db:hosts:pin:', '1') }] },
        top: seal('top:', TEXT),
        sops: { age: [{ recipient: recipientOf(recipient), enc: armor }], lastmodified: CHANGED, mac: seal(CHANGED, 'sum') },
      },
      undefined,
      '\t',
    ),
  'app.env': (seal, armor) => `DB_PASSWORD=${seal('DB_PASSWORD:', TEXT)}
sops_age__list_0__map_enc=${armor.replaceAll('\n', '\\n')}
sops_age__list_0__map_recipient=${recipientOf(recipient)}
sops_lastmodified=${CHANGED}
sops_mac=${seal(CHANGED, 'sum')}
`,
  'app.ini': (seal, armor) => `[database]
password = ${seal('database:password:', TEXT)}

[sops]
age__list_0__map_enc = ${armor.replaceAll('\n', '\\n')}
lastmodified         = ${CHANGED}
mac                  = ${seal(CHANGED, 'sum')}
`,
};

function audited(key: string, files: Readonly<Record<string, string>>): readonly Seen[] {
  const repo = makeRepo();
  for (const [path, content] of Object.entries(files)) repo.write(path, content);
  repo.write('keys.txt', `${key}\n`);
  repo.commit('all of it');
  const { stdout } = runCli(['audit', '--format', 'json'], { cwd: repo.dir });
  assert.ok(!stdout.includes(TEXT) && !stdout.includes('ENC['));
  return (JSON.parse(stdout) as { secrets: Seen[] }).secrets;
}

for (const [path, write] of Object.entries(FILES)) {
  test(`every value of ${path} is tied to its data key, and that one to the identity`, () => {
    const dataKey = bytes(`data key of ${path}`, 32);
    const armor = ageArmor(recipient.publicHalf, dataKey, path);
    let values = -1; // the sum is none
    const content = write((covers, text) => {
      values++;
      return sopsValue(dataKey, covers, text);
    }, armor);
    const secrets = audited(identity, { [path]: content });
    const kinds = (kind: string): readonly Seen[] => secrets.filter(({ names }) => names.some((name) => name.kind === kind));
    const [file, ...others] = kinds('age-file');
    assert.ok(file !== undefined && others.length === 0);
    const opened = kinds('sops-value');
    assert.equal(opened.length, values);
    assert.ok(file.proofs.some(({ detail }) => detail.startsWith(`opens the value of SOPS in ${path}:`)));
    for (const value of opened) {
      assert.equal(value.verdict, 'compromised');
      assert.match(value.proofs[0]!.detail, new RegExp(`^can be read with the data key in ${path}:`));
      assert.deepEqual(value.related.map(({ how, id }) => [how, id]), [['wrapped by', file.id]]);
    }
    const names = opened.flatMap((value) => value.names.map(({ name }) => name));
    assert.ok(names.some((name) => /password/i.test(name)), names.join());
  });
}

test('no value is opened with another identity, under another key, or after a change of a byte', () => {
  const dataKey = bytes('data key', 32);
  const armor = ageArmor(recipient.publicHalf, dataKey, 'changed');
  const write = (seal: Seal): string => FILES['secrets.yaml']!(seal, armor);
  const opened = (key: string, content: string): number =>
    audited(key, { 'secrets.yaml': content }).filter(({ names }) => names.some(({ kind }) => kind === 'sops-value')).length;
  const mine: Seal = (covers, text) => sopsValue(dataKey, covers, text);
  const other = bech32('age-secret-key-', bytes('another identity', 32)).toUpperCase();
  assert.equal(opened(other, write(mine)), 0);
  assert.equal(opened(identity, write((covers, text) => mine(`${covers}x`, text))), 0);
  assert.equal(opened(identity, write((covers, text) => sopsValue(bytes('another data key', 32), covers, text))), 0);
  const changed = (_: string, one: string): string => `data:${one === 'A' ? 'B' : 'A'}`;
  assert.equal(opened(identity, write((covers, text) => mine(covers, text).replace(/data:(.)/, changed))), 0);
});
