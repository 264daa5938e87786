/** Words by which a section advises, wishes or sends on, where another gives a procedure. */

/** What holds for all of them and is done for none: "Rotate regularly". */
export const ADVICE = new RegExp(
  '\\bbest practices\\b|^[^\\p{L}]{0,12}(?:tips|recommendations|empfehlungen|recommandations|recomendaciones|recomendações|raccomandazioni|рекомендации)\\b|' +
    '\\bbonnes pratiques\\b|\\bbuenas prácticas\\b|\\bboas práticas\\b|лучшие практики',
  'iu',
);

/** Words of a section that wishes for a procedure instead of giving one. */
export const PROPOSAL = new RegExp(
  '\\b(?:should be (?:stored|managed|rotated|moved|kept|migrated)\\b(?! (?:by|as follows|like this|this way)\\b)|' +
    'in the (?:long run|long term|future)|proposal|we (?:plan|want|intend) to|once (?:all of )?this is in place)\\b',
  'i',
);

/** "Generate a replacement following the procedure above": how that is done stands elsewhere. */
export const BACK = new RegExp(
  '\\b(?:procedures?|sections?|steps|runbook)\\b.{0,30}\\b(?:above|below)\\b|\\b(?:normal|planned|regular|relevant|respective|standard|usual) ' +
    '(?:rotation )?(?:procedure|section|steps)\\b|\\b(?:per|following|by) (?:its|their|the secret.s) (?:own )?(?:procedure|section)\\b|' +
    '\\b(?:rotate|follow|continue|proceed)\\b.{0,40}§ ?\\d|\\b(?:wie|siehe) oben\\b|' +
    '\\bcomo (?:arriba|acima)\\b|\\bvoir ci-dessus\\b|\\bcome sopra\\b',
  'i',
);
