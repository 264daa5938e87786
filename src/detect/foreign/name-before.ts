/** The name that a value is given where it stands: `API_KEY` in `API_KEY = "…"`, `token` in `token: …`. */

/** Bytes before a value that may hold it. */
const REACH = 120;
const NAMED = /(?:^|[^\w.$-])([A-Za-z_$][\w.$-]{1,63})["'`\]]{0,2}\s{0,8}(?:=>|:=|=|:)\s{0,8}(?:Bearer |Basic )?["'`]?$/;

export function nameBefore(bytes: Buffer, start: number): string | undefined {
  return NAMED.exec(bytes.toString('latin1', Math.max(0, start - REACH), start))?.[1];
}
