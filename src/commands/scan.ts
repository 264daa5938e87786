/** `burnlist scan [path…|-]`: files, folders or standard input, without git. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import { createDetector } from '../detect/unit.ts';
import { readFiles } from '../source/files.ts';
import { confidenceAt } from '../verdict/confidence.ts';
import { secretsOfChange } from './change-report.ts';
import { createCollector } from './collect.ts';
import { deliver } from './deliver.ts';
import { gapsOfLimits } from './limits.ts';
import { asOfDay, failOnList, readOptions } from './options.ts';
import { statusOfReport, targets } from './output.ts';
import { baseName, joinByPath, nameAt, openPathRules } from './path-rules.ts';
import { allowance, CONFIG_PATH, LEDGER_PATH, readPolicy } from './policy.ts';
import { hideQuoted } from './quoted.ts';
import type { Addition } from './change-report.ts';
import type { Command, Context } from './context.ts';
import type { SetAsidePlace } from './inspect.ts';
import type { Policy } from './policy.ts';
import type { Gap, Report, UnitFindings, Where } from '../model.ts';

const HELP = `burnlist scan [path…|-]       files, folders, pipes or standard input; everything but .git, no ignore file, no links below

  --format text|json|sarif|github|markdown[=FILE]   repeatable
  --config FILE              a .burnlist/config.yaml; none is read otherwise
  --explain [ID]  --fail-on LIST  --as-of DATE  --no-color  --quiet
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
  const wanted = targets(values.format, 'text');
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
  if (path === undefined) return readPolicy(async (paths) => paths.map(() => undefined));
  const read = (file: string, said: string): Buffer => {
    try {
      return readFileSync(resolve(cwd, file));
    } catch (error) {
      throw new UsageError(`${said}: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
    }
  };
  // of the policy's files only the configuration was named; its rule files stand beside where one is
  return readPolicy(async (paths) =>
    paths.map((wanted) =>
      wanted === CONFIG_PATH
        ? read(path, `--config ${path}`)
        : wanted === LEDGER_PATH
          ? undefined
          : read(wanted, wanted),
    ),
  );
}

async function scanFiles(
  paths: readonly string[],
  policy: Policy,
  asOf: string,
  context: Context,
): Promise<{ report: Report; setAside: readonly SetAsidePlace[] }> {
  const marks = { marks: policy.config?.marks !== 'ignore' };
  const content = createDetector(
    policy.rules.filter((rule) => rule.paths === undefined),
    marks,
  );
  const names = createDetector(
    policy.rules.filter(({ paths: own, runOf }) => own === undefined && runOf === undefined),
    marks,
  );
  const byPath = openPathRules(policy.rules, marks);
  const loaded = await byPath.load();
  const allowed = await allowance(policy.config);
  const collector = createCollector();
  const additions: Addition[] = [];
  const failed: Gap[] = [];
  let files = 0;
  let bytes = 0;
  let special = 0;

  function keep(where: Where, path: string, plain: UnitFindings, own: UnitFindings | undefined): void {
    files++;
    const fitting =
      own === undefined ? [] : collector.add(own, path).filter(({ finding }) => loaded.fits(finding.rule, path));
    for (const { finding } of joinByPath(collector.add(plain, path), fitting, (placed) => placed.finding)) {
      const name = nameAt(finding, path);
      additions.push({
        finding: name === undefined ? finding : { ...finding, name },
        where,
        path,
        confidence: confidenceAt(finding, path, where),
        allowance: allowed(path, finding.rule),
        ledger: policy.ledger,
      });
    }
  }
  function keepName(path: string, name: Buffer): void {
    if (!names.mayHold(name)) return;
    for (const { finding } of collector.add(names.scan(name), path)) {
      const confidence = confidenceAt(finding, path, 'file-name');
      const allowance = allowed(path, finding.rule);
      additions.push({ finding, where: 'file-name', path, confidence, allowance, ledger: policy.ledger });
    }
  }
  const ownDetector = (path: string): typeof loaded.detector | undefined =>
    byPath.mayFit(baseName(path)) ? loaded.detector : undefined;

  for (const path of paths) {
    if (path === '-') {
      const input = await context.readInput();
      bytes += input.length;
      keep('stdin', '', content.scan(input), undefined);
      continue;
    }
    const root = resolve(context.cwd, path);
    if (!existsSync(root)) throw new UsageError(`${path}: no such file or folder`);
    const shown = path === '.' ? '' : path.replace(/\/+$/, '');
    for (const name of shown.split('/')) keepName(shown, Buffer.from(name, 'utf8'));
    readFiles(root, shown, {
      named: keepName,
      whole(file, whole) {
        bytes += whole.length;
        keep('file', file, content.scan(whole), ownDetector(file)?.scan(whole));
      },
      open(file) {
        const scans = [content, ownDetector(file)]
          .filter((detector) => detector !== undefined)
          .map((detector) => detector.open());
        return {
          push(piece) {
            bytes += piece.length;
            for (const unit of scans) unit.push(piece);
          },
          end: () => keep('file', file, scans[0]!.end(), scans[1]?.end()),
        };
      },
      unreadable: (file, why) => void failed.push({ what: 'file', why: `${file}: ${why}`, count: 1 }),
      special: () => void special++,
    });
  }
  const skipped = await gapsOfLimits(
    collector.limits.map(({ unit }) => ({ path: String(unit ?? '') })),
    policy.config,
  );
  const { secrets, gaps } = await secretsOfChange(additions, {
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
      blobs: files,
      bytes,
      skipped,
      failed,
      outOfScope: [
        ...(special === 0
          ? []
          : [{ what: 'special files', why: 'sockets, devices and pipes hold nothing', count: special }]),
        ...gaps,
      ],
    },
    secrets,
    risks: [],
    setAside: collector.setAside(),
    hidden: [],
    notices: [],
  };
  return {
    report: hideQuoted(report, policy.rules),
    setAside: [...collector.asidePlaces].map(({ unit, ...place }) => ({ ...place, path: String(unit ?? '-') })),
  };
}
