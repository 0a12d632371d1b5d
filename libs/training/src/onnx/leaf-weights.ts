import { doubleTensor, type Attribute } from './onnx-messages.js';

/** What leaves give to classes, as attributes of `TreeEnsembleClassifier` in its double form. */
export class LeafWeights {
  private readonly trees: number[] = [];
  private readonly nodes: number[] = [];
  private readonly classes: number[] = [];
  private readonly weights: number[] = [];

  add(tree: number, node: number, classCode: number, weight: number): void {
    this.trees.push(tree);
    this.nodes.push(node);
    this.classes.push(classCode);
    this.weights.push(weight);
  }

  attributes(): Record<string, Attribute> {
    return {
      class_treeids: { type: 'ints', value: this.trees },
      class_nodeids: { type: 'ints', value: this.nodes },
      class_ids: { type: 'ints', value: this.classes },
      class_weights_as_tensor: { type: 'tensor', value: doubleTensor(this.weights) },
    };
  }
}
