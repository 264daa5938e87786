/** A leaked secret and its procedures in, the one box that a program can tick out: is the old value out of use? */
import { baseName } from '../base-name.ts';
import type { Box, Judged, Occurrence, Procedure } from '../model.ts';
import { isOpened } from '../relations.ts';
import { type BoxFor, ownBox } from './boxes.ts';
import { isKeyMapFile } from './current/read.ts';
import { filesOfSteps, isSettings, quoted, settingsAround, writtenFiles } from './procedure-files.ts';

export interface ToVerify {
  readonly task: BoxFor;
  readonly secret: Judged;
  /** Ids of what the task is for as well. */
  readonly versions: readonly string[];
  readonly chosen: readonly Procedure[];
  readonly ofKey: readonly Procedure[];
  /** Paths of HEAD. */
  readonly tracked: readonly string[];
  /** Of the files that leaked, and of those that runbooks name, the ones that stand in the work tree. */
  readonly present: ReadonlySet<string>;
  /** Another scanner's report that alone knows of the secret. */
  readonly report?: string;
}

/** With a command that can be run as it stands, or with a word to fill in and what goes there. */
export function verification(scene: ToVerify): Box {
  const { task, secret, versions, report } = scene;
  const files = isOpened(secret) ? [] : filesToVerify(scene);
  const text = isOpened(secret)
    ? 'See that the old key is out of use and HEAD has this ciphertext no more: for FILE put what says what the key is today'
    : `See that today’s configuration neither holds nor honours the old value: ${files.length > 0 ? ALL : ANY}`;
  const from = report === undefined ? '' : ` ${quoted(report)}`;
  const current = (files.length > 0 ? files.map(quoted) : ['FILE']).map((file) => ` --current ${file}`).join('');
  const ids = [task.secretId, ...(isOpened(secret) ? [] : versions)].map((id) => id.slice(0, 10));
  const command = `burnlist verify${from} --only ${ids.join(',')}${current}`;
  return ownBox(task, ['run-verify'], 'record', text, { code: [{ language: 'sh', text: command }] });
}

const ALL = 'name every file that says what is in use, also those that are not here';
const ANY = 'for FILE put what the deployment reads today: its settings, or an export of the secret manager';

/**
 * Settings that held it, where they are there today (in HEAD, or taken out of git) or will be, since the procedure writes
 * them; beside them settings and logs that the procedure speaks of, where they are there: a name of nothing stops the command.
 * Of a map of keys also the settings that say which of them is in use.
 */
function filesToVerify({ chosen, ofKey, secret: { occurrences }, tracked, present }: ToVerify): readonly string[] {
  const procedures = [...chosen, ...ofKey];
  const written = new Set(procedures.flatMap(writtenFiles).map(({ file }) => file));
  const isThere = (path: string): boolean => present.has(path) || tracked.includes(path);
  const isHeld = ({ inHead, where, path, confidence }: Occurrence): boolean =>
    where === 'blob' && confidence === 'high' && isSettings(path) && (inHead || isThere(path) || written.has(baseName(path)));
  const held = occurrences.filter(isHeld).map(({ path }) => path);
  const named = procedures.flatMap(filesOfSteps).filter(isThere);
  const files = [...held.sort(), ...named];
  const deciding = files.filter(isKeyMapFile).flatMap((map) => settingsAround(map).find(isThere) ?? []);
  return [...new Set([...files.slice(0, MOST_FILES - 1), ...deciding, ...files])].slice(0, MOST_FILES);
}

const MOST_FILES = 4;
