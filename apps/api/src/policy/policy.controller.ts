import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ActivePolicy } from '@antidote/contracts';
import { Answers } from '../http/answers.js';
import { PolicyService } from './policy.service.js';

@ApiTags('promotions')
@Controller('policy')
export class PolicyController {
  constructor(private readonly policy: PolicyService) {}

  @Get()
  @Answers(200, ActivePolicy, 'The policy that promotions are held to')
  getPolicy(): Promise<ActivePolicy> {
    return this.policy.active();
  }
}
