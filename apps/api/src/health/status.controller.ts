import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Readiness } from '@antidote/contracts';
import { Needs } from '../access/needs.js';
import { Answers } from '../http/answers.js';
import { HealthService } from './health.service.js';

@ApiTags('status')
@Controller('status')
export class StatusController {
  constructor(private readonly health: HealthService) {}

  @Get()
  @Needs('status:read')
  @Answers(200, Readiness, 'Health of each part')
  getStatus(): Promise<Readiness> {
    return this.health.readiness();
  }
}
