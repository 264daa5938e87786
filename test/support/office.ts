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

/** An Excel workbook of one sheet: texts in a member of their own, by number, cells with nothing in them left out. */
export function makeExcel(rows: readonly (readonly (string | undefined)[])[]): Buffer {
  const namespace = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const texts = [...new Set(rows.flat().filter((cell) => cell !== undefined))];
  const sheet = rows.map((row, n) => {
    const cells = row.map((cell, column) => {
      const place = `${String.fromCharCode(65 + column)}${n + 1}`;
      return cell === undefined ? '' : `<c r="${place}" s="1" t="s"><v>${texts.indexOf(cell)}</v></c>`;
    });
    return `<row r="${n + 1}">${cells.join('')}</row>`;
  });
  // what was typed in two goes is two runs
  const items = texts.map((text) => `<si><r><t>${text.slice(0, 3)}</t></r><r><rPr><b/></rPr><t>${text.slice(3)}</t></r></si>`);
  return makeZip([
    {
      name: 'xl/worksheets/sheet1.xml',
      data: `<?xml version="1.0"?><worksheet xmlns="${namespace}"><sheetData>${sheet.join('')}</sheetData></worksheet>`,
    },
    { name: 'xl/sharedStrings.xml', data: `<?xml version="1.0"?><sst xmlns="${namespace}">${items.join('')}</sst>` },
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
