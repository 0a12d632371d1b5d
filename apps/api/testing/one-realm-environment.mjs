import { TestEnvironment } from 'jest-environment-node';

/** onnxruntime's binary part makes typed arrays of Node's own realm; in this environment tests have the same ones. */
export default class OneRealmEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    Object.assign(this.global, { Float32Array, Float64Array, BigInt64Array });
  }
}
