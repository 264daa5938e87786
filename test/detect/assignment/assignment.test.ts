import assert from 'node:assert/strict';
import { test } from 'node:test';
import { characters, jwtSecret, password } from '../../support/secrets.ts';
import { scan } from '../scanning.ts';

const KEY = characters('api key', '0123456789abcdef', 40);
const SECRETS: readonly (readonly [name: string, value: string])[] = [
  ['JWT_SECRET', jwtSecret('assigned').replaceAll('=', 'x')],
  ['DB_PASSWORD', password('assigned')],
  ['API_KEY', KEY],
];

/** Every syntax as a template: NAME, Name (camel) and VALUE are filled in. `name` where it is not NAME or Name. */
const SYNTAXES: readonly (readonly [what: string, template: string])[] = [
  ['env', 'NAME=VALUE\n'],
  ['env, quoted', 'NAME="VALUE"\n'],
  ['env, last line without end', 'PORT=1\nNAME=VALUE'],
  ['env, CRLF', 'NAME=VALUE\r\nPORT=1\r\n'],
  ['env, comment behind', 'NAME=VALUE # production\n'],
  ['shell', "export NAME='VALUE'\n"],
  ['shell, before a command', 'NAME=VALUE npm start\n'],
  ['shell, default', ': "${NAME:-VALUE}"\n'],
  ['shell, default without quotes', 'NAME=${NAME:-VALUE}\n'],
  ['docker run', 'docker run -e "NAME=VALUE" app\n'],
  ['YAML', 'app:\n  NAME: VALUE\n'],
  ['YAML, quoted', "  NAME: 'VALUE'\n"],
  ['YAML, on the next line', 'NAME:\n  VALUE\n'],
  ['YAML, folded', 'NAME: >-\n  VALUE\n'],
  ['YAML, anchor', 'NAME: &shared VALUE\n'],
  ['YAML, tag', 'NAME: !!str VALUE\n'],
  ['Spring, default', 'name: ${NAME:VALUE}\n'],
  ['compose, list', '    environment:\n      - NAME=VALUE\n'],
  ['compose, quoted list', '      - "NAME=VALUE"\n'],
  ['compose, map', '    environment:\n      NAME: "VALUE"\n'],
  ['Kubernetes, pair', '        - name: NAME\n          value: "VALUE"\n'],
  ['JSON', '{"NAME": "VALUE", "port": 1}'],
  ['JSON, camel', '{\n  "Name": "VALUE"\n}'],
  ['JSON, packed', '{"Name":"VALUE"}'],
  ['JSON, escaped', '{"body": "{\\"NAME\\": \\"VALUE\\"}"}'],
  ['JSON, a file in it', '{"app.env": "NAME=VALUE\\nPORT=1\\n"}'],
  ['JSON, pair', '[{"name":"NAME","value":"VALUE"}]'],
  ['TOML', '[app]\nNAME = "VALUE"\n'],
  ['INI', '[app]\nNAME = VALUE\n'],
  ['properties', 'NAME=VALUE\n'],
  ['properties, colon', 'NAME: VALUE\n'],
  ['Python', "NAME = 'VALUE'\n"],
  ['Python, bytes', "NAME = b'VALUE'\n"],
  ['Python, annotated', "NAME: str = 'VALUE'\n"],
  ['Python, item', "app.config['NAME'] = 'VALUE'\n"],
  ['Python, argument', "connect(user='app', NAME='VALUE')\n"],
  ['Python, environment', "os.environ['NAME'] = 'VALUE'\n"],
  ['Python, fallback', "NAME = os.environ.get('OTHER') or settings['NAME'] or 'VALUE'\n"],
  ['Python, dict', "{'NAME': 'VALUE'}\n"],
  ['JS', "const Name = 'VALUE';\n"],
  ['JS, template', 'const Name = `VALUE`;\n'],
  ['JS, property', "module.exports = { Name: 'VALUE' };\n"],
  ['JS, fallback', "const x = process.env.NAME || 'VALUE';\n"],
  ['JS, nullish', "const x = process.env.NAME ?? 'VALUE';\n"],
  ['JS, buffer', "const Name = Buffer.from('VALUE');\n"],
  ['TS', "private readonly Name: string = 'VALUE';\n"],
  ['Go', '\tName := "VALUE"\n'],
  ['Go, const', '\tconst Name = "VALUE"\n'],
  ['Go, typed', '\tvar Name string = "VALUE"\n'],
  ['Go, typed slice', '\tName []byte = []byte("VALUE")\n'],
  ['Go, field', '\tConfig{Name: "VALUE"}\n'],
  ['Go, slice', '\tName := []byte("VALUE")\n'],
  ['Java', '  private static final String NAME = "VALUE";\n'],
  ['Kotlin', '  val Name: String = "VALUE"\n'],
  ['C#', '  public string Name = @"VALUE";\n'],
  ['Ruby', "  config.Name = 'VALUE'\n"],
  ['Ruby, hash', "  { :NAME => 'VALUE' }\n"],
  ['Ruby, or', "  @Name ||= 'VALUE'\n"],
  ['PHP', "$Name = 'VALUE';\n"],
  ['PHP, appended', "$Name .= 'VALUE';\n"],
  ['Visual Basic', 'Dim Name As String = "VALUE"\n'],
  ['Visual Basic, appended', 'Name &= "VALUE"\n'],
  ['SQL, variable', "DECLARE @NAME NVARCHAR(64) = 'VALUE';\n"],
  ['PHP, array', "  'NAME' => 'VALUE',\n"],
  ['PHP, define', "define('NAME', 'VALUE');\n"],
  ['Rust', 'let Name: &str = "VALUE";\n'],
  ['Swift', 'let Name: String = "VALUE"\n'],
  ['Dockerfile, ENV', 'FROM x\nENV NAME VALUE\n'],
  ['Dockerfile, ENV with =', 'ENV NAME=VALUE\n'],
  ['Dockerfile, ARG', 'ARG NAME=VALUE\n'],
  ['Makefile', 'NAME := VALUE\n'],
  ['Makefile, weak', 'NAME ?= VALUE\n'],
  ['HCL', '  NAME = "VALUE"\n'],
  ['HCL, pair', '  { name = "NAME", value = "VALUE" }\n'],
  ['XML', '  <NAME>VALUE</NAME>\n'],
  ['XML, on a line of its own', '  <NAME>\n    VALUE\n  </NAME>\n'],
  ['XML, CDATA on a line of its own', '  <NAME>\n    <![CDATA[VALUE]]>\n  </NAME>\n'],
  ['XML, attribute', '  <app NAME="VALUE"/>\n'],
  ['XML, pair', '  <add key="NAME" value="VALUE"/>\n'],
  ['URL query', 'curl https://api.corp.net/x?id=1&NAME=VALUE&page=2\n'],
  ['form', 'NAME=VALUE&grant_type=x\n'],
  ['connection string', '"Server=db;User Id=app;NAME=VALUE;Encrypt=yes"\n'],
  ['connection string, before an option of several words', '"Server=db;NAME=VALUE;Persist Security Info=False"\n'],
  ['URL in JSON', String.raw`"https://db/?user=app\u0026NAME=VALUE\u0026ssl=1\u003e"` + '\n'],
  ['XML, text of a named element', '  <property name="NAME">VALUE</property>\n'],
  ['XML, CDATA', '  <param name="NAME"><![CDATA[VALUE]]></param>\n'],
  ['XML, text of an element with attributes', '  <string name="NAME" translatable="false">VALUE</string>\n'],
  ['property list', '  <key>NAME</key>\n  <string>VALUE</string>\n'],
  ['HCL, default of a variable', 'variable "NAME" {\n  type    = string\n  default = "VALUE"\n}\n'],
  ['Terraform state', '"NAME": {\n  "sensitive": true,\n  "type": "string",\n  "value": "VALUE"\n}'],
  ['CloudFormation, default', '  NAME:\n    Type: String\n    Default: VALUE\n'],
  ['CloudFormation, parameter', '{"ParameterKey":"NAME","ParameterValue":"VALUE"}'],
  ['TOML, three quotes', "NAME = '''VALUE'''\n"],
  ['Python, three quotes', 'NAME = """VALUE"""\n'],
  ['Python, brackets', "NAME = (\n    'VALUE'\n)\n"],
  ['Python, default of a field', "NAME: str = Field(default='VALUE')\n"],
  ['JS, default of a schema', "  Name: z.string().min(8).default('VALUE'),\n"],
  ['JS, encoder', "const Name = new TextEncoder().encode('VALUE');\n"],
  ['Java, map', 'properties.put("NAME", "VALUE");\n'],
  ['Java, fallback', 'System.getenv().getOrDefault("NAME", "VALUE")\n'],
  ['Java, decoded', 'byte[] Name = Base64.getDecoder().decode("VALUE");\n'],
  ['C#, decoded', 'var Name = Convert.FromBase64String("VALUE");\n'],
  ['Markdown, text in code', 'Name: ``VALUE``\n'],
  ['Kotlin, map', 'mapOf("NAME" to "VALUE")\n'],
  ['C#, property', '  public string Name { get; set; } = "VALUE";\n'],
  ['C#, bytes', 'var Name = Encoding.UTF8.GetBytes("VALUE");\n'],
  ['C, define', '#define NAME "VALUE"\n'],
  ['C, array', 'static char NAME[64] = "VALUE";\n'],
  ['C++, braces', 'std::string Name{"VALUE"};\n'],
  ['Rust, owned', 'let Name = String::from("VALUE");\n'],
  ['Rust, bytes', 'static NAME: &[u8] = b"VALUE";\n'],
  ['Rust, fallback', 'env::var("NAME").unwrap_or_else(|_| "VALUE".to_string())\n'],
  ['Ruby, fallback', "ENV.fetch('NAME') { 'VALUE' }\n"],
  ['Perl, environment', "$ENV{NAME} = 'VALUE';\n"],
  ['R', 'NAME <- "VALUE"\n'],
  ['Erlang', '{Name, <<"VALUE">>}\n'],
  ['Clojure', '{:NAME "VALUE"}\n'],
  ['Apache', 'SetEnv NAME "VALUE"\n'],
  ['Windows', 'setx NAME "VALUE"\n'],
  ['Markdown table', '| NAME | VALUE |\n'],
  ['option of a list', '  - --NAME\n  - VALUE\n'],
  ['long name', 'spring.security.oauth2.client.registration.google.NAME=VALUE\n'],
  ['option', 'app --NAME VALUE --verbose\n'],
  ['option with =', 'app --NAME=VALUE\n'],
  ['comment', '# NAME=VALUE\n'],
];

