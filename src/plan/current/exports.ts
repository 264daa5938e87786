/**
 * JSON that other programs write about secrets in, entries out: Kubernetes, Vault, AWS, Terraform with values; lists of
 * names with the day of their last change, without.
 */
import { type CurrentSource, dayOf, type Entry, entryOf } from './entry.ts';
import { isSecretName } from './names.ts';
import { readSettings } from './settings.ts';
import { isMap, type Json, leavesOf, placeOf, textAt } from './tree.ts';

type Found = Pick<CurrentSource, 'kind' | 'entries' | 'notes' | 'of'>;

/** The entries of a document that one of these programs wrote; undefined when none of them did. */
export function readExport(tree: unknown): Found | undefined {
  for (const read of READERS) {
    const found = read(tree);
    if (found !== undefined) return found;
  }
  return undefined;
}

const OF_STORES = [kubernetes, vaultMetadata, vault, awsSecret, awsSecrets, awsList, awsKeys, googleSecret];
const READERS = [...OF_STORES, terraform, wrapped, npmTokens, namesWithDates];

function found(kind: Found['kind'], entries: readonly Entry[], notes: readonly string[] = []): Found {
  return { kind, entries, notes };
}

/** `kubectl get secret -o json` and manifests; what is sealed or fetched elsewhere is no value. */
function kubernetes(tree: unknown): Found | undefined {
  const items = isMap(tree) && Array.isArray(tree['items']) ? tree['items'] : [tree];
  const secrets = items
    .filter(isMap)
    .filter((item) => typeof item['apiVersion'] === 'string' && KUBERNETES.has(String(item['kind'])));
  if (secrets.length === 0) return undefined;
  const entries = secrets.flatMap(ofKubernetes);
  const sealed = secrets.filter((item) => !/^(?:Secret|ConfigMap)$/.test(String(item['kind'])));
  const notes = sealed.map((item) => `a ${String(item['kind'])} holds no value that can be compared`);
  return found('kubernetes', entries, notes);
}

const KUBERNETES: ReadonlySet<string> = new Set(['Secret', 'ConfigMap', 'SealedSecret', 'ExternalSecret']);

function ofKubernetes(item: Json): readonly Entry[] {
  const isSecret = item['kind'] === 'Secret';
  const metadata = isMap(item['metadata']) ? item['metadata'] : {};
  const top = [textAt(metadata, 'namespace'), textAt(metadata, 'name')].filter((part) => part !== undefined);
  const data = isMap(item['data']) ? Object.entries(item['data']) : [];
  const plain = isMap(item['stringData']) ? Object.entries(item['stringData']) : [];
  const opened = (value: unknown): string =>
    isSecret ? Buffer.from(String(value ?? ''), 'base64').toString('utf8') : String(value ?? '');
  return [
    ...data.map(([key, value]) => [key, opened(value)] as const),
    ...plain.map(([key, value]) => [key, String(value ?? '')] as const),
  ].flatMap(([key, value]) => fileIn([...top, key], value) ?? [entryOf([...top, key], value, placeOf([...top, key]))]);
}

/** A key that is called like a file of settings holds one. */
function fileIn(path: readonly string[], text: string): readonly Entry[] | undefined {
  const name = path.at(-1) ?? '';
  const isJson = /\.json$/i.test(name);
  if (!isJson && !/(?:^|\.)(?:env|ini|properties|toml|conf)$/i.test(name)) return undefined;
  const entries = isJson ? leavesOf(parsed(text)) : readSettings(text);
  return entries?.map((entry) => ({ ...entry, path: [...path.slice(0, -1), ...entry.path], place: `${entry.place} of "${name}"` }));
}

/** `vault kv get -format=json`, both versions of the engine. */
function vault(tree: unknown): Found | undefined {
  if (!isMap(tree) || !isMap(tree['data']) || !('lease_id' in tree || 'request_id' in tree)) return undefined;
  const inner = tree['data'];
  const metadata = isMap(inner['metadata']) ? inner['metadata'] : {};
  const changed = dayOf(metadata['created_time']);
  const values = isMap(inner['data']) && 'metadata' in inner ? inner['data'] : inner;
  const entries = leavesOf(values).map((entry) => (changed === undefined ? entry : { ...entry, changed }));
  return found('vault', entries);
}

