import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ActivePolicy } from '@antidote/contracts';
import { Needs } from '../access/needs.js';
import { Answers } from '../http/answers.js';
import { PolicyService } from './policy.service.js';

@ApiTags('promotions')
@Controller('policy')
export class PolicyController {
  constructor(private readonly policy: PolicyService) {}

  @Get()
  @Needs('model:read')
  @Answers(200, ActivePolicy, 'The policy that promotions are held to')
  getPolicy(): Promise<ActivePolicy> {
    return this.policy.active();
  }
}
