import { parentPort } from 'node:worker_threads';
import { COMPUTATIONS } from '@antidote/workflows';
import { type ComputeAnswer, type ComputeRequest, toFault } from './compute-message.js';

function answer({ name, input }: ComputeRequest): ComputeAnswer {
  try {
    return { output: (COMPUTATIONS[name] as (input: unknown) => unknown)(input) };
  } catch (error) {
    return { fault: toFault(error) };
  }
}

parentPort!.on('message', (request: ComputeRequest) => parentPort!.postMessage(answer(request)));
