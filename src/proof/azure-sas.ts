/**
 * Shared access signatures of Azure Storage: account, rights and end stand in the URL around the signature
 * (https://learn.microsoft.com/en-us/rest/api/storageservices/create-service-sas).
 */
import type { Anchors } from './anchors.ts';
import type { Proofs } from './proofs.ts';
import type { Secret } from '../model.ts';

const KIND = 'azure-sas';

export function sharedAccess(secrets: readonly Secret[], anchors: Anchors, asOf: string, proofs: Proofs): void {
  const urls = anchors.of('azure-sas-url');
  if (urls.length === 0) return;
  const bySignature = new Map(
    secrets
      .filter(({ names }) => names.some(({ kind }) => kind === KIND))
      .map((secret) => [secret.value.expose('proof').toString('latin1'), secret]),
  );
  for (const anchor of urls) {
    const url = anchor.value.expose('proof').toString('latin1').replaceAll('&amp;', '&');
    const part = (name: string, form: string): string | undefined => new RegExp(`[?&]${name}=(${form})`).exec(url)?.[1];
    const secret = bySignature.get(part('sig', '[A-Za-z0-9%+/]+') ?? '');
    if (secret === undefined) continue;
    const account = /^https:\/\/([a-z0-9]{3,24})\.[a-z]{4,5}\.(?:core|storage)\./.exec(url)?.[1];
    const rights = part('sp', '[a-z]{1,16}(?![a-z])');
    const end = part('se', '\\d{4}-\\d\\d-\\d\\d');
    const says = [
      `of Azure Storage${account === undefined ? '' : ` account ${account}`}`,
      rights === undefined ? '' : `rights ${rights}`,
      end === undefined || end < asOf ? '' : `valid until ${end}`,
    ];
    proofs.add(secret, { kind: 'decoded', detail: says.filter((word) => word !== '').join(', ') });
    if (end !== undefined && end < asOf) proofs.add(secret, { kind: 'expired', detail: `expired on ${end}` });
  }
}
