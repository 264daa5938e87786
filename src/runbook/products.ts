/** Products that runbooks have sections for: one about Redis is none for Postgres. */

/** By their words, and what each may be: RDS runs several engines, and MariaDB is reached as MySQL is. */
const ENGINES: readonly (readonly [words: string, engines: readonly string[]])[] = [
  ['postgres|\\bpg(?:pass(?:word|file)?)?\\b', ['postgres']],
  ['mysql|mariadb|planetscale', ['mysql']],
  ['mongo', ['mongo']],
  ['redis|valkey', ['redis']],
  ['rabbit|amqp', ['rabbitmq']],
  ['kafka', ['kafka']],
  ['ms ?sql|sql ?server', ['sql server']],
  ['oracle', ['oracle']],
  ['\\brds\\b', ['postgres', 'mysql', 'sql server', 'oracle']],
  ['cosmos', ['cosmos']],
  ['cassandra', ['cassandra']],
  ['dynamo', ['dynamo']],
  ['clickhouse', ['clickhouse']],
  ['snowflake', ['snowflake']],
];
const HOSTS: typeof ENGINES = ['aws\\b', 'github', 'gitlab'].map((word) => [word, [word]]);

type Products = readonly (readonly [RegExp, readonly string[]])[];
const [ENGINES_ALONE, ALL] = [ENGINES, [...ENGINES, ...HOSTS]].map(
  (table): Products => table.map(([words, products]) => [new RegExp(words), products]),
) as [Products, Products];

/** Whether a heading names products, and none that the secret's name has, or none that the scheme of its URL is of. */
export function otherProduct(heading: string, name: string, scheme = ''): boolean {
  return areApart(ALL, heading, name) || areApart(ENGINES_ALONE, heading, scheme);
}

function areApart(known: Products, a: string, b: string): boolean {
  const [one, other] = [a, b].map((text) => productsIn(known, text)) as [ReadonlySet<string>, ReadonlySet<string>];
  return one.size > 0 && other.size > 0 && ![...one].some((product) => other.has(product));
}

function productsIn(known: Products, text: string): ReadonlySet<string> {
  const words = text.toLowerCase().replace(/_/g, ' ');
  return new Set(known.filter(([pattern]) => pattern.test(words)).flatMap(([, products]) => products));
}
