/** Made by bench/train-letters.mjs from 10,414 distinct words; do not edit. */

/**
 * Row: the letter before (a–z, last row: the start of a word). Column: the letter. A character is the surprise in
 * quarters of a bit, from '0' on.
 */
export const LETTER_SURPRISE = [
  'PA?BTKEUEWK=C<WBU<@:GGMOHS',
  '<IHH=LLR>KJ9JK>J]??G?TW]HT',
  '=SFO<SX=AZ@BQR9OQ@I=BRUZFX',
  '>KJE6KJM9NZGLL?LRC@KBJPULW',
  'BK@;FFHRMRQBD=KFJ:;BOGMDLU',
  '?OJL==PW9W]@TM;P]?FC@TPTDW',
  '?MJK8OB@>WTAFAAPW<BGBRT]MP',
  '8JIN9TRW<PMHGJ<MWBEAFWWTGW',
  'CI@DBECXS[PBA8=FSE?>UCfMfF',
  '>RBR:LRRGRICIL<RLI:L:ILRRL',
  'BIGG6IGJ:MMCRCGIOI<DFOHRGX',
  '<KKE9LQQ:VP=QP=LcRDCCKYY>\\',
  '9EQK9OSY;SVJCN><`PDLBTYTP`',
  '@N?>>G:O@SIJMGCIXL=;HHP_MU',
  'HHCDPIFUGUJA@8EBe;CA@ECJST',
  ';QOJ;HQCAaQ=OR=AX;B?DTVSMa',
  'SIDLIISLFLSLILIIEGAS2LFLSL',
  '<KCF8KJQ<\\HIDH=KXB@AFJPXFe',
  'CP?J:LU@<XIFIMBANN?:?PMWH]',
  '>SGM8OSB8T\\HMO@LZ=@DEWOWD\\',
  'B@BGBHFRDWS>A:J?a===TTVPZV',
  ';HLL4ULM:[[KJUAO[LKLLRM[RP',
  ':MLM:OM@<RRER=>OO??KKXMRXR',
  'AI?D<FVF=MVHHMF:VPG9KHVIKP',
  'EEBF?DIQ>WQBA>A9QN>CHHGWLH',
  ':KGI5ITG=TNKTT@NTNKTNTFTIA',
  '@B>@ACFFALLCBDB?N@=ADHGOPO',
] as const;
