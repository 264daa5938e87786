/** The engine for a store: packs where that can be done, else the plain one. */
import { openPackEngine } from './pack-engine.ts';
import { openPlainEngine } from './plain-engine.ts';
import type { Detectors } from './detectors.ts';
import type { Engine, EngineOptions } from './engine.ts';
import type { Repository } from '../../source/repository.ts';

export async function openEngine(
  repository: Repository,
  detectors: Detectors,
  options: EngineOptions,
): Promise<Engine> {
  const packs = options.engine === 'plain' ? undefined : await openPackEngine(repository, detectors, options);
  return packs ?? openPlainEngine(repository, detectors, options);
}
