/** Findings without a value: files that runbooks want ignored and git tracks. */
import type { Risk } from '../model.ts';

const ENVIRONMENT_FILE = /(?:^|\/)\.env(?:\.[\w.-]+)?$/;
const TEMPLATE =
  /\.(?:example|sample|template|dist|tmpl|defaults?|schema|test|ci)$|\.env\.(?:example|sample|template|dist)/;

/** @param paths tracked files */
export function environmentFiles(paths: Iterable<string>): Risk[] {
  const risks: Risk[] = [];
  for (const path of paths) {
    if (!ENVIRONMENT_FILE.test(path) || TEMPLATE.test(path)) continue;
    const name = path.slice(path.lastIndexOf('/') + 1);
    risks.push({
      rule: 'tracked-env-file',
      path,
      advice: `is tracked: git rm --cached it and add ${name} to .gitignore`,
    });
  }
  return risks.sort((a, b) => (a.path < b.path ? -1 : 1));
}
