/** Entry of a worker thread: does what it is told with the packs that it was started with. */
import { parentPort, workerData } from 'node:worker_threads';
import { openObjectTable } from '../../source/object-table.ts';
import { createDetectors } from './detectors.ts';
import { openPackScan } from './pack-scan.ts';
import type { PackScan } from './pack-scan.ts';
import type { Order, ThreadStart } from './threads.ts';

const { packs, objects, rules, marks, counts } = workerData as ThreadStart;

void createDetectors(rules, marks).then((detectors) => {
  const scan = openPackScan(packs, openObjectTable(objects), detectors, counts);
  // orders wait until somebody listens
  parentPort!.on('message', (order: Order) => follow(scan, order));
});

function follow(scan: PackScan, order: Order): void {
  if (order.do === 'blobs') {
    const done = scan.blobs(order.next, order.wanted);
    parentPort!.postMessage(done, [...buffersOf(done), ...buffersOf(done.rows)]);
  } else {
    const result = scan.trees(order.next, order.found, order.fromRemote);
    parentPort!.postMessage(result, buffersOf(result.facts));
  }
}

/** What is handed over instead of being copied. */
function buffersOf(parts: object): ArrayBuffer[] {
  return Object.values(parts).flatMap((part) => (part instanceof Int32Array ? [part.buffer as ArrayBuffer] : []));
}
