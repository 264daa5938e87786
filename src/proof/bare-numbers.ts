/** Private keys that were found as a bare number, with the public one that stands beside it in the same file. */
import { besideIn } from './beside.ts';
import { bareNumber, curveHalves, mayBeRsa, publicNumber, rsaHalf } from './json-web-key.ts';
import type { Anchors } from './anchors.ts';
import type { Budget } from './budget.ts';
import type { KeyObject } from 'node:crypto';
import type { Secret } from '../model.ts';

export interface BareNumbers {
  halvesOf(secret: Secret): Halves;
}

interface Halves {
  /** The number beside it is its public half. */
  readonly certain?: KeyObject;
  /** Without one, of curves: one of these. */
  readonly possible: readonly KeyObject[];
}

const NONE: Halves = { possible: [] };
/** Two powers modulo a number of 2048 bits, in steps; three times as many bits are 27 times the work. */
const POWERS = 6_000;
const USUAL_BYTES = 256;

export function readBareNumbers(anchors: Anchors, budget: Budget): BareNumbers {
  const beside = besideIn(anchors.of('public-key').filter(({ value }) => bareNumber(value.expose('proof')) !== undefined));
  const numbersBeside = ({ occurrences }: Secret): readonly Buffer[] =>
    occurrences.slice(0, 1).flatMap((place) => beside(place).map(({ secret }) => bareNumber(secret.value.expose('proof'))!));
  return {
    halvesOf(secret) {
      const value = secret.value.expose('proof');
      const number = bareNumber(value);
      if (number === undefined) return NONE;
      const near = numbersBeside(secret);
      const possible = curveHalves(value);
      const fitting = possible.find((half) => near.some((one) => publicNumber(half)?.equals(one)));
      if (fitting !== undefined) return { certain: fitting, possible: [] };
      for (const modulus of near) {
        if (!mayBeRsa(number, modulus) || !budget.take(stepsOf(modulus))) continue;
        const certain = rsaHalf(number, modulus);
        if (certain !== undefined) return { certain, possible: [] };
      }
      return { possible };
    },
  };
}

function stepsOf({ length }: Buffer): number {
  return Math.ceil(POWERS * (length / USUAL_BYTES) ** 3);
}
