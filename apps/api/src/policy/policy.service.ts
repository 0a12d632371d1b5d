import { Inject, Injectable } from '@nestjs/common';
import type { ActivePolicy } from '@antidote/contracts';
import { readPolicyFile } from '@antidote/workflows';
import type { ApiConfig } from '../config.js';
import { CONFIG } from '../ports.js';

@Injectable()
export class PolicyService {
  constructor(@Inject(CONFIG) private readonly config: ApiConfig) {}

  /** Read each time: what the page shows is what the next promotion is held to. */
  async active(): Promise<ActivePolicy> {
    return { ...(await readPolicyFile(this.config.policyPath)), approvalMode: 'solo' };
  }
}
