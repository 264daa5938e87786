/**
 * A step's words and commands in, the phases that its well-known commands serve out: `aws iam delete-access-key` ends a key,
 * whatever somebody writes around it. The one place that knows such commands; they are read and never run.
 */
import type { Phase } from '../model.ts';

/** By phase, alternatives of a regular expression on lower-case text; what stands in several is tried in this order. */
const KNOWN: readonly (readonly [Phase, readonly string[]])[] = [
  [
    'contain',
    [
      'aws iam update-access-key\\b[^\\n;|]{0,200}--status[ =]"?inactive', 'gcloud iam service-accounts (?:keys )?disable',
      'az ad (?:app|sp|user) update\\b[^\\n;|]{0,200}accountenabled[ =]false',
    ],
  ],
  [
    'revoke',
    [
      'aws iam delete-(?:access-key|service-specific-credential|ssh-public-key)', 'gcloud iam service-accounts keys delete',
      'gcloud services api-keys delete', 'az ad (?:app|sp) credential delete', 'vault (?:lease|token) revoke',
      'npm token (?:revoke|delete)',
      'gh (?:ssh-key|gpg-key|repo deploy-key) delete', 'heroku authorizations:(?:revoke|destroy)', 'certbot revoke',
      'openssl ca\\b[^\\n;|]{0,80} -revoke',
      'drop (?:role|user|login)', 'alter (?:role|user|login) [^;\\n]{1,120}(?:\\bnologin\\b|\\baccount lock\\b|\\bdisable\\b)',
      'acl deluser', 'rabbitmqctl (?:delete_user|clear_password)', 'db\\.dropuser', 'gpg\\b[^\\n;|]{0,40} --(?:gen|quick)-revoke',
    ],
  ],
  ['invalidate', ['pg_terminate_backend', 'client kill (?:user|type)', 'rabbitmqctl close_all_user_connections']],
  [
    'generate',
    [
      'openssl (?:rand|genrsa|genpkey|req -new)', 'openssl ecparam\\b[^\\n;|]{0,80}-genkey', 'ssh-keygen(?! -[klrfq]\\b)',
      'fernet\\.generate_key',
      'secrets\\.token_(?:hex|urlsafe|bytes)', 'crypto\\.randombytes', 'securerandom\\.', 'get_random_secret_key', '/dev/u?random',
      'pwgen', 'uuidgen',
      'age-keygen', 'wg gen(?:key|psk)', 'gpg\\b[^\\n;|]{0,40} --(?:full-|quick-)?gen(?:erate)?-key', 'keytool -gen\\w*',
      'mix phx\\.gen\\.secret',
      '(?:rails|rake) secret', 'php artisan key:generate', 'web-push generate-vapid-keys', 'wp config shuffle-salts',
      'aws iam create-(?:access-key|service-specific-credential)', 'aws secretsmanager (?:rotate-secret|get-random-password)',
      'gcloud iam service-accounts keys create', 'gcloud services api-keys create', 'az ad (?:app|sp) credential reset',
      'az [a-z -]{3,40} (?:keys? (?:renew|regenerate)|regenerate-keys?)', 'vault token create', 'npm token create',
      'heroku authorizations:create',
      'create (?:role|user|login)', 'alter (?:role|user|login) [^;\\n]{1,120}\\b(?:password|identified)\\b', 'set password for',
    ],
  ],
  [
    'store',
    [
      'gh secret set', 'glab variable (?:set|update)', 'kubectl (?:create|patch|replace|edit) secrets?',
      'kubectl apply\\b[^\\n;|]{0,80}secret',
      'kubeseal', 'vault kv (?:put|patch)', 'vault write (?:secret|kv)/',
      'aws secretsmanager (?:put-secret-value|update-secret|create-secret)',
      'aws ssm put-parameter', 'gcloud secrets (?:create|versions add)', 'az keyvault secret set', 'heroku config:set',
      'fly(?:ctl)? secrets (?:set|import)',
      'vercel env (?:add|update)', 'netlify env:set', 'wrangler secret put', 'doppler secrets (?:set|upload)', 'docker secret create',
      'supabase secrets set', 'firebase functions:(?:secrets|config):set', 'railway variables? --?set', 'cf set-env', 'eb setenv',
      'op item (?:create|edit)', 'pass (?:insert|edit)', 'chamber write', 'ansible-vault (?:edit|encrypt_string)', 'sops (?:edit|set)',
      'az (?:webapp|functionapp) config appsettings set',
    ],
  ],
  [
    'deploy',
    [
      'kubectl rollout restart', 'kubectl apply(?! -f -)', 'helm upgrade', 'docker(?:-| )compose\\b[^\\n;|]{0,80} (?:up|restart)\\b',
      'docker (?:restart|service update|stack deploy)', 'systemctl\\b(?: --\\w+)? (?:try-)?(?:restart|reload)\\S*',
      'service \\S{1,40} (?:restart|reload)',
      '(?:pm2|supervisorctl) (?:restart|reload)', 'nginx -s reload', 'aws ecs update-service',
      'aws lambda update-function-(?:code|configuration)',
      'gcloud run (?:deploy|services update)', 'gcloud app deploy', 'fly(?:ctl)? (?:deploy|apps restart)', 'heroku (?:ps:)?restart',
      'vercel (?:deploy|redeploy|--prod)', 'cf (?:push|restage|restart)', 'eb deploy', 'nomad (?:job )?(?:run|restart)',
      '(?:kamal|cap \\w+) deploy',
      'argocd app sync', 'az (?:webapp|functionapp) restart', 'rc-service \\S{1,40} restart',
    ],
  ],
];

const COMPILED = KNOWN.map(([phase, words]) => {
  const pattern = `(?<![\\p{L}\\p{N}_-])(?:${words.join('|')})(?![\\p{L}\\p{N}_])`;
  return [phase, new RegExp(pattern, 'giu')] as const;
});

/** Longer commands are programs, and those say little. */
const MOST_TEXT = 4000;

/** The phases of the known commands in a text, in the order of a leak. */
export function phasesInCommands(text: string): readonly Phase[] {
  const line = text.slice(0, MOST_TEXT).replace(/[ \t]+/g, ' ');
  return COMPILED.filter(([, pattern]) => line.search(pattern) >= 0).map(([phase]) => phase);
}

/** The words around them: `kubectl create secret` creates no value. */
export function withoutCommands(text: string): string {
  return COMPILED.reduce((rest, [, pattern]) => rest.replace(pattern, ' '), text.slice(0, MOST_TEXT));
}
