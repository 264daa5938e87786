/** All that opens a container. One module: the hook loads it at its first use, see .ci/pack.mjs. */
export { openBzip2 } from './bzip2.ts';
export { openGitPack } from './git-pack.ts';
export { openGzip } from './gzip.ts';
export { openJsonStrings } from './json-strings.ts';
export { memberNames } from './member-names.ts';
export { openOfficeText } from './office-text.ts';
export { openPdf } from './pdf.ts';
export { openRtf } from './rtf.ts';
export { openSqlite } from './sqlite.ts';
export { openTar } from './tar.ts';
export { walkMembers } from './tar-members.ts';
export { openXz } from './xz.ts';
export { openZip } from './zip.ts';
export { openZstd } from './zstd.ts';
