/** A shop that committed the key of a map and a database's URL, took both out again, and has git ignore the files of today. */
import { makeRepo, type Repo } from '../support/repo.ts';
import { databaseUrl, jwtSecret } from '../support/secrets.ts';

/** Its key `v1`. */
export const OLD = jwtSecret('leaked');

export function leakedShop(): Repo {
  const repo = makeRepo({ name: 'shop' });
  repo.write('config/jwt_secrets.json', JSON.stringify({ v1: OLD }));
  repo.write('app.env', `DATABASE_URL=${databaseUrl('leaked').url}\n`);
  repo.commit('start');
  repo.git('rm', '--quiet', '-r', 'config', 'app.env');
  repo.write('.gitignore', '/jwt_secrets.json\n/.env\n');
  repo.commit('take it out');
  return repo;
}
