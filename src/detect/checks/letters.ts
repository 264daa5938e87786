/** Made by bench/train-letters.mjs from 9,398 distinct words; do not edit. */

/**
 * Row: the letter before (a–z, last row: the start of a word). Column: the letter. A character is the surprise in
 * quarters of a bit, from '0' on.
 */
export const LETTER_SURPRISE = [
  'QA?BWLDVDWK<C<ZBX=@:GGMNGR',
  '=JHI<PLS>KK8IN?K\\@?G>SV\\GV',
  '=SFP<TW=B\\@BPV9PPAI<CRVYKW',
  '>MLE6LJP9NYGLK@LTC@KBIPTK_',
  'BL@;FFHRLRQBD<KGL:;BOGLCLV',
  '?PLL<=QV9\\\\@PP:S\\AGD?SPSEV',
  '?NMN8PB?=\\SAH@ASV<BJASV\\LS',
  '8LNQ8SNV<PSGGI<MVAFBF\\VSGV',
  'DH?DBEDXW_PBB7=FTF?>XCfMfE',
  '=QQQ9QQQFQKHKK;QKH9K:HKQQK',
  'CIKG6IHN:NLCQDGJQI<GGQGQHX',
  '<MMG9LRS:YP=RR=MbSDDDKYY>\\',
  '9DTL8PV_;QVMCN><_PEMATVTP_',
  '@N?>>G:PASIJLGCIXL=;HIQ^MT',
  'HHCDOIFVGUJA@7EBd;BB@ECMTU',
  '<TRK;RSCA`Q>NT<AW:C?DUWRM`',
  'QHKQHKQKEKQQHKKKQEKQ2QEKQH',
  '<MEF7KIV<[HIDG=LXD@AFJQXEd',
  'BR@P:KXA=XIHJLBATN>:?PLVH\\',
  '>UGO8PRB8U[HLR@M^=@DE^OWDX',
  'BABHBGFWDWW>A:LA`===WSWPZW',
  ';LPQ4[NN9[[PITAP[QLMLTM[QQ',
  '9OOM;RM@;XRFR==OO??KJXMRXX',
  'AJ>G<HVI=OVHILE:VOH8VOVOJO',
  'FFBF?EIP=WPBA>B9PJ>CKWHWIG',
  ':JMJ4JTH=TMJTT@MTTMTMTHTJA',
  '@C>@ACFFAMLDBEA?N@=ADHFPRP',
] as const;
