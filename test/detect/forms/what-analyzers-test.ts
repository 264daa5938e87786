/** What static analyzers hold their rules of hard-coded credentials to: where § is a password, and what looks like it and holds none. */
import type { PasswordForm } from './password-form.ts';

export const FORMS: readonly PasswordForm[] = [
  ['soap.xml', '<wsse:Password>§</wsse:Password>\n', '<wsse:Password>${ws.password}</wsse:Password>\n'],
  ['Web.config', '<cfg:add><cfg:password>§</cfg:password></cfg:add>\n', '<cfg:password></cfg:password>\n'],
  ['Db.cs', 'var c = "Server=" + host + ";Database=app;Password=§";\n', 'var c = "Server=" + host + ";Database=app;Password=" + pw;\n'],
  ['Db.cs', 'var c = "Server=" + host + "; Password=§";\n', 'var c = "Server=" + host + "; Password={0}";\n'],
  ['Db.vb', 'c = "Server = " & host & "; User = app; Password = §"\n', 'c = $"Server = db; Password = {Arg}{Other}"\n'],
  ['Db.java', 'url = "jdbc:mysql://db/app?user=" + u + "&password=§";\n', 'url = "jdbc:mysql://db/app?user=" + u + "&password=" + p;\n'],
  ['db.php', '$dsn = "password=§";\n', '$dsn = "password=%s";\n'],
  ['db.py', 'url = "postgres://app:§@" + host + "/app"\n', 'url = "postgres://app:" + pw + "@" + host\n'],
  ['call.php', `$url = 'https://app:§@' . $host;\n`, `$url = 'https://app:@' . $host;\n`],
  ['mail.py', 'password_for_email = "§"\n', 'password_for_email = os.environ["MAIL"]\n'],
  ['App.java', 'String passwordOfUser = "§";\n', 'String passwordOfUser = "user.name";\n'],
  ['db.php', `$password = getenv('DB_PW') ? getenv('DB_PW') : '§';\n`, `$password = getenv('DB_PW') ? getenv('DB_PW') : '';\n`],
  [
    'settings.py',
    'password = os.environ["PW"] if "PW" in os.environ else "§"\n',
    'password = os.environ["PW"] if "PW" in os.environ else ""\n',
  ],
  ['Client.cs', 'form.Add("password", "§");\n', 'form.Add("password", password);\n'],
  ['db.php', '$link = db2_connect("SALES", "app", "§");\n', '$link = db2_connect("SALES", $user, $password);\n'],
  ['db.php', `$link = cubrid_connect($host, 33000, 'app', 'ops', '§');\n`, `g_signal_connect("a", "b", "clicked");\n`],
  ['Key.cs', 'var pdb = new PasswordDeriveBytes("§", salt);\n', 'var pdb = new PasswordDeriveBytes(password, salt);\n'],
  ['Config.java', 'return new Pbkdf2PasswordEncoder("§");\n', 'return new Pbkdf2PasswordEncoder(secret);\n'],
  ['Config.java', 'TextEncryptor e = Encryptors.delux("§", salt);\n', 'TextEncryptor e = Encryptors.delux(password, salt);\n'],
  ['sync.py', `conn.simple_bind_s('cn=admin,dc=corp,dc=net', '§')\n`, `conn.search_s('cn=admin,dc=corp,dc=net', '(cn=a1)')\n`],
  [
    'Db.java',
    'MongoCredential.createCredential(user, db, "§".toCharArray());\n',
    'createCredential(user, db, password.toCharArray());\n',
  ],
  ['Ssh.java', 'connection.authenticateWithPassword("app", "§");\n', 'connection.authenticateWithPassword(user, password);\n'],
  ['Ssh.cs', 'var ssh = new SshClient(host, "app", "§");\n', 'var ssh = new SshClient(host, user, password);\n'],
];
