import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DatasetName, Retention, RetentionRequest } from '@antidote/contracts';
import { AskedBy } from '../access/actor.js';
import { Needs } from '../access/needs.js';
import { Answers } from '../http/answers.js';
import { RetentionService } from './retention.service.js';

@ApiTags('erasure')
@Controller('datasets')
export class RetentionController {
  constructor(private readonly retention: RetentionService) {}

  @Get(':name/retention')
  @Needs('dataset:read')
  @Answers(200, Retention, 'How long rows are kept, and which versions are due')
  getRetention(@Param('name', { schema: DatasetName }) name: string): Promise<Retention> {
    return this.retention.get(name);
  }

  @Put(':name/retention')
  @Needs('dataset:erase')
  @Answers(
    200,
    Retention,
    'Set, or taken away with null; what is due is erased within the hour. A dry run sets nothing',
  )
  setRetention(
    @Param('name', { schema: DatasetName }) name: string,
    @Body({ schema: RetentionRequest }) request: RetentionRequest,
    @AskedBy() actor: string,
  ): Promise<Retention> {
    return this.retention.set(name, request, actor);
  }
}
