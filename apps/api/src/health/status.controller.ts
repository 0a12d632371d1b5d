import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Readiness } from '@antidote/contracts';
import { Answers } from '../http/answers.js';
import { HealthService } from './health.service.js';

@ApiTags('status')
@Controller('status')
export class StatusController {
  constructor(private readonly health: HealthService) {}

  @Get()
  @Answers(200, Readiness, 'Health of each part')
  getStatus(): Promise<Readiness> {
    return this.health.readiness();
  }
}
