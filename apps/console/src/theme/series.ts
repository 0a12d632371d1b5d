import type { ModelKind, ServableModelKind } from '@antidote/contracts';

/** How a model kind is drawn everywhere: colour variable, marker and short name. Never colour alone. */
export interface Series {
  colour: `--${string}`;
  marker: 'circle' | 'square' | 'diamond' | 'triangle' | 'inverted-triangle' | 'cross';
  name: string;
  short: string;
}

export const SERIES: Record<ModelKind, Series> = {
  'decision-tree': { colour: '--series-tree', marker: 'circle', name: 'Decision tree', short: 'Tree' },
  'random-forest': { colour: '--series-forest', marker: 'square', name: 'Random forest', short: 'Forest' },
  'extra-trees': { colour: '--series-sixth', marker: 'cross', name: 'Extra trees', short: 'Extra trees' },
  'gradient-boosting': {
    colour: '--series-fifth',
    marker: 'inverted-triangle',
    name: 'Gradient boosting',
    short: 'Boosting',
  },
  'logistic-regression': {
    colour: '--series-third',
    marker: 'diamond',
    name: 'Logistic regression',
    short: 'Logistic regression',
  },
  'k-nearest-neighbors': {
    colour: '--series-fourth',
    marker: 'triangle',
    name: 'Nearest neighbours',
    short: 'Neighbours',
  },
};

/** Every kind, in the order of the series. */
export const MODEL_KINDS = Object.keys(SERIES) as ModelKind[];

/** Those that the server trains: a model there is what MLflow can serve. */
export const SERVABLE_KINDS = MODEL_KINDS.filter((kind): kind is ServableModelKind => kind !== 'k-nearest-neighbors');
