// Labelled cases, one JSON object a line, plain or gzipped. A fixed third of them, by hash of where they come from, is
// held back: figures of it can be asked for, its cases are never listed, so that nobody can tune a rule on them.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/**
 * @param {string} file
 * Each case: id, source, kind (positive | negative), text, path?, secret?, secrets?, neg? (benign | near_miss), core?,
 * tags?, shape?, note? (a known problem with the label: left out). Throws with file and line where a line is no case.
 */
export function readCases(file) {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const read = parse(line, `${file}:${index + 1}`);
    if (read.note || !['positive', 'negative'].includes(read.kind)) return [];
    const bytes = Buffer.from(read.text, 'utf8');
    return [{ ...read, bytes, file: `${read.id}/${asPath(read.path)}`, heldBack: isHeldBack(read) }];
  });
}

function parse(line, place) {
  let read;
  try {
    read = JSON.parse(line);
  } catch (error) {
    throw new Error(`${place}: ${error.message}`, { cause: error });
  }
  if (typeof read.id !== 'string' || typeof read.text !== 'string') throw new Error(`${place}: needs "id" and "text"`);
  return read;
}

/** Cases of one path stay together: neighbours in a file look alike. */
function isHeldBack({ source, path, text }) {
  return (
    createHash('sha256')
      .update(`${source}\0${path ?? text}`)
      .digest()[0] %
      3 ===
    0
  );
}

function asPath(path) {
  const parts = (path ?? '').split('/').filter((part) => !['', '.', '..', '.git'].includes(part));
  return parts.length === 0 ? 'text' : parts.join('/');
}

/** Byte spans of what has to be found; none where the source does not say. */
export function expected({ bytes, secret, secrets }) {
  const wanted = [secret, ...(secrets ?? [])].filter((value) => typeof value === 'string' && value !== '');
  return wanted.flatMap((value) => {
    const spans = [];
    const needle = Buffer.from(value, 'utf8');
    for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, at + 1))
      spans.push({ start: at, end: at + needle.length });
    return spans;
  });
}
