/**
 * Paths in, likely runbooks out; then content decides. Both are pure: the command reads the files.
 */
import { baseName } from '../base-name.ts';
import type { Runbook, Target } from '../model.ts';
import { textOf } from './decode.ts';
import { LEAK, ROTATION } from './facets.ts';
import { familiesIn } from './families.ts';
import { isGeneral } from './general.ts';
import { soundsSecret } from './names.ts';

const MARKDOWN = /\.(?:md|markdown|mdx|md\.erb|html\.md|html\.md\.erb)$/i;
const FOREIGN_FOLDERS =
  'node_modules|bower_components|vendor|third[_-]party|fixtures?|__fixtures__|tests?|__tests__|testdata|specs?|\\.git';
const FOREIGN = new RegExp(`(?:^|/)(?:${FOREIGN_FOLDERS})/`, 'i');
const FOLDER = /(?:^|\/)(?:docs?|documentation|runbooks?|playbooks?)\//i;
/** A folder of runbooks. */
export const RUNBOOKS = /(?:^|\/)(?:play|run)books?\//i;
const SECRET = '(?:secret|credential|key|token|jwt|password)';
const FILE = new RegExp(
  `^secrets?(?:\\b|[_-])|^security|^rotat(?:e|ing|ion)[_-]|runbook|incident|leak|rotat.*${SECRET}|` +
    `${SECRET}.*(?:rotat|management|ownership)`,
  'i',
);

/** Whether a path of a repository is likely a runbook. */
export function isRunbookPath(path: string): boolean {
  if (path.length > 4096 || !MARKDOWN.test(path) || FOREIGN.test(path)) return false;
  return FOLDER.test(path) || FILE.test(baseName(path));
}

/** Whether its name or its folder says that it is one; a folder of documentation has pages of any kind. */
export function isCalledRunbook(path: string): boolean {
  return isRunbookPath(path) && (RUNBOOKS.test(path) || FILE.test(baseName(path)));
}

/** Whether the bytes of a page speak of rotation at all: cheaper than parsing a folder of documentation. */
export function mayBeRunbook(bytes: Uint8Array): boolean {
  const text = textOf(bytes);
  return ROTATION.test(text) || LEAK.test(text);
}

/** Whether a page has a procedure that a secret could be linked to, or says of a secret that it is exempt from one. */
export function looksLikeRunbook({ procedures, exempt }: Runbook): boolean {
  if (exempt.some(({ names }) => names.some(soundsSecret))) return true;
  return procedures.some((procedure) => procedure.targets.some(isSecret) || isGeneral(procedure) || procedure.parents.some(isOfKind));
}

/** "Rotating the JWT keys": what stands below is for them, though it names nothing more. */
function isOfKind(heading: string): boolean {
  return ROTATION.test(heading) && familiesIn(heading).size > 0;
}

function isSecret({ raw, kind }: Target): boolean {
  return kind !== 'name' || soundsSecret(raw);
}
