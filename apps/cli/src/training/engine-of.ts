import type { Model } from '@antidote/training';

/** Who fitted a model: `native` is this project, `mljs` the packages of the baselines. */
export const engineOf = (model: Model): string => ('engine' in model ? (model.engine ?? 'native') : 'native');
