/** Entry of a worker thread: one order after the other. What was made for some rules serves until others are asked for. */
import { parentPort } from 'node:worker_threads';
import { openObjectTable } from '../../source/object-table.ts';
import { createDetectors } from './detectors.ts';
import { openPackScan } from './pack-scan.ts';
import { asReceived } from './sent-rules.ts';
import type { PackScan } from './pack-scan.ts';
import type { Order } from './threads.ts';
import type { Sent } from './sent-rules.ts';

let rules: string | undefined;
let scan: PackScan;

parentPort!.on('message', (order: Order) => void follow(order));

async function follow({ looking, packs, objects, counts, task }: Order): Promise<void> {
  if (looking !== rules) {
    const asked = JSON.parse(looking) as { readonly rules: readonly Sent[]; readonly marks: boolean };
    scan = openPackScan(await createDetectors(asked.rules.map(asReceived), asked.marks));
    rules = looking;
  }
  const result = scan({ packs, objects: openObjectTable(objects), counts }, task);
  parentPort!.postMessage(result, 'rows' in result ? [...buffersOf(result), ...buffersOf(result.rows)] : buffersOf(result.facts));
}

/** What is handed over instead of being copied. */
function buffersOf(parts: object): ArrayBuffer[] {
  return Object.values(parts).flatMap((part) => (part instanceof Int32Array ? [part.buffer as ArrayBuffer] : []));
}
