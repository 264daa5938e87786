/**
 * Stems by which runbooks in twelve languages beside English are read: German, French, Spanish, Italian, Portuguese,
 * Dutch, Polish, Ukrainian, Russian, Japanese, Chinese, Korean. A stem counts at the start of a word, wherever it stands in the
 * sentence, since in some of them the verb comes last; Japanese and Chinese have no word starts, Korean
 * puts words together.
 */
import type { Phase } from '../model.ts';

interface Stems {
  readonly words: string;
  /** Without word starts. */
  readonly signs: string;
}

/** Tried in this order: a log that is to be looked at comes before looking, the old key before removing. */
const PHASES: readonly (readonly [Phase, Stems])[] = [
  [
    'audit',
    {
      words:
        'protokoll\\p{L}* (?:\\p{L}+ )?(?:prüf|auswert|durchs)|audit|journaux|registros|registri|logboek|dziennik|журнал|аудит|' +
        '(?:провер|просмотр|изучи|проанализир)\\p{L}* (?:\\p{L}+ )?лог(?:и|ов)\\b',
      signs: '監査|ログ.{0,6}確認|审计|日志|감사|로그(?!인).{0,6}(?:확인|점검)',
    },
  ],
  [
    'verify',
    {
      words:
        'prüf|überprüf|testen|vérifi|verific|comprob|controll(?:are|a)\\b|controle(?:er|ren)?\\b|sprawd|zweryfik|перевір|' +
        'провер|убед|протестир',
      signs: '検証|確認|动作|验证|检查|검증|확인|테스트',
    },
  ],
  [
    'revoke',
    {
      words:
        'widerruf|sperr|deaktivier|révoqu|revoc|revog|invalid(?:ar|er|ez|are|eer)|d[eé]sactiv|disattiv|desativ|intrek|trek .{0,40}\\bin\\b|' +
        'unieważn|odwoł|відклик|відкли|скасу|отозв|отзов|отзыв|аннулир|деактивир|отключ|заблокир|' +
        '(?:lösch|entfern|supprim|elimin|remov|rimuov|verwijder|usuń|видал|удал)\\p{L}* ' +
        '(?:\\p{L}+ |l.)?(?:alt|ancien|antigu|anterior|vecchi|antig|oude|star|стар|прежн)',
      signs: '失効|無効|取り消|吊销|撤销|作废|폐기|무효|(?:이전|기존|구) ?키.{0,6}(?:제거|삭제)',
    },
  ],
  [
    'generate',
    {
      words:
        '(?:er)?zeug|generier|erstell|génér|cré(?:er|ez)|gener(?:ar|are|a|e|ez|eer)\\b|crear|crea(?:re)?\\b|gerar|gere\\b|criar|aanmak|maak .{0,30}nieuw|' +
        'wygener|utwórz|згенер|створ|сгенер|созда|(?:пере)?выпус|emitir|rotier|rotar\\b|rotaz|ruotar|roter\\b|rotacion|roteren|rotować|ротац|ротир',
      signs: '発行|生成|作成|取得|创建|ローテ|轮换|생성|발급',
    },
  ],
  [
    'deploy',
    {
      words:
        'ausroll|neu ?start|bereitstell|einspiel|(?:re)?déploy|redémarr|despleg|reinici|(?:re)?distribui|riavvi|reinici|implant|' +
        'herstart|uitroll|wdroż|zrestart|uruchom|перезапус|перезагруз|розгорн|разверн|задепло|выкат',
      signs: 'デプロイ|再起動|反映|部署|重启|배포|재시작|적용',
    },
  ],
  [
    'store',
    {
      words:
        'speicher|hinterleg|aktualisier|eintrag|mettre à jour|enregistr|stock(?:er|ez)|actualiz|guarda|aggiorn|salva|memorizz|atualiz|' +
        'armazen|sla .{0,30}\\bop\\b|opslaan|bijwerk|zapisz|zaktualiz|онов|збереж|сохран|обнов|запи(?:ш|са)',
      signs: '更新|保存|設定|存入|存储|저장|업데이트|수정|등록|추가',
    },
  ],
  [
    'contain',
    {
      words: 'sofort|benachrichtig|immédiatement|alert(?:er|ez|ar)|inmediat|avisar|subito|avvis|imediat|natychmiast|негайно|повідом|немедленно|уведом|оповест|сообщ',
      signs: '直ちに|通知|立即|즉시|공지',
    },
  ],
  [
    'cleanup',
    {
      words: 'aufräum|entfern|lösch|nettoy|supprim|limp(?:i|ar|e)|elimin|puli(?:re|zia)|opruim|verwijder|usuń|видал|очист|удал',
      signs: '削除|清理|删除|제거|삭제|정리',
    },
  ],
];

