/** Lists every object of the store, reachable or not, without reading content. */
import { createObjectTable, decodeHex, sortIds, TYPES } from './object-table.ts';
import { howEnded } from './git.ts';
import type { Git } from './git.ts';
import type { ObjectTable, ObjectType } from './object-table.ts';
import type { Repository, Unreadable } from './repository.ts';

export interface StoreListing {
  readonly objects: ObjectTable;
  /** All objects, in the order in which the packs hold them: in any other git reads many times slower. */
  readonly order: Int32Array;
  readonly unreadable: readonly Unreadable[];
}

const LISTING = [
  'cat-file',
  '--batch-all-objects',
  '--buffer',
  '--batch-check=%(objectname) %(objecttype) %(objectsize)',
];

/** Every object of the store, reachable or not, of alternates too. */
export async function listObjects({ git, objectFormat }: Repository): Promise<StoreListing> {
  const { expected, lonePacks } = await countObjects(git);
  const hashBytes = objectFormat === 'sha256' ? 32 : 20;
  const hexLength = hashBytes * 2;
  let ids = new Uint8Array((expected + 64) * hashBytes);
  let types = new Uint8Array(expected + 64);
  let count = 0;
  const refused = new Set<string>();
  // by bytes, not by strings: a million lines would leave hundreds of megabytes to collect
  const take: TakeLine = (bytes, start, end) => {
    const type = bytes[start + hexLength + 2] ?? 0;
    if (end - start < hexLength + 6 || !TYPE_OF.has(type) || bytes[end - 1]! > 0x39) {
      refused.add(bytes.toString('latin1', start, Math.min(end, start + hexLength)));
      return;
    }
    if (count === types.length) {
      ids = grown(ids, count * 2 * hashBytes);
      types = grown(types, count * 2);
    }
    decodeHex(bytes, start, ids, count * hashBytes, hashBytes);
    types[count++] = type;
  };

  const inPackOrder = await listing(git, [...LISTING, '--unordered'], take);
  // git stops at the first pack that is cut; by id it goes on, and says of each object that it cannot be read
  const byId = inPackOrder.whole ? undefined : await listing(git, LISTING, take);
  const objects = createObjectTable(hashBytes, sortIds(ids, hashBytes, count));
  const order = new Int32Array(objects.count());
  for (let line = 0, next = 0; line < count; line++) {
    const object = objects.find(ids, line * hashBytes);
    if (objects.hasType(object)) continue;
    objects.setType(object, TYPE_OF.get(types[line]!)!);
    order[next++] = object;
  }
  const complaints = new Set([...inPackOrder.complaints, ...(byId?.complaints ?? [])]);
  if (byId?.whole === false) complaints.add('git did not finish the list of objects');
  const unreadable: Unreadable[] = [
    ...lonePacks.map((pack) => ({ what: 'object store', why: `${pack} has no index, so git does not look into it` })),
    ...[...complaints].map((why) => ({ what: 'object store', why })),
    ...[...refused]
      .filter((id) => objects.findHex(id) < 0)
      .map((id) => ({ what: 'object', why: `${id} is listed but cannot be read` })),
  ];
  return { objects, order, unreadable };
}

function grown(bytes: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(length);
  larger.set(bytes);
  return larger;
}

/** Asks git for the types of loose objects, of which packs know nothing. @returns false when git cannot read one */
export async function typeLooseObjects(
  { git }: Repository,
  objects: ObjectTable,
  loose: readonly number[],
): Promise<boolean> {
  if (loose.length === 0) return true;
  const { child, ended } = git.start(['cat-file', '--buffer', '--batch-check=%(objectname) %(objecttype) %(objectsize)']);
  let answers = '';
  child.stdout.on('data', (piece: Buffer) => (answers += piece.toString('latin1')));
  child.stdin.end(loose.map((object) => `${objects.hex(object)}\n`).join(''));
  const { status } = await ended;
  let typed = 0;
  for (const line of answers.split('\n')) {
    const [id, type] = line.split(' ');
    const known = TYPES.find((name) => name === type);
    const object = known === undefined ? -1 : objects.findHex(id!);
    if (object < 0 || objects.hasType(object)) continue;
    objects.setType(object, known!);
    typed++;
  }
  return status === 0 && typed === loose.length;
}

interface Listed {
  readonly whole: boolean;
  /** About packs, indexes and alternates that git could not use. */
  readonly complaints: readonly string[];
}

type TakeLine = (bytes: Buffer, start: number, end: number) => void;

/** The second letter of a type tells it: c-o-mmit, t-r-ee, b-l-ob, t-a-g. */
const TYPE_OF = new Map<number, ObjectType>(TYPES.map((type) => [type.charCodeAt(1), type]));
const LF = 10;

async function listing(git: Git, args: readonly string[], take: TakeLine): Promise<Listed> {
  const { child, ended } = git.start(args);
  child.stdin.end();
  let held = Buffer.alloc(0);
  child.stdout.on('data', (piece: Buffer) => {
    const bytes = held.length === 0 ? piece : Buffer.concat([held, piece]);
    let start = 0;
    for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF, start)) {
      take(bytes, start, end);
      start = end + 1;
    }
    held = Buffer.from(bytes.subarray(start));
  });
  const { status, stderr } = await ended;
  const complaints = stderr.split('\n').flatMap((line) => {
    const [, how, said] = /^(error|fatal|warning): (.*)$/.exec(line) ?? [];
    return said === undefined || (how === 'warning' && !/pack|\bidx\b|alternate/.test(said)) ? [] : [said];
  });
  const whole = status === 0 && held.length === 0;
  if (!whole && complaints.length === 0) complaints.push(`the list of objects broke off: ${howEnded(status)}`);
  return { whole, complaints };
}

/** How much room to make, and packs that lost their index: git says so here and nowhere else. */
async function countObjects(git: Git): Promise<{ expected: number; lonePacks: string[] }> {
  const { child, ended } = git.start(['count-objects', '-v']);
  child.stdin.end();
  let counts = '';
  child.stdout.on('data', (piece: Buffer) => (counts += piece.toString('latin1')));
  const { stderr } = await ended;
  const lonePacks = [...stderr.matchAll(/^warning: no corresponding \.idx: (?:.*\/)?([^/\n]+\.pack)$/gm)].map(
    (match) => match[1]!,
  );
  const number = (key: string): number => Number(new RegExp(`^${key}: (\\d+)`, 'm').exec(counts)?.[1] ?? 0);
  return { expected: number('in-pack') + number('count'), lonePacks };
}
