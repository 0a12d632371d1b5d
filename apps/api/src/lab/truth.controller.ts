import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { PoisonTruth } from '@antidote/contracts';
import { Needs } from '../access/needs.js';
import { Answers } from '../http/answers.js';
import { Id } from '../http/parameters.js';
import { RowWindow } from '../versions/row-window.js';
import { TruthService } from './truth.service.js';

@ApiTags('lab')
@Controller('versions')
export class TruthController {
  constructor(private readonly truth: TruthService) {}

  @Get(':id/poison')
  @Needs('poison:read')
  @Answers(200, PoisonTruth, 'What poisoning changed; 404 for a version that was not poisoned here')
  getPoisonTruth(
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: RowWindow }) window: RowWindow,
  ): Promise<PoisonTruth> {
    return this.truth.of(id, window);
  }
}
