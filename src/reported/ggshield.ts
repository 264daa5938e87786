/**
 * ggshield: `secret scan --json`, a tree of scans (of a range, one for each commit) with incidents by file. Of what makes
 * up one incident (host, user, password) it is the secret part that counts; values are there only with `--show-secrets`.
 */
import { isMap, type Json, listAt, placed, type Reported, type ReportedFile, textAt, valued } from './reported.ts';

export function isGgshield(report: unknown): report is Json {
  return isMap(report) && typeof report['type'] === 'string' && 'total_incidents' in report && 'total_occurrences' in report;
}

export function readGgshield(report: Json): ReportedFile {
  const all = incidentsIn(report, {});
  const open = all.filter(({ incident }) => !isMap(incident['ignore_reason']));
  return {
    found: open.flatMap(reportedIn),
    leftOut: [{ what: 'ignored by what the report says', count: all.length - open.length }],
  };
}

interface Placed {
  readonly incident: Json;
  readonly path: string;
  readonly of: { readonly commit?: string; readonly date?: string; readonly author?: string };
}

/** Scans within scans: each knows of which commit it is, or its parent does. */
function incidentsIn(scan: Json, above: Placed['of']): readonly Placed[] {
  const more = isMap(scan['extra_info']) ? scan['extra_info'] : {};
  const of = textAt(scan, 'type') === 'commit' ? { commit: textAt(scan, 'id'), author: textAt(more, 'author') } : above;
  const files = listAt(scan, 'entities_with_incidents');
  const own = files.flatMap((file) => listAt(file, 'incidents').map((incident) => ({ incident, path: textAt(file, 'filename'), of })));
  return [...own, ...listAt(scan, 'scans').flatMap((inner) => incidentsIn(inner, of))];
}

function reportedIn({ incident, path, of }: Placed): readonly Reported[] {
  const matches = listAt(incident, 'occurrences');
  const secret = matches.filter((match) => !BESIDE.test(textAt(match, 'type')));
  return (secret.length > 0 ? secret : matches).map((match) => {
    const [from, to] = [match['index_start'], match['index_end']].map((at) => (typeof at === 'number' ? at + 1 : undefined));
    return {
      tool: 'ggshield',
      rule: textAt(incident, 'type'),
      path,
      ...valued(textAt(match, 'match')),
      ...placed({ line: match['line_start'], endLine: match['line_end'], from, to, ...of }),
      ...(incident['validity'] === 'valid' ? { isLive: true as const } : {}),
    };
  });
}

/** Parts of a credential that are no secret. */
const BESIDE = /^(?:client_id|connection_uri_scheme|database|domain|email|host|login|port|scheme|server|user(?:name)?)$/i;
