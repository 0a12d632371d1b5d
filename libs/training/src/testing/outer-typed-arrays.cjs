const { TestEnvironment } = require('jest-environment-node');

/**
 * onnxruntime-node's native part makes typed arrays of Node's own realm and checks them with `instanceof`; in jest's
 * sandbox those are other classes. This environment lends the sandbox Node's own.
 */
module.exports = class OuterTypedArrays extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    Object.assign(this.global, { Float32Array, Float64Array, BigInt64Array, Int32Array, Uint8Array });
  }
};
