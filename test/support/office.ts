/** Documents as small as they can be, with text that stands in them as their programs leave it. */
import { deflateSync } from 'node:zlib';
import { makeZip } from './archives.ts';

/** The XML of a Word document: a paragraph is a list of runs, a row one of cells. */
export function wordXml(body: string): string {
  const namespace = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
  return `<?xml version="1.0" encoding="UTF-8"?>\n<w:document xmlns:w="${namespace}"><w:body>${body}</w:body></w:document>`;
}

export function paragraph(...runs: readonly string[]): string {
  const inner = runs.map((run) => `<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">${run}</w:t></w:r>`);
  return `<w:p>${inner.join('<w:proofErr w:type="spellStart"/>')}</w:p>`;
}

export function tableRow(...cells: readonly string[]): string {
  return `<w:tr>${cells.map((cell) => `<w:tc><w:tcPr/>${paragraph(cell)}</w:tc>`).join('')}</w:tr>`;
}

export function makeWord(body: string): Buffer {
  return makeZip([
    { name: '[Content_Types].xml', data: '<Types/>' },
    { name: 'word/document.xml', data: wordXml(body) },
  ]);
}

export interface PdfObject {
  readonly dictionary: string;
  readonly stream?: Buffer | string;
}

/** Objects numbered from 1; streams are packed unless their dictionary names a filter. */
export function makePdf(objects: readonly PdfObject[], trailer = '/Size 1'): Buffer {
  const pieces = objects.flatMap(({ dictionary, stream }, index) => {
    if (stream === undefined) return [Buffer.from(`${index + 1} 0 obj\n<<${dictionary}>>\nendobj\n`)];
    const isPlain = dictionary.includes('/Filter');
    const data = isPlain ? Buffer.from(stream) : deflateSync(stream);
    const entries = `${dictionary}${isPlain ? '' : '/Filter /FlateDecode'} /Length ${data.length}`;
    return [Buffer.from(`${index + 1} 0 obj\n<<${entries}>>\nstream\n`), data, Buffer.from('\nendstream\nendobj\n')];
  });
  return Buffer.concat([Buffer.from('%PDF-1.7\n'), ...pieces, Buffer.from(`trailer\n<<${trailer}>>\n%%EOF\n`)]);
}
