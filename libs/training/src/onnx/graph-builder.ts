import type { FeatureSchema } from '@antidote/tabular';
import { freeName, inputShape, type OnnxNames } from './onnx-interface.js';
import { int64Tensor, node, stringTensor, valueInfo, type Graph, type NodeOptions } from './onnx-messages.js';
import type { ProtobufWriter } from './protobuf-writer.js';

export const ML_DOMAIN = 'ai.onnx.ml';

/** A graph under construction with the inputs and outputs that all exported models share. */
export class GraphBuilder {
  readonly graph: Graph = { name: 'antidote', nodes: [], initializers: [], inputs: [], outputs: [] };
  private readonly taken: Set<string>;
  private columnShape = '';

  constructor(
    readonly features: FeatureSchema[],
    readonly names: OnnxNames,
  ) {
    this.taken = new Set([...names.inputs, names.prediction, ...names.probabilities]);
    for (const { name, type } of features) {
      const elements = type === 'category' ? 'string' : 'double';
      this.graph.inputs.push(valueInfo(name, elements, inputShape(features.length, null)));
    }
    this.graph.outputs.push(valueInfo(names.prediction, 'string', [null, 1]));
    for (const name of names.probabilities) this.graph.outputs.push(valueInfo(name, 'double', [null, 1]));
  }

  /** A name that nothing else bears. */
  name(wanted: string): string {
    return freeName(wanted, this.taken);
  }

  /** Adds an operation with a single output and returns its name. */
  node(operator: string, inputs: string[], output: string, options?: NodeOptions): string {
    const name = this.name(output);
    this.graph.nodes.push(node(operator, inputs, [name], options));
    return name;
  }

  /** Adds an operation that writes graph outputs, under their own names. */
  output(operator: string, inputs: string[], outputs: string[], options?: NodeOptions): void {
    this.graph.nodes.push(node(operator, inputs, outputs, options));
  }

  constant(wanted: string, tensor: (name: string) => ProtobufWriter): string {
    const name = this.name(wanted);
    this.graph.initializers.push(tensor(name));
    return name;
  }

  texts(wanted: string, values: string[]): string {
    return this.constant(wanted, (name) => stringTensor(values, name));
  }

  /** `input` as [N, 1]. */
  column(input: string, wanted: string): string {
    return this.node('Reshape', [input, this.shapeOfColumn()], wanted);
  }

  /** The constant [-1, 1]. */
  shapeOfColumn(): string {
    this.columnShape ||= this.constant('column_shape', (name) => int64Tensor([-1, 1], name));
    return this.columnShape;
  }

  /** The values with infinities as NaN: x - x is 0, and NaN for an infinity, which counts as missing. */
  withoutInfinity(values: string, wanted: string): string {
    return this.node('Add', [values, this.node('Sub', [values, values], 'nothing')], wanted);
  }
}