function uuid(name: string): string {
  return characters(name, '0123456789abcdef', 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function camel(name: string): string {
  return name.toLowerCase().replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

for (const [what, template] of SYNTAXES) {
  test(`finds what is assigned in ${what}`, () => {
    for (const [name, value] of SECRETS) {
      const text = template.replaceAll('NAME', name).replaceAll('Name', camel(name)).replace('VALUE', value);
      const { findings } = scan(text);
      const at = Buffer.from(text).indexOf(value);
      assert.deepEqual(
        findings.map((found) => [found.name?.replace(/^.*[.$:]/, ''), found.start, found.end]),
        [[template.includes('Name') && !template.includes('NAME') ? camel(name) : name, at, at + value.length]],
        text,
      );
    }
  });
}

test('finds a password that is set in SQL, PowerShell and by a setter', () => {
  const value = password('set');
  for (const text of [
    `CREATE USER app WITH PASSWORD '${value}';`,
    `CREATE ROLE app LOGIN PASSWORD '${value}';`,
    `CREATE SERVER s OPTIONS (user 'u', password '${value}');`,
    `CREATE USER 'app'@'%' IDENTIFIED BY '${value}';`,
    `SET PASSWORD FOR 'app'@'%' = PASSWORD('${value}');`,
    `$Password = ConvertTo-SecureString "${value}" -AsPlainText -Force`,
    `builder.setPassword("${value}")`,
    `new Client().withPassword('${value}')`,
    `Client.builder().user("x").password("${value}").build()`,
    `System.setProperty("app.password", "${value}")`,
    `curl_setopt(CURL, CURLOPT_PROXYPASSWORD, "${value}");`,
    `String password = new Password("${value}");`,
  ])
    assert.deepEqual(
      scan(text).findings.map(({ start, end }) => text.slice(start, end)),
      [value],
      text,
    );
});

test('code, types, templates and prose are no values', () => {
  const random = characters('near', 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 24);
  for (const text of [
    'password: getPassword()',
    'const password = req.body.password;',
    'let password = this.form.password',
    'password: string;',
    'password?: string',
    'PASSWORD_MIN_LENGTH=12',
    'password = form.get("password")',
    'if (password === undefined) return;',
    "typeof password === 'function'",
    'login(user, password=password)',
    'password: &str,',
    'password := os.Getenv("DB_PASSWORD")',
    "label: { password: 'Your password' }",
    "passed ? 'pass' : 'fail'",
    'input[type=password]:focus { }',
    'mongodb://app:<password>@cluster.mongodb.net/',
    'case "${APP_PASSWORD:+has-password}" in',
    "const PATTERN = ['password', /(?:^|_)pw[a-z]+$/];",
    `next_page_token: ${random}`,
    `csrf_token = "${random}"`,
    `primary_key: ${random}`,
    `bee_token_address = "0x${characters('address', '0123456789abcdef', 40)}"`,
    '"minipass": "^2.9.0"',
    '"pbkdf2-password": "^1.2.1",',
    'fs-minipass: "npm:^3.0.0"',
    '- uses: acme/secrets-action@v2.1.0',
    'image: acme/wrongsecrets:1.13.5-no-vault',
    'Sec-WebSocket-Key: ' + Buffer.from(characters('nonce', '0123456789abcdef', 16)).toString('base64'),
    `"hashed_secret": "${characters('sha', '0123456789abcdef', 40)}"`,
    'HashPassword("password", "' + random + '")',
    'max_tokens: 4096',
    'token_stream = parse("<html></html>")',
    'the password is in the vault',
    'password: see below for details',
    "'--password='.$connection['password']",
    'password = rows[0].value',
    'const CancelToken$2 = CancelToken$1;',
    '$file_pwd = "/$file_pwd";',
    '- urn:k8s:secret:name:key1',
    'secret: root-ca5',
    "const token = `ghp_${'a'.repeat(36)}`;",
    'for(x in{radio:!0,password:!0,image:!0})',
    'HashedPassword: hashed',
    `<input name="authenticity_token" value="${random}">`,
    `Authorization: AWS4-HMAC-SHA256 Credential=${random}/20260101/us-east-1/s3/aws4_request`,
    `[![coverage](https://codecov.io/gh/acme/app/graph/badge.svg?token=${random.slice(0, 10)})]`,
    `first_key = "${uuid('first')}"`,
    'JWT_SECRETS=v1:${JWT_SECRET_V1}',
    `<add assembly="System.Web, Version=4.0.0.0, PublicKeyToken=${characters('assembly', '0123456789abcdef', 16)}" />`,
    'docker run -v "$PWD:/repo" -v `pwd`:/code -v ${PWD}:/srv/app image',
    'ARG PWD=/api',
    'OLDPWD: /srv/x1',
    "RUN adduser --disabled-password --gecos '' app",
    'RUN adduser -D --disabled-password app1',
    '["SNYK-JS-JSONWEBTOKEN-1", "SNYK-JS-JSONWEBTOKEN-2"]',
    '["Password","RsaPrivateKeyBase64"]',
    'fs-minipass:fs_minipass:1.2.7',
    'getpass:getpass:1.0',
    `[![coverage](https://codecov.io/gh/a/b?token=${random.slice(0, 10)})](https://codecov.io/gh/a/b)`,
    'elif not password:\n        error = "Password is required."',
    'a={token:e,factory:e.\\u0275fac}',
    `password = encrypted$AQICAH${random}${random}`,
    "echo 'password = password || other'",
    'password = "$DB_PASSWORD"',
    'password: "%DB_PASSWORD%"',
    'password = "%(db_password)s"',
    `token = abcd\0${random}`,
    'PYPI_PASSWORD=pypi-<token>',
    'APP_SECRET=sq0csp-<your-secret>',
    "- 'APP_SECRET={hex:8}'",
    "- 'APP_SECRET_KEY=sk_test_{alnum:4}'",
    "secret: 'sk-[\\w-]{32,200}'",
    'render_pass: main7',
  ])
    assert.deepEqual(
      scan(text)
        .findings.filter(({ rule }) => rule.id !== 'unnamed-token')
        .map(({ rule, name }) => `${rule.id} ${name}`),
      [],
      text,
    );
});

test('an unfinished, empty or closing quote gives no value', () => {
  for (const text of [
    'password = "',
    'password = ""',
    "password = ''",
    'password =\n',
    'password:',
    'x = "password="',
    `password="${KEY}\n${KEY}"`,
  ]) {
    assert.deepEqual(scan(text).findings, [], text);
  }
});
