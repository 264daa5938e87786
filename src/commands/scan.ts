/** `burnlist scan [path…|-]`: files, folders or standard input, without git. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import { shownPath, whyNone } from '../shown.ts';
import { readFiles } from '../source/files.ts';
import { allowanceOf } from './policy/allowance.ts';
import { secretsOfChange } from './change/report.ts';
import { fileAddition } from './change/file-addition.ts';
import { createCollector } from './engine/collect.ts';
import { deliver } from './output/deliver.ts';
import { createDetectors } from './engine/detectors.ts';
import { openFileScan } from './engine/file-scan.ts';
import { gapsOfLimits } from './audit/limits.ts';
import { dockerfilesOnDisk, productionFile } from './audit/risks.ts';
import { asOfDay, failOnList, readOptions } from './options.ts';
import { statusOfReport, targets } from './output/output.ts';
import { CONFIG_PATH, NO_FILES, readPolicy, UNASKED } from './policy/policy.ts';
import { hideQuoted } from './output/quoted.ts';
import type { Dirent } from 'node:fs';
import type { Addition } from './change/report.ts';
import type { Placed } from './engine/collect.ts';
import type { Command, Context } from './context.ts';
import type { SetAsidePlace } from './audit/unit-paths.ts';
import type { Policy } from './policy/policy.ts';
import type { Gap, Report, Risk, Where } from '../model.ts';

const HELP = `burnlist scan [path…|-]       files, folders, pipes or standard input;
                              everything but .git, no ignore file, no links
                              below

  --format text|json|sarif|github|markdown|html[=FILE]   repeatable
  --config FILE              a .burnlist/config.yaml; none is read otherwise
  --explain [ID|NAME]  --fail-on LIST  --as-of DATE  --no-color  --quiet
`;

export const scan: Command = async (args, context) => {
  const { values, positionals } = readOptions(args, [
    'as-of',
    'config',
    'explain',
    'fail-on',
    'format',
    'no-color',
    'quiet',
  ]);
  if (values.help === true) {
    await context.write(HELP);
    return 0;
  }
  const wanted = targets(values.format, 'text', { cwd: context.cwd, inputs: [...positionals, values.config] }, values.explain);
  const asOf = asOfDay(values['as-of'], context.today);
  const policy = await policyFrom(values.config, context);
  const failOn = failOnList(values['fail-on'], policy.config?.failOn);
  const { report, setAside } = await scanFiles(positionals.length === 0 ? ['.'] : positionals, policy, asOf, context);

  const status = statusOfReport({ report, gate: 'history', failOn, allowed: [] });
  const quiet = values.quiet === true;
  await deliver(
    { report, rules: policy.rules, plan: undefined, wanted, setAside, status, quiet, base: 'nowhere' },
    values,
    context,
  );
  return status;
};

async function policyFrom(path: string | undefined, { cwd }: Context): Promise<Policy> {
  if (path === undefined) return readPolicy(NO_FILES);
  const read = (file: string, said: string): Buffer => {
    try {
      return readFileSync(resolve(cwd, file));
    } catch (error) {
      throw new UsageError(`${said}: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
    }
  };
  // of the policy's files only the configuration was named; its rule files stand beside where one is
  return readPolicy(
    async (paths) =>
      paths.map((wanted) =>
        wanted === CONFIG_PATH
          ? read(path, `--config ${shownPath(path)}`)
          : paths === UNASKED
            ? undefined
            : read(wanted, shownPath(wanted)),
      ),
    async (folder) => filesBelow(cwd, folder),
    path,
  );
}

/** No links, nothing of git's own. */
function filesBelow(top: string, folder: string): string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(resolve(top, folder), { withFileTypes: true });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw new UsageError(`${shownPath(folder)}: cannot be looked through for rule files (${code})`);
  }
  return entries.flatMap((entry) => {
    const below = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === '.git' ? [] : filesBelow(top, below);
    return entry.isFile() ? [below] : [];
  });
}

async function scanFiles(
  paths: readonly string[],
  policy: Policy,
  asOf: string,
  context: Context,
): Promise<{ report: Report; setAside: readonly SetAsidePlace[] }> {
  const detectors = await createDetectors(policy.rules, policy.config?.marks !== 'ignore');
  const allowed = await allowanceOf(policy);
  const collector = createCollector();
  const additions: (Addition & { readonly value: number })[] = [];
  const failed: Gap[] = [];
  let special = 0;

  function keep(where: Where, path: string, placed: readonly Placed[]): void {
    for (const { finding, value } of placed) additions.push({ value, ...fileAddition(finding, where, path, policy, allowed) });
  }
  const files = openFileScan(detectors, collector, (where, path, placed) =>
    keep(where === 'name' ? 'file-name' : 'file', path, placed),
  );
  let typed = 0;
  const risks: Risk[] = [];
  const unlooked: Gap[] = [];

  for (const path of paths) {
    if (path === '-') {
      const input = await context.readInput();
      typed += input.length;
      const placed = collector.add(detectors.content.scan(input), '');
      // without a path nothing is set aside because of it
      keep('stdin', '', detectors.byPath.at('', placed, [], ({ finding }) => finding, () => {}));
      continue;
    }
    const root = resolve(context.cwd, path);
    if (!existsSync(root)) throw new UsageError(`${shownPath(path)}: no such file or folder${whyNone(root)}`);
    const shown = path === '.' ? '' : path.replace(/\/+$/, '');
    for (const name of shown.split('/')) files.named(shown, Buffer.from(name, 'utf8'));
    const dockerfiles = dockerfilesOnDisk(shown === '' ? '' : `${shown}/`);
    readFiles(root, shown, {
      ...files,
      named(below, name) {
        dockerfiles.named(below);
        risks.push(...productionFile(below));
        files.named(below, name);
      },
      whole(file, bytes) {
        dockerfiles.whole(file, bytes);
        files.whole(file, bytes);
      },
      open(file) {
        dockerfiles.open(file);
        return files.open(file);
      },
      unreadable: (file, why) => void failed.push({ what: 'file', why: `${file}: ${why}`, count: 1 }),
      special: () => void special++,
    });
    const { risks: ofDockerfiles, gaps } = dockerfiles.end();
    risks.push(...ofDockerfiles);
    unlooked.push(...gaps);
  }
  const { skipped, outOfScope } = await gapsOfLimits(
    collector.limits.map(({ unit, limit: { what } }) => ({ what, path: String(unit ?? '') })),
    policy.config,
  );
  const { secrets, gaps } = await secretsOfChange(additions.filter(({ value }) => collector.holds(value)), {
    policy,
    asOf,
    class: 'outside-git',
    reach: paths.every((path) => path === '-') ? [] : ['worktree'],
  });
  const report: Report = {
    command: 'scan',
    asOf,
    repositories: [],
    coverage: {
      complete: failed.length + skipped.length === 0,
      commits: 0,
      blobs: files.files + paths.filter((path) => path === '-').length,
      bytes: files.bytes + typed,
      skipped,
      failed,
      outOfScope: [
        ...(special === 0
          ? []
          : [{ what: 'special files', why: 'sockets, devices and pipes hold nothing', count: special }]),
        ...outOfScope,
        ...unlooked,
        ...gaps,
        ...collector.gaps(),
      ],
    },
    secrets,
    risks,
    setAside: collector.setAside(),
    hidden: [],
    notices: policy.foreign?.notices ?? [],
  };
  return {
    report: hideQuoted(report, policy.rules),
    setAside: [...collector.asidePlaces].map(({ unit, ...place }) => ({ ...place, path: String(unit ?? '-') })),
  };
}
