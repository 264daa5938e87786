/** Runbooks in twelve languages beside English: steps get their phases, leak sections are known, both are linked. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkProcedures } from '../../src/runbook/link.ts';
import { phaseOf } from '../../src/runbook/phases.ts';
import { page } from './pages.ts';

/** Title, heading of the rotation, steps to generate, store, deploy, verify and revoke, heading of the leak, its step. */
type Words = readonly [string, string, readonly [string, string, string, string, string], string, string];

const PAGES: Readonly<Record<string, Words>> = {
  German: [
    'Geheimnisse rotieren',
    'JWT_SECRET rotieren',
    ['Neuen Schlüssel erzeugen', 'Im Tresor speichern', 'Dienst neu starten', 'Anmeldung prüfen', 'Alten Schlüssel widerrufen'],
    'Notfall: Schlüssel durchgesickert',
    'Schlüssel sperren',
  ],
  French: [
    'Rotation des secrets',
    'Renouveler JWT_SECRET',
    ['Générer une clé', 'Mettre à jour le coffre', 'Redéployer', 'Vérifier la connexion', 'Supprimer l’ancienne clé'],
    'En cas de fuite',
    'Révoquer la clé',
  ],
  Spanish: [
    'Rotación de secretos',
    'Rotar JWT_SECRET',
    ['Generar una clave', 'Actualizar el gestor', 'Desplegar y reiniciar', 'Comprobar el acceso', 'Revocar la clave anterior'],
    'Fuga de credenciales',
    'Revocar la clave',
  ],
  Russian: [
    'Ротация секретов',
    'Замена ключа JWT_SECRET',
    ['Сгенерировать новый ключ', 'Сохранить в хранилище', 'Перезапустить сервис', 'Проверить вход', 'Отозвать старый ключ'],
    'Утечка ключа',
    'Отозвать ключ',
  ],
  Korean: [
    '시크릿 로테이션',
    'JWT_SECRET 교체',
    ['새 키 생성', 'Vault에 저장', '서비스 재시작', '로그인 확인', '기존 키 폐기'],
    '시크릿 유출',
    '토큰 폐기',
  ],
  Italian: [
    'Rotazione dei segreti',
    'Ruotare JWT_SECRET',
    ['Generare una chiave', 'Aggiornare il vault', 'Riavviare il servizio', 'Verificare', 'Revocare la vecchia chiave'],
    'Sospetta fuga di segreti',
    'Revocare la chiave',
  ],
  Portuguese: [
    'Rotação de segredos',
    'Rotacionar JWT_SECRET',
    ['Gerar uma chave', 'Atualizar o cofre', 'Reiniciar o serviço', 'Verificar o login', 'Revogar a chave antiga'],
    'Em caso de vazamento de segredos',
    'Revogar a chave',
  ],
  Dutch: [
    'Geheimen roteren',
    'JWT_SECRET roteren',
    ['Genereer een sleutel', 'Sla hem op in de kluis', 'Herstart de dienst', 'Controleer het inloggen', 'Trek de oude sleutel in'],
    'Gelekt geheim',
    'Trek de sleutel in',
  ],
  Polish: [
    'Rotacja sekretów',
    'Rotacja JWT_SECRET',
    ['Wygeneruj nowy klucz', 'Zapisz go w sejfie', 'Zrestartuj usługę', 'Sprawdź logowanie', 'Unieważnij stary klucz'],
    'Wyciek sekretu',
    'Unieważnij klucz',
  ],
  Ukrainian: [
    'Ротація секретів',
    'Ротація JWT_SECRET',
    ['Згенерувати ключ', 'Оновити сховище', 'Перезапустити сервіс', 'Перевірити вхід', 'Відкликати старий ключ'],
    'Витік секрету',
    'Відкликати ключ',
  ],
  Japanese: [
    'シークレットのローテーション',
    'JWT_SECRET のローテーション',
    ['新しい鍵を発行する', '環境変数を更新する', 'デプロイする', 'ログインを検証する', '古い鍵を失効させる'],
    '緊急対応 (漏洩疑い時)',
    '鍵を失効させる',
  ],
  Chinese: [
    '密钥轮换',
    '轮换 JWT_SECRET',
    ['生成新的密钥', '更新密钥库', '重启服务', '验证登录', '吊销旧密钥'],
    '密钥泄露',
    '吊销密钥',
  ],
};

