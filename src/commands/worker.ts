/** Entry of a worker thread: does what it is told with the packs that it was started with. */
import { parentPort, workerData } from 'node:worker_threads';
import { openObjectTable } from '../source/object-table.ts';
import { createDetectors } from './engine.ts';
import { openPackScan } from './pack-scan.ts';
import type { Order, ThreadStart } from './threads.ts';

const { packs, objects, rules, marks, counts } = workerData as ThreadStart;
const scan = openPackScan(packs, openObjectTable(objects), await createDetectors(rules, marks), counts);

parentPort!.on('message', (order: Order) => {
  parentPort!.postMessage(
    order.do === 'blobs' ? scan.blobs(order.next) : scan.trees(order.next, order.found, order.fromRemote),
  );
});
