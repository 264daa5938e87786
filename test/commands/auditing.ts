/** Many audits in one process that stays (audits.mjs). */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment, type Repo } from '../support/repo.ts';

export interface Audited {
  readonly status: number;
  readonly complete: boolean;
  readonly secrets: unknown;
  /** What failed, as text. */
  readonly failed: string;
}

export interface Auditor {
  audit(repo: Repo, engine: 'packs' | 'plain'): Promise<Audited>;
  close(): void;
}

interface Answer {
  readonly status: number;
  readonly report: {
    readonly secrets: unknown;
    readonly coverage: {
      readonly complete: boolean;
      readonly failed: readonly { readonly what: string; readonly why: string; readonly count: number }[];
    };
  };
}

export function startAuditor(): Auditor {
  const script = fileURLToPath(new URL('audits.mjs', import.meta.url));
  const child = spawn(process.execPath, [script], { env: cleanEnvironment(), stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async audit(repo, engine) {
      child.stdin.write(`${JSON.stringify({ dir: repo.dir, engine })}\n`);
      const { done, value } = await lines.next();
      if (done === true) throw new Error('the audit broke off, see above');
      const { status, report } = JSON.parse(value) as Answer;
      const { secrets, coverage } = report;
      const failed = coverage.failed.map(({ what, why, count }) => `${what}: ${why} (${count})`).join('\n');
      return { status, secrets, complete: coverage.complete, failed };
    },
    close: () => void child.stdin.end(),
  };
}
