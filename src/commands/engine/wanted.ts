/** 1 for each blob that is to be searched, by object number. Shared, so that all threads see the same. */
export type Wanted = Uint8Array<SharedArrayBuffer>;