/** `vault kv metadata get -format=json`: days and versions of a secret, and neither its path nor its keys. */
function vaultMetadata(tree: unknown): Found | undefined {
  const inner = isMap(tree) ? tree['data'] : undefined;
  if (!isMap(inner) || !isMap(inner['versions']) || typeof inner['current_version'] !== 'number') return undefined;
  const current = inner['current_version'];
  const readable = Object.entries(inner['versions']).filter(
    ([version, of]) => Number(version) < current && isMap(of) && of['destroyed'] !== true && (textAt(of, 'deletion_time') ?? '') === '',
  );
  const day = dayOf(inner['updated_time']);
  const notes = [
    `Vault's metadata names no secret${day === undefined ? '' : ` (last changed on ${day})`}: add what vault kv get -format=json says`,
    ...(readable.length === 0 ? [] : [`older versions that can still be read: ${readable.length}; destroy those that leaked`]),
  ];
  return found('list', [], notes);
}

/** `aws secretsmanager batch-get-secret-value`. */
function awsSecrets(tree: unknown): Found | undefined {
  if (!isMap(tree) || !Array.isArray(tree['SecretValues'])) return undefined;
  const entries = tree['SecretValues'].flatMap((item) => {
    const { entries: own = [], of = '' } = awsSecret(item) ?? {};
    // each is of something else, which stands above its keys
    const above = of.split('/').filter((part) => part !== '');
    return own.map((entry) => ({ ...entry, path: entry.path[0] === above.at(-1) ? above : [...above, ...entry.path] }));
  });
  return found('aws-secret', entries);
}

/** `aws secretsmanager get-secret-value`. Another stage than the current one may be accepted. */
function awsSecret(tree: unknown): Found | undefined {
  const binary = isMap(tree) ? textAt(tree, 'SecretBinary') : undefined;
  if (!isMap(tree) || (textAt(tree, 'SecretString') ?? binary) === undefined) return undefined;
  const text = textAt(tree, 'SecretString') ?? Buffer.from(binary ?? '', 'base64').toString('utf8');
  const of = textAt(tree, 'Name') ?? '';
  const name = of.split('/').at(-1) ?? '';
  const stages = Array.isArray(tree['VersionStages']) ? tree['VersionStages'] : [];
  // a pending one is not in use yet; whatever is labelled can be read
  const isPrevious = stages.length > 0 && !stages.includes('AWSCURRENT');
  const inner = parsed(text);
  const entries = isMap(inner) ? leavesOf(inner) : [entryOf([name], text, `"${name}"`)];
  const said = isPrevious ? entries.map((entry) => ({ ...entry, isPrevious })) : entries;
  return { ...found('aws-secret', said), ...(of === '' ? {} : { of }) };
}

/** `gcloud secrets versions access … --format=json`: which of the versions is in use it does not say. */
function googleSecret(tree: unknown): Found | undefined {
  const payload = isMap(tree) ? tree['payload'] : undefined;
  const name = isMap(tree) ? /^projects\/[^/]+\/secrets\/([^/]+)\/versions\/[^/]+$/.exec(textAt(tree, 'name') ?? '')?.[1] : undefined;
  if (name === undefined || !isMap(payload)) return undefined;
  const text = Buffer.from(textAt(payload, 'data') ?? '', 'base64').toString('utf8');
  const inner = parsed(text);
  return found('tree', isMap(inner) ? leavesOf(inner) : [entryOf([name], text, `"${name}"`)]);
}

function awsList(tree: unknown): Found | undefined {
  if (!isMap(tree) || !Array.isArray(tree['SecretList'])) return undefined;
  const entries = tree['SecretList']
    .filter(isMap)
    .map((item) => dated([(textAt(item, 'Name') ?? '').split('/').at(-1) ?? ''], item['LastChangedDate']));
  return found('list', entries);
}

/** `aws iam list-access-keys`: the key id itself, active or not. */
function awsKeys(tree: unknown): Found | undefined {
  if (!isMap(tree) || !Array.isArray(tree['AccessKeyMetadata'])) return undefined;
  const entries = tree['AccessKeyMetadata'].filter(isMap).map((item) => {
    const state = textAt(item, 'Status') === 'Inactive' ? ('inactive' as const) : ('active' as const);
    return entryOf(['access-key-id'], textAt(item, 'AccessKeyId') ?? '', 'its list of keys', { state });
  });
  return found('list', entries);
}

