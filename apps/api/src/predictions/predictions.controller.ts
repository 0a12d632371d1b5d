import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { PredictRequest, PredictResponse, RegisteredModelName } from '@antidote/contracts';
import { z } from 'zod';
import { Needs } from '../access/needs.js';
import { Answers } from '../http/answers.js';
import { PredictionsService } from './predictions.service.js';

const AliasName = z.string().regex(/^[\w-]{1,64}$/, 'an alias has 1 to 64 letters, digits, - or _');

@ApiTags('models')
@Controller('registered-models')
export class PredictionsController {
  constructor(private readonly predictions: PredictionsService) {}

  @Post(':name/aliases/:alias/predictions')
  @Needs('model:predict')
  @Answers(
    200,
    PredictResponse,
    'Predictions of the version that holds the alias; its bytes are compared with its hash',
  )
  predict(
    @Param('name', { schema: RegisteredModelName }) name: string,
    @Param('alias', { schema: AliasName }) alias: string,
    @Body({ schema: PredictRequest }) request: PredictRequest,
  ): Promise<PredictResponse> {
    return this.predictions.predict(name, alias, request);
  }
}
