import { ProtobufWriter } from './protobuf-writer.js';

/** The few messages of onnx.proto that exported models need. @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto */

export const ONNX_TYPE = { float: 1, int64: 7, string: 8, double: 11 } as const;
export type OnnxType = keyof typeof ONNX_TYPE;

const ATTRIBUTE_TYPE = { int: 2, string: 3, tensor: 4, ints: 7, strings: 8 } as const;

export type Attribute =
  | { type: 'int'; value: number }
  | { type: 'string'; value: string }
  | { type: 'tensor'; value: ProtobufWriter }
  | { type: 'ints'; value: Iterable<number> }
  | { type: 'strings'; value: Iterable<string> };

/** TensorProto of doubles with one dimension, or none for a scalar initializer. */
export function doubleTensor(values: ArrayLike<number>, name = '', dims: number[] = [values.length]): ProtobufWriter {
  const bytes = new Uint8Array(values.length * 8);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < values.length; i++) view.setFloat64(i * 8, values[i]!, true);
  return tensor('double', bytes, name, dims);
}

/** TensorProto of 64-bit integers with one dimension. */
export function int64Tensor(values: number[], name = ''): ProtobufWriter {
  const bytes = new Uint8Array(values.length * 8);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => view.setBigInt64(i * 8, BigInt(value), true));
  return tensor('int64', bytes, name, [values.length]);
}

/** TensorProto of texts with one dimension. */
export function stringTensor(values: string[], name = ''): ProtobufWriter {
  const message = new ProtobufWriter().int(1, values.length).int(2, ONNX_TYPE.string);
  for (const value of values) message.string(6, value);
  return name === '' ? message : message.string(8, name);
}

function tensor(type: OnnxType, bytes: Uint8Array, name: string, dims: number[]): ProtobufWriter {
  const message = new ProtobufWriter();
  for (const size of dims) message.int(1, size);
  message.int(2, ONNX_TYPE[type]);
  if (name !== '') message.string(8, name);
  return message.raw(9, bytes);
}

/** ValueInfoProto: a named input or output; `null` is a dimension of any size. */
export function valueInfo(name: string, type: OnnxType, dims: (number | null)[]): ProtobufWriter {
  const shape = new ProtobufWriter();
  for (const size of dims) {
    const dimension = new ProtobufWriter();
    shape.message(1, size === null ? dimension.string(2, 'N') : dimension.int(1, size));
  }
  const tensorType = new ProtobufWriter().int(1, ONNX_TYPE[type]).message(2, shape);
  return new ProtobufWriter().string(1, name).message(2, new ProtobufWriter().message(1, tensorType));
}

export interface NodeOptions {
  domain?: string;
  attributes?: Record<string, Attribute>;
}

/** NodeProto: one operation. */
export function node(
  operator: string,
  inputs: string[],
  outputs: string[],
  { domain = '', attributes = {} }: NodeOptions = {},
): ProtobufWriter {
  const message = new ProtobufWriter();
  for (const input of inputs) message.string(1, input);
  for (const output of outputs) message.string(2, output);
  message.string(4, operator);
  for (const [name, value] of Object.entries(attributes)) message.message(5, attribute(name, value));
  if (domain !== '') message.string(7, domain);
  return message;
}

function attribute(name: string, { type, value }: Attribute): ProtobufWriter {
  const message = new ProtobufWriter().string(1, name);
  if (type === 'int') message.int(3, value);
  else if (type === 'string') message.string(4, value);
  else if (type === 'tensor') message.message(5, value);
  else if (type === 'ints') message.packedInts(8, value);
  else for (const text of value) message.string(9, text);
  return message.int(20, ATTRIBUTE_TYPE[type]);
}

export interface Graph {
  name: string;
  nodes: ProtobufWriter[];
  initializers: ProtobufWriter[];
  inputs: ProtobufWriter[];
  outputs: ProtobufWriter[];
}

/** ModelProto as bytes; `opsets` by domain, '' is the default one. */
export function modelBytes(graph: Graph, irVersion: number, opsets: Record<string, number>): Uint8Array {
  const body = new ProtobufWriter();
  for (const item of graph.nodes) body.message(1, item);
  body.string(2, graph.name);
  for (const item of graph.initializers) body.message(5, item);
  for (const item of graph.inputs) body.message(11, item);
  for (const item of graph.outputs) body.message(12, item);
  const model = new ProtobufWriter().int(1, irVersion).string(2, 'antidote').message(7, body);
  for (const [domain, version] of Object.entries(opsets)) {
    model.message(8, new ProtobufWriter().string(1, domain).int(2, version));
  }
  return model.finish();
}
