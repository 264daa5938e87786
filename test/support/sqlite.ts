/** SQLite databases of one page for each table, as small as they can be; long values go over pages of their own. */
export interface Table {
  readonly name: string;
  readonly sql: string;
  /** Of a virtual table, which has no page: 0. */
  readonly root?: number;
  readonly rows: readonly (readonly (string | number | null)[])[];
}

const PAGE = 512;
/** Longer records are cut. */
const MOST = PAGE - 35;
const LEAST = Math.floor(((PAGE - 12) * 32) / 255) - 23;

export function makeSqlite(tables: readonly Table[]): Buffer {
  const overflow: Buffer[] = [];
  const next = (): number => tables.length + 2 + overflow.length;

  function cellOf(row: readonly (string | number | null)[], key: number): Buffer {
    const bodies = row.map((value) =>
      typeof value === 'string' ? Buffer.from(value) : Buffer.from(value === null ? [] : [value]),
    );
    const types = row.map((value, at) =>
      typeof value === 'string' ? 13 + 2 * bodies[at]!.length : value === null ? 0 : 1,
    );
    const heads = Buffer.concat(types.map(varint));
    const record = Buffer.concat([varint(heads.length + 1), heads, ...bodies]);
    const rest = LEAST + ((record.length - LEAST) % (PAGE - 4));
    const local = record.length <= MOST ? record.length : rest <= MOST ? rest : LEAST;
    const start = Buffer.concat([varint(record.length), varint(key), record.subarray(0, local)]);
    if (local === record.length) return start;
    const first = next();
    for (let at = local; at < record.length; at += PAGE - 4) {
      const page = Buffer.alloc(PAGE);
      record.copy(page, 4, at, at + PAGE - 4);
      overflow.push(page);
      if (at + PAGE - 4 < record.length) page.writeUInt32BE(next());
    }
    return Buffer.concat([start, word(first)]);
  }

  const schema = tables.map(({ name, sql, root }, index) => ['table', name, name, root ?? index + 2, sql]);
  const pages = [schema, ...tables.map(({ rows }) => rows)].map((rows, index) =>
    leaf(rows.map(cellOf), index === 0 ? 100 : 0),
  );
  const file = Buffer.concat([...pages, ...overflow]);
  file.write('SQLite format 3\0');
  file.writeUInt16BE(PAGE, 16);
  file.set([1, 1, 0, 64, 32, 32], 18);
  file.writeUInt32BE(1, 56);
  return file;
}

function leaf(cells: readonly Buffer[], from: number): Buffer {
  const page = Buffer.alloc(PAGE);
  let end = PAGE;
  cells.forEach((cell, index) => {
    end -= cell.length;
    cell.copy(page, end);
    page.writeUInt16BE(end, from + 8 + 2 * index);
  });
  page[from] = 0x0d;
  page.writeUInt16BE(cells.length, from + 3);
  page.writeUInt16BE(end, from + 5);
  return page;
}

function varint(value: number): Buffer {
  const bytes = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return Buffer.from(bytes);
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
