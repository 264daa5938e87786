/** git's batch output, in pieces of any size, is the same sequence of objects. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { fc } from '../support/property.ts';
import { openReader, readObjects } from '../../src/source/cat-file.ts';
import { MISNAMED } from '../../src/source/object-id.ts';
import type { ObjectSink } from '../../src/source/cat-file.ts';
import type { Git } from '../../src/source/git.ts';

type Answer = readonly ['object', string, string] | readonly ['missing'] | readonly ['misnamed'];

/** What comes of a git that says these pieces and ends. */
async function parse(pieces: readonly Buffer[], count: number): Promise<Answer[]> {
  const answers: Answer[] = [];
  const sink: ObjectSink = {
    object: (_, type, bytes) => answers.push(['object', type, bytes.toString('latin1')]),
    open(_, type) {
      const parts: Buffer[] = [];
      return {
        push: (piece) => parts.push(Buffer.from(piece)),
        end: () => answers.push(['object', type, Buffer.concat(parts).toString('latin1')]),
      };
    },
    missing: () => answers.push(['missing']),
    unreadable: (_, why) => void (why === MISNAMED && answers.push(['misnamed'])),
  };
  let said = false;
  const git = {
    start() {
      const stdout = new EventEmitter();
      const ended = (async () => {
        await turn();
        if (!said) for (const piece of pieces) stdout.emit('data', piece);
        said = true;
        return { status: 128, stderr: 'fatal: over' };
      })();
      return { child: { stdin: new PassThrough().resume(), stdout, kill: () => true }, ended };
    },
  };
  await readObjects({ git: git as unknown as Git, isLoose: () => true }, count, () => ID, sink);
  return answers;
}

const ID = '0123456789'.repeat(4);

function idOf(type: string, content: Buffer, algorithm = 'sha1'): string {
  return createHash(algorithm).update(`${type} ${content.length}\0`).update(content).digest('hex');
}

const answer = fc.oneof(
  fc.constant(['missing'] as const),
  fc.constant(['misnamed'] as const),
  fc
    .tuple(fc.constantFrom('blob', 'tree', 'commit', 'tag'), fc.uint8Array({ maxLength: 40 }))
    .map(([type, bytes]) => ['object', type, Buffer.from(bytes).toString('latin1')] as const),
);

function written(answers: readonly Answer[]): Buffer {
  return Buffer.concat(
    answers.flatMap(([what, type, text]) => {
      if (what === 'missing') return [Buffer.from(`${ID} missing\n`)];
      if (what === 'misnamed') return [Buffer.from(`${ID} blob 5\nother\n`)];
      const content = Buffer.from(text!, 'latin1');
      return [Buffer.from(`${idOf(type!, content)} ${type} ${content.length}\n`), content, Buffer.from('\n')];
    }),
  );
}

test('however the output is cut into pieces, the objects are the same, and half of one is none', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(answer, { maxLength: 6 }),
      fc.array(fc.nat(300)),
      fc.nat(300),
      async (answers, cuts, end) => {
        const whole = written(answers);
        const places = [...new Set([0, ...cuts.filter((cut) => cut < whole.length), whole.length])].sort(
          (a, b) => a - b,
        );
        const pieces = places.slice(1).map((to, index) => whole.subarray(places[index], to));
        assert.deepEqual(await parse(pieces, answers.length), answers);
        const before = await parse([whole.subarray(0, Math.min(end, whole.length))], answers.length);
        assert.deepEqual(before, answers.slice(0, before.length));
      },
    ),
    { numRuns: 300 },
  );
});

test('an object of more than sixteen megabytes comes in pieces and whole, and is held against its id as well', async () => {
  const size = (16 << 20) + 5;
  const content = Buffer.alloc(size, 'abc');
  const object = (id: string): Buffer[] => [Buffer.from(`${id} blob ${size}\n`), content, Buffer.from('\n')];
  const ids = [idOf('blob', content), ID, idOf('blob', content, 'sha256')];
  const output = Buffer.concat([...ids.flatMap(object), Buffer.from(`${ID} missing\n`)]);
  const pieces: Buffer[] = [];
  for (let at = 0; at < output.length; at += 65_536) pieces.push(output.subarray(at, at + 65_536));
  const [first, second, third, last] = await parse(pieces, 4);
  assert.equal(first?.[2], content.toString('latin1'));
  assert.deepEqual(second, ['misnamed']);
  assert.equal(third?.[2], content.toString('latin1'));
  assert.deepEqual(last, ['missing']);
});

test('a reader that was closed starts no other git, whoever still waits for an answer', async () => {
  let started = 0;
  const git = {
    start() {
      started++;
      const stdin = new PassThrough().resume();
      const ended = new Promise((resolve) => stdin.on('end', () => resolve({ status: 0, stderr: '' })));
      return { child: { stdin, stdout: new EventEmitter(), kill: () => true }, ended };
    },
  };
  const reader = openReader({ git: git as unknown as Git });
  const waiting = reader.read([ID, ID], () => {}, () => {});
  reader.close();
  await assert.rejects(waiting, /asked for objects after the end/);
  await assert.rejects(reader.read([ID], () => {}, () => {}), /asked for objects after the end/);
  assert.equal(started, 1);
});
