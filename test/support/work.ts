/** How much work something was, whatever else the machine does: against what would take minutes, not to measure speed. */
import process from 'node:process';

/** @returns seconds of CPU of this process since the call */
export function workFromNow(): () => number {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000_000;
  };
}