const COMPILED = PHASES.map(([phase, { words, signs }]) => [phase, stems(words, signs)] as const);

/** The phase that the first sentence of a step speaks of in one of these languages. */
export function phaseInLanguages(sentence: string): Phase | undefined {
  return COMPILED.find(([, pattern]) => pattern.test(sentence))?.[0];
}

/** Words of a leak. */
export const LEAKS = stems(
  'leck|durchgesickert|geleakt|kompromitt|notfall|vorfall|fuite|compromission|urgence|fuga|filtr(?:a\\b|ó|ad|aci)|comprometid|emergencia|' +
    'sospett|violazion|emergenza|(?:proced|rota|revo)\\p{L}+ urgente\\b|expost[oa]s?\\b|expuest[oa]s?\\b|vaz(?:ou|ad|ament)|comprometiment|emergência|gelekt|lek\\b|' +
    'datalek|noodgeval|wyciek|naruszeni|awari|витік|витоку|компромет|інцидент|утечк|скомпромет|инцидент|экстренн',
  '漏洩|漏えい|流出|緊急|侵害|泄露|泄漏|洩露|应急|유출|노출|침해|긴급|비상',
);

/** Words of a rotation. */
export const ROTATIONS = stems(
  'rotier|rotaz|ruotar|rotaci|rotaç|rotacion|rotar\\b|rotiranj|roter|rotacj|ротац|widerruf|erneuer|révoqu|revoc|revog|' +
    'rotowa|renouvel|renov(?:ar|aci|aç)|rinnov|vernieuw|intrek|unieważn|odnow|відклик|оновл.{0,20}(?:ключ|секрет)|' +
    'ротир|отозв|отзыв|перевыпус|(?:замен|смен|обновл).{0,20}(?:ключ|секрет|токен|парол)',
  'ローテ|失効|再発行|轮换|輪換|更换|吊销|로테이션|교체|회전|재발급',
);

/** Words for secrets. */
export const SECRET_WORDS = stems(
  'geheimnis|schlüssel|passw[oö]rt|zugangsdat|clés?\\b|mots? de passe|identifiants|secreto|clave|contraseñ|credencial|' +
    'segret|chiav|credenzial|segredo|chave|senha|geheim|sleutel|wachtwoord|sekret|klucz|hasł|секрет|ключ|парол|токен',
  '秘密|シークレット|トークン|鍵|キー|パスワード|密钥|密码|令牌|凭证|비밀번호|시크릿|토큰|암호',
);

/** "If …," in front of a step: it is for those of whom that is true. */
export const CONDITION = new RegExp(
  '^(?:if|when|for|in case|wenn|falls|bei|si|en cas|lorsque|cuando|en caso|se|quando|in caso|em caso|caso|als|indien|wanneer|' +
    'jeśli|jeżeli|gdy|якщо|у разі|если|в случае|при)(?![\\p{L}\\p{N}])[^,:]{0,200}[,:]',
  'iu',
);

function stems(words: string, signs: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${words})|${signs}`, 'iu');
}
