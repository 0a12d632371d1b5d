/** What this folder uses of the packages, which bring no types or looser ones. */

declare module 'ml-cart' {
  /** A node of a tree: a leaf has a distribution, a split sends a value below `splitValue` left. */
  export interface CartNode {
    splitColumn?: number;
    splitValue?: number;
    left?: CartNode;
    right?: CartNode;
    /** One row: the share of each class code up to the highest in the leaf. */
    distribution?: { to1DArray(): number[] };
  }
  export interface CartOptions {
    gainFunction?: 'gini';
    /** Nodes of at most that many rows are leaves. */
    minNumSamples?: number;
    maxDepth?: number;
    gainThreshold?: number;
  }
  export class DecisionTreeClassifier {
    constructor(options?: CartOptions);
    root: CartNode;
    train(rows: number[][], labels: number[]): void;
    predict(rows: number[][]): number[];
  }
}

declare module 'ml-random-forest' {
  import type { CartOptions, DecisionTreeClassifier } from 'ml-cart';
  export class RandomForestClassifier {
    constructor(options?: {
      nEstimators?: number;
      maxFeatures?: number;
      replacement?: boolean;
      seed?: number;
      useSampleBagging?: boolean;
      noOOB?: boolean;
      treeOptions?: CartOptions;
    });
    estimators: DecisionTreeClassifier[];
    /** The columns that each tree sees, by its own numbers. */
    indexes: number[][];
    train(rows: number[][], labels: number[]): void;
    predict(rows: number[][]): number[];
  }
}

declare module 'isolation-forest' {
  export class IsolationForest {
    constructor(numberOfTrees?: number, subsamplingSize?: number);
    fit(rows: Record<string, number>[]): unknown;
    predict(rows: Record<string, number>[]): number[];
  }
}
