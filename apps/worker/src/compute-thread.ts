import { parentPort } from 'node:worker_threads';
import { COMPUTATIONS } from '@antidote/workflows';
import { type ComputeAnswer, type ComputeRequest, toFault } from './compute-message.js';

async function answer({ name, input }: ComputeRequest): Promise<ComputeAnswer> {
  try {
    return { output: await (COMPUTATIONS[name] as (input: unknown) => unknown)(input) };
  } catch (error) {
    return { fault: toFault(error) };
  }
}

parentPort!.on('message', (request: ComputeRequest) => {
  void answer(request).then((answered) => parentPort!.postMessage(answered));
});
