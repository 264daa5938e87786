/** Sections of the runbook that say how to rotate a secret. */
import type { Judged, Plan } from '../model.ts';

export interface Section {
  readonly path: string;
  readonly heading: string;
  readonly anchor: string;
}

/** The best one for each of its names, once each. */
export function sectionsOf(secret: Judged, plan: Plan | undefined): readonly Section[] {
  const tasks = (plan?.tasks ?? []).filter((task) => task.secret.id === secret.id || task.versions.includes(secret.id));
  const links = tasks.map((task) => task.links[0]);
  const sections = links.flatMap((link) => {
    if (link === undefined) return [];
    const { runbook, heading, anchor } = link.procedure;
    return [{ path: runbook, heading, anchor }];
  });
  return [...new Map(sections.map((section) => [`${section.path}#${section.anchor}`, section])).values()];
}