/** State files of version 4, and what `terraform show -json` makes of them: values of outputs and of resources. */
function terraform(tree: unknown): Found | undefined {
  if (!isMap(tree) || textAt(tree, 'terraform_version') === undefined) return undefined;
  const shown = isMap(tree['values']) ? tree['values'] : undefined;
  const resources = shown === undefined ? mapsIn(tree['resources']) : resourcesOf(shown['root_module']);
  const entries = resources.flatMap((resource) => {
    const instances = shown === undefined ? mapsIn(resource['instances']) : [{ attributes: resource['values'] }];
    const name = textAt(resource, 'name') ?? '';
    const leaves = instances.flatMap((instance) => leavesOf(instance['attributes'], [name]));
    // what `random_password` made goes by the resource's own name
    return leaves.map((entry) => (entry.path.length === 2 && entry.path[1] === 'result' ? { ...entry, path: [name] } : entry));
  });
  const outputs = (shown ?? tree)['outputs'];
  const values = Object.entries(isMap(outputs) ? outputs : {}).flatMap(([name, output]) =>
    isMap(output) ? leavesOf(output['value'], [name]) : [],
  );
  return found('terraform', [...values, ...entries]);
}

/** Of a module and those below it. */
function resourcesOf(module: unknown): readonly Json[] {
  if (!isMap(module)) return [];
  return [...mapsIn(module['resources']), ...mapsIn(module['child_modules']).flatMap(resourcesOf)];
}

function mapsIn(list: unknown): readonly Json[] {
  return Array.isArray(list) ? list.filter(isMap) : [];
}

/** `terraform output -json` and `doppler secrets --json`: each name's value beside what else is said; `pulumi config --json` hides it. */
function wrapped(tree: unknown): Found | undefined {
  const all = isMap(tree) ? Object.entries(tree) : [];
  const hides = all.length > 0 && all.every(([, item]) => isMap(item) && (item['secret'] === true || 'value' in item));
  if (hides && all.some(([, item]) => isMap(item) && !('value' in item)))
    return found('tree', all.flatMap(([name, item]) => leavesOf((item as Json)['value'] ?? '', [name])));
  const by = WRAPPERS.find(({ beside, holds }) => all.every(([, item]) => isMap(item) && beside in item && holds in item));
  if (all.length === 0 || by === undefined) return undefined;
  return found('tree', all.flatMap(([name, item]) => leavesOf((item as Json)[by.holds], [name])));
}

const WRAPPERS = [
  { beside: 'sensitive', holds: 'value' },
  { beside: 'raw', holds: 'computed' },
];

/** `npm token list --json`: of each token of one account how it begins, as npm itself tells them apart, and its day. */
function npmTokens(tree: unknown): Found | undefined {
  if (!Array.isArray(tree) || tree.length === 0) return undefined;
  const entries = tree.flatMap((item) => {
    const begins = isMap(item) && 'readonly' in item && textAt(item, 'key') !== undefined ? textAt(item, 'token') : undefined;
    if (begins === undefined) return [];
    return [{ ...dated(['npm token'], (item as Json)['created']), begins: begins.replace(/(?:…|\.{2,3}).*$/, '') }];
  });
  return entries.length === tree.length ? found('list', entries) : undefined;
}

/** `gh secret list --json name,updatedAt`, `glab variable list`, `fly secrets list --json`: a name and a day each. */
function namesWithDates(tree: unknown): Found | undefined {
  if (!Array.isArray(tree) || tree.length === 0 || !tree.every(isMap) || tree.some(holdsSecrets)) return undefined;
  const entries = tree.flatMap((item) => {
    const name = ['name', 'Name', 'key', 'id'].map((key) => textAt(item, key)).find((each) => each !== undefined);
    const day = dayOf(DATES.map((key) => item[key]).find((time) => time !== undefined));
    const value = textAt(item, 'value');
    if (name === undefined) return [];
    // a path in a name has keys: `shop/JWT_SECRET`
    const path = name.split('/').filter((part) => part !== '');
    return value === undefined ? [dated(path, day)] : [entryOf(path, value, `"${name}"`)];
  });
  return entries.length === tree.length ? found('list', entries) : undefined;
}

/** An item of a password store has more than a name: its values stand below it. */
function holdsSecrets(item: Json): boolean {
  return 'secretValue' in item || Object.values(item).some((part) => leavesOf(part).some(({ path }) => isSecretName(path.at(-1) ?? '')));
}

const DATES = ['updatedAt', 'updated_at', 'updated', 'created', 'createdAt', 'created_at', 'CreatedAt'];

function dated(path: readonly string[], time: unknown): Entry {
  const changed = dayOf(time);
  return { path, place: placeOf(path), ...(changed === undefined ? {} : { changed }) };
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
