/** Where nothing names a password but the place where it stands: where § is one, and the same place with none. */
import type { PasswordForm } from './password-form.ts';

export const FORMS: readonly PasswordForm[] = [
  ['post.py', 'data = [("username", "app"), ("password", "§")]\n', 'fields = [("password", "Password"), ("token", "string32")]\n'],
  ['main.go', 'h := [][2]string{{"user", "app"}, {"password", "§"}}\n', 'h := [][2]string{{"user", "app"}, {"password", "varchar(64)"}}\n'],
  ['post.rb', 'form = [["password", "§"]]\n', 'labels = [["password", "Password1"], ["token", "Token2"]]\n'],
  ['post.js', 'new Map([["password", "§"]])\n', 'new Map([["password", "string255"]])\n'],
  ['Post.cs', 'new KeyValuePair<string, string>("password", "§"),\n', 'new KeyValuePair<string, string>("password", Secret1),\n'],
  ['shop.py', 'db = database("shop", "app", "§")\n', 'db = database("shop", "replica1", "Replica_22")\n'],
  ['shop.php', '$db = new Database("localhost", "shop", "app", "§");\n', '$db = new Database("localhost", "shop", "app", "Utf8");\n'],
  ['deploy.py', 'ssh.connect("db.corp.net", 22, "app", "§")\n', 'ssh.connect("db.corp.net", 22, "app", PASSWORD1)\n'],
  ['copy.py', 'transport.connect(None, "app", "§")\n', 'signals.connect(None, "clicked", "Button12")\n'],
  ['shop.php', "mysql_pconnect('localhost', 'app', '§');\n", "mysql_pconnect('localhost', 'app', '');\n"],
  ['seed.js', 'await auth.createUser("app@corp.net", "§");\n', 'await auth.createUser("app@corp.net", "Room 12A!");\n'],
  ['Seed.java', 'users.save(new User("app", "§"));\n', 'users.save(new User("app", "Engineer2"));\n'],
  ['http.js', `const options = { auth: 'app:§' };\n`, `const menu = { auth: 'infra:category2:Delete' };\n`],
  ['app.py', 'creds = "app:§"\n', 'creds = "oauth2:TokenScope"\n'],
  ['app.rb', `credentials = ['app', '§']\n`, `credentials = ['infra:delete1', 'infra:Create2']\n`],
  ['app.js', 'app.use(basicAuth({ users: { "app": "§" } }));\n', 'const state = { users: { "name": "Alice Cooper 2" } };\n'],
  ['seed.py', 'USERS = [("app", "§")]\n', 'USERS = [("app", "Admin_Group1")]\n'],
  ['app.yml', 'MONGO_URI: admin:§@mongodb:27017\n', 'MONGO_URI: admin:${DB_PASSWORD}@mongodb:27017\n'],
  ['.env', 'HTTP_PROXY=deploy:§@proxy.corp.net:3128\n', 'HTTP_PROXY=proxy.corp.net:3128\n'],
  ['login.page.ts', 'await this.passwordInput.fill("§");\n', 'await this.passwordInput.fill("PasswordType2");\n'],
  ['login.js', `$('#password').val('§');\n`, `$('#password').val('#0000FFAA');\n`],
  ['login.js', 'document.getElementById("password").value = "§";\n', 'document.getElementById("password").value = "Room 12A";\n'],
];
