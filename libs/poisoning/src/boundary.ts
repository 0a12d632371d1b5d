import type { Attack } from './attack.js';
import { flipByMargin } from './by-margin.js';
import { availability } from './taxonomy.js';

/** The rows nearest to a forest's decision boundary, each flipped to its runner-up class: the hardest flips to see. */
export const boundary: Attack = {
  title: 'Flips at the boundary',
  summary: 'Labels of the rows between two classes are changed, where a wrong label looks least wrong.',
  goal: 'availability',
  family: 'label',
  knowledge: 'the training data, a model like the one attacked',
  taxonomy: availability('Paudice, Muñoz-González & Lupu, Label Sanitization Against Label Flipping (ECML 2018)'),
  takes: [],
  plan: (input) => flipByMargin(input, 'smallest'),
};
