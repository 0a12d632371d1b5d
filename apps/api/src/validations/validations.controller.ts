import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import { AcknowledgementRequest, ProposedExpectations, VersionValidation } from '@antidote/contracts';
import { Needs } from '../access/needs.js';
import { Answers } from '../http/answers.js';
import { Delivered, IDEMPOTENCY_KEY, type Delivery } from '../http/delivery.js';
import { Id } from '../http/parameters.js';
import { ValidationsService } from './validations.service.js';

@ApiTags('datasets')
@Controller('versions')
export class ValidationsController {
  constructor(private readonly validations: ValidationsService) {}

  @Get(':id/validation')
  @Needs('dataset:read')
  @Answers(200, VersionValidation, 'What validation says of the version as of now, with the newest report')
  getValidation(@Param('id', { schema: Id }) id: string): Promise<VersionValidation> {
    return this.validations.get(id);
  }

  @Get(':id/proposed-expectations')
  @Needs('dataset:read')
  @Answers(200, ProposedExpectations, 'What the version meets itself, from its newest report; 409 without one')
  proposeExpectations(@Param('id', { schema: Id }) id: string): Promise<ProposedExpectations> {
    return this.validations.propose(id);
  }

  @Post(':id/validation/acknowledge')
  @Needs('dataset:write')
  @ApiHeader(IDEMPOTENCY_KEY)
  @Answers(200, VersionValidation, 'Out of quarantine; 409 when nothing blocks it, or it was validated again since')
  acknowledgeValidation(
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: AcknowledgementRequest }) request: AcknowledgementRequest,
    @Delivered() delivery: Delivery,
  ): Promise<VersionValidation> {
    return this.validations.acknowledge(id, request, delivery);
  }
}
