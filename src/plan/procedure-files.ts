/** Settings files: which paths are such files, and which of them a procedure writes or says what is in use. */
import { baseName } from '../base-name.ts';
import type { Cited, Procedure } from '../model.ts';

/** Files that a deployment can do without in the repository; code has to name a reference instead. */
export function isSettings(path: string): boolean {
  return isEnv(path) || /\.(?:json|ya?ml|ini|toml|properties|key|pem)$/i.test(path);
}

export function isEnv(path: string): boolean {
  return /(?:^|[./])env(?:\.|$)/i.test(path);
}

/** As a shell takes it for one word. */
export function quoted(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** Where what says which key of a map is in use may stand: the `.env` in its folder, then in those above. */
export function settingsAround(path: string): readonly string[] {
  const folders = path.split('/').slice(0, -1);
  return [...folders.map((_, at) => `${folders.slice(0, folders.length - at).join('/')}/.env`), '.env'];
}

const WRITES = /\b(?:append|writ|add|put|sav|updat|insert|stor)\w*/i;
const SETTINGS_FILE = /[\w./-]{1,200}\.(?:json|ya?ml|env|ini|toml|properties)\b/g;

/** Names of settings files that the steps of a procedure write, with the sentence that says so. */
export function writtenFiles(procedure: Procedure): readonly { file: string; text: string; source: Cited }[] {
  return procedure.steps
    .filter(({ text }) => WRITES.test(text))
    .flatMap((step) =>
      [...step.text.matchAll(SETTINGS_FILE)].map(([file]) => ({
        file: baseName(file),
        text: sentenceWith(step.text, file),
        source: cite(procedure, step),
      })),
    );
}

/** What stands around it is shown with the step itself. */
function sentenceWith(text: string, file: string): string {
  return text.split(/(?<=[.!?])\s+|:\s+(?=\p{Lu})/u).find((sentence) => sentence.includes(file)) ?? text;
}

const SAYS_CURRENT = /(?<![\w./:$*-])(?:[\w.-]{1,60}\/){0,6}(?:\.env(?:\.[\w-]{1,40})?|[\w-]{0,60}(?:secret|key|token|cred)[\w-]{0,60}\.(?:json|ya?ml|env|toml|ini|properties)|[\w-]{0,60}rotat[\w-]{0,60}\.log)(?![\w*-]|\.\w)/gi;

/** Paths of settings and logs of rotations of which its steps speak, within the repository. */
export function filesOfSteps({ steps }: Procedure): readonly string[] {
  const words = steps.flatMap(({ text, code }) => [text, ...code.map((each) => each.text)]).join('\n');
  const paths = [...words.matchAll(SAYS_CURRENT)].map(([file]) => file.replace(/^\.\//, ''));
  return paths.filter((path) => !path.split('/').includes('..'));
}

/** A line of a procedure's page. */
export function cite({ runbook, anchor }: Procedure, { lines }: { readonly lines: Cited['lines'] }): Cited {
  return { path: runbook, anchor, lines };
}
