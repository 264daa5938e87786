/** How a unit inside a unit is looked at. */
import type { Budget } from './budget.ts';
import type { Inner } from './inner.ts';
import type { UnitClaims } from '../claims/conclude.ts';

/** What stands in a unit that is inside another. */
export type Look = (bytes: Uint8Array, budget: Budget) => UnitClaims;

/** The same where it is known of some that they hold nothing, before they are made. */
export type LookInto = (inner: Inner, budget: Budget) => UnitClaims;