for (const [language, [title, rotation, steps, leak, revoke]] of Object.entries(PAGES)) {
  test(`${language}: five phases, a leak section, both linked`, () => {
    const numbered = steps.map((step, at) => `${at + 1}. ${step}`);
    const runbook = page([`# ${title}`, '', `## ${rotation}`, '', ...numbered, '', `## ${leak}`, '', `1. ${revoke}`]);
    const [planned, emergency] = runbook.procedures;
    assert.deepEqual(
      planned?.steps.map(({ phase }) => phase),
      ['generate', 'store', 'deploy', 'verify', 'revoke'],
    );
    assert.deepEqual([emergency?.mode, emergency?.steps[0]?.phase], ['leak', 'revoke']);
    const links = linkProcedures({ name: 'JWT_SECRET', kind: 'jwt-secret' }, [runbook]);
    assert.deepEqual(
      links.map(({ procedure, score }) => [procedure.heading, score >= 40]),
      [
        [rotation, true],
        [leak, true],
      ],
    );
  });
}

test('English stays English: words that look like stems of others change nothing', () => {
  for (const sentence of ['General remarks', 'Expect tokens to become invalid', 'A direct line', 'Stock levels'])
    assert.equal(phaseOf(sentence), 'other', sentence);
});

test('how often is read in all of them, and neither a date nor an example is a rhythm', () => {
  const cases: Readonly<Record<string, number | undefined>> = {
    'Alle 90 Tage rotieren': 90,
    'Der Schlüssel wird alle drei Monate rotiert.': 90,
    'Rotation trimestrielle': 91,
    'Renouveler la clé tous les 6 mois': 180,
    'Rotar la clave cada 90 días': 90,
    'Rotar la clave mensualmente': 30,
    'Ruotare la chiave ogni 30 giorni': 30,
    'Rotacionar a cada 3 meses': 90,
    'Roteren elke 6 maanden': 180,
    'Rotować klucz co kwartał': 91,
    'Ротація кожні 90 днів': 90,
    '90日ごとにローテーションする': 90,
    '每季度轮换密钥': 91,
    '90일마다 교체': 90,
    'Rotate it every six months.': 180,
    'Semi-annual rotation': 182,
    'Rotate the key every 30-90 days': 90,
    'Rotate the key twice yearly': undefined,
    'Rotate the keys bi-weekly': undefined,
    'Den Schlüssel zweimal jährlich rotieren': undefined,
    'Access logs are rotated weekly.': undefined,
    'Rotate JWT_SECRET. Sessions expire every 30 days.': undefined,
    'Rotate the key of v1.2 every 30 days': 30,
    '매년 3월 1일에 교체': 365,
    '반기마다 교체': 182,
    '2025년 상반기에 교체했습니다': undefined,
    '半年前にローテーションした': undefined,
    '每半年轮换密钥': 182,
    '去年下半年轮换过': undefined,
    'Ротація після витоку': undefined,
    '2025年3月1日にローテーションした': undefined,
    'Rotate the key every month': 30,
    'Secrets must be rotated at least once per year': 365,
    'Den Schlüssel jeden Monat rotieren': 30,
    'Rotation de la clé tous les mois': 30,
    'Rotar la clave una vez al año': 365,
    'Ruotare la chiave ogni trimestre': 91,
    '每三个月轮换密钥': 90,
    '三ヶ月ごとにローテーションする': 90,
    '第三季度轮换过': undefined,
    'Keys are rotated on a quarterly basis.': 91,
    'Rotate quarterly, or within 30 days of somebody leaving': 91,
    'Rotate the key, keep a backup for 30 days': undefined,
    'Rotate the key; old tokens expire in 30 days': undefined,
    'Rotate the annual license key': undefined,
    'Rotate annual license keys': undefined,
    'Rotate the weekly report key': undefined,
    'Nach der Rotation 7 Tage warten': undefined,
    'Beim Rotieren bleibt das alte Passwort z. B. 7 Tage gültig': undefined,
  };
  const steps = ['', '1. Generate a key', '2. Deploy', '3. Revoke the old key'];
  for (const [sentence, days] of Object.entries(cases)) {
    const [procedure] = page(['# Rotate JWT_SECRET', ...steps, '', sentence]).procedures;
    assert.equal(procedure?.cadenceDays, days, sentence);
  }
  const table = ['| Schlüssel | Intervall | Letzte Rotation |', '|---|---|---|', '| JWT_SECRET | 6 Monate | 2026-01-01 |'];
  const columns = page(['# Rotation', '', ...table]);
  assert.equal(columns.schedule[0]?.days, 180);
});
