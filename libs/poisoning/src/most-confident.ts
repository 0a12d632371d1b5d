import type { Attack } from './attack.js';
import { flipByMargin } from './by-margin.js';
import { availability } from './taxonomy.js';

/** The rows that a forest is surest of, each flipped to its runner-up class. */
export const mostConfident: Attack = {
  title: 'Flips of the clearest rows',
  summary: 'Labels of the rows that a model is surest of are changed, so that they contradict what they show.',
  goal: 'availability',
  family: 'label',
  knowledge: 'the training data, a model like the one attacked',
  taxonomy: availability('Xiao, Xiao & Eckert, Adversarial Label Flips Attack on SVMs (ECAI 2012)'),
  takes: [],
  plan: (input) => flipByMargin(input, 'largest'),
};
