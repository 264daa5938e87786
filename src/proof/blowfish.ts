/** The cipher inside bcrypt (https://www.schneier.com/academic/archives/1994/09/description_of_a_new.html), for its schedule of keys. */

export interface Blowfish {
  /** Mixes a key, and salt where there is one, into the boxes. Both are 16 words. */
  expand(key: Int32Array, salt?: Int32Array): void;
  /** Two words at a place, in place. */
  encrypt(words: Int32Array, at: number): void;
}

const SUBKEYS = 18;
const BOXES = 1024;
/** What starts as the digits of pi: the boxes, then the subkeys. */
let digits: Int32Array | undefined;

export function createBlowfish(): Blowfish {
  digits ??= digitsOfPi();
  const boxes = digits.slice(0, BOXES);
  const subkeys = digits.slice(BOXES);
  let left = 0;
  let right = 0;

  function scrambled(word: number): number {
    const sum = (boxes[word >>> 24]! + boxes[256 + ((word >>> 16) & 255)]!) | 0;
    return ((sum ^ boxes[512 + ((word >>> 8) & 255)]!) + boxes[768 + (word & 255)]!) | 0;
  }

  function encipher(): void {
    let l = left;
    let r = right;
    for (let round = 0; round < 16; round += 2) {
      l ^= subkeys[round]!;
      r ^= scrambled(l) ^ subkeys[round + 1]!;
      l ^= scrambled(r);
    }
    left = r ^ subkeys[17]!;
    right = l ^ subkeys[16]!;
  }

  return {
    expand(key, salt) {
      for (let index = 0; index < SUBKEYS; index++) subkeys[index]! ^= key[index & 15]!;
      left = 0;
      right = 0;
      let at = 0;
      for (const part of [subkeys, boxes]) {
        for (let index = 0; index < part.length; index += 2) {
          if (salt !== undefined) {
            left ^= salt[at & 15]!;
            right ^= salt[(at + 1) & 15]!;
            at += 2;
          }
          encipher();
          part[index] = left;
          part[index + 1] = right;
        }
      }
    },
    encrypt(words, at) {
      left = words[at]!;
      right = words[at + 1]!;
      encipher();
      words[at] = left;
      words[at + 1] = right;
    },
  };
}

const WORD = 32n;
/** Bits beyond the last word, for what is lost in a thousand divisions. */
const SPARE = 64n;

/** Of the fraction, in words: 16 atan(1/5) - 4 atan(1/239), as John Machin found. Subkeys come first. */
function digitsOfPi(): Int32Array {
  const bits = BigInt(SUBKEYS + BOXES) * WORD;
  const fraction = (16n * arcTangent(5n, bits + SPARE) - 4n * arcTangent(239n, bits + SPARE)) >> SPARE;
  const hex = (fraction & ((1n << bits) - 1n)).toString(16).padStart((SUBKEYS + BOXES) * 8, '0');
  const words = Int32Array.from({ length: SUBKEYS + BOXES }, (_, index) => Number.parseInt(hex.slice(index * 8, index * 8 + 8), 16) | 0);
  const turned = new Int32Array(words.length);
  turned.set(words.subarray(SUBKEYS));
  turned.set(words.subarray(0, SUBKEYS), BOXES);
  return turned;
}

/** Of 1 / x, with so many bits behind the point. */
function arcTangent(x: bigint, bits: bigint): bigint {
  let power = (1n << bits) / x;
  let sum = 0n;
  for (let odd = 1n; power !== 0n; odd += 2n) {
    sum += odd % 4n === 1n ? power / odd : -(power / odd);
    power /= x * x;
  }
  return sum;
}
